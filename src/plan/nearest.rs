//! "Did you mean": the known word nearest to one that is not known.

/// A hint that names the one of `known` that `word` was meant for, where one is near enough.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> Option<String> {
    nearest(word, known.iter().copied()).map(|near| format!("did you mean `{near}`?"))
}

/// The nearest of `known`: alike but for case and separators, a beginning, or a slip or two away (one in
/// three letters); the first of equals.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = plain(word);
    let length = word.chars().count();
    if length < 2 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other = plain(candidate);
        let distance = if other == word {
            0
        } else if length >= 3 && (other.starts_with(&word) || word.starts_with(&other) && other.len() >= 3) {
            1
        } else {
            strsim::osa_distance(&word, &other)
        };
        let allowed = (length.max(other.chars().count()) / 3).max(1);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    word.to_lowercase().chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '/')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_word_and_strangers_do_not() {
        let known = ["name", "aliases", "group", "when_missing", "timezone", "Asia/Shanghai"];
        for (word, near) in [
            ("alias", "aliases"),
            ("nmae", "name"),
            ("grp", ""),
            ("WhenMissing", "when_missing"),
            ("time_zone", "timezone"),
            ("asia/shanghai", "Asia/Shanghai"),
            ("Asia/Shanghia", "Asia/Shanghai"),
            ("colour", ""),
            ("x", ""),
            ("", ""),
        ] {
            assert_eq!(nearest(word, known).unwrap_or(""), near, "{word}");
        }
    }
}
