//! Tags that editors leave in Markdown: what they say of the words is kept where a bulletin has a form for it,
//! and the tags of looks alone are let go, so that no reader meets one in print.

/// What a tag asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// 黑体 begins or ends
    Strong(bool),
    /// 楷体 begins or ends
    Emphasis(bool),
    /// m<sup>2</sup>: raised figures begin or end
    Raised(bool),
    /// H<sub>2</sub>O: lowered figures begin or end
    Lowered(bool),
    /// a line of the page ends
    Break,
    /// a picture
    Picture {
        /// its file
        file: String,
        /// what it shows
        words: String,
    },
    /// underlined, coloured, centred: a look that bulletins have no form for
    Look,
    /// any other
    Other,
}

/// A block of HTML in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// between tags
    Words(String),
    /// a tag
    Tag(Tag),
}

/// What the tag `html`, with its angle brackets, asks for.
pub(super) fn tag(html: &str) -> Tag {
    let inner = html.trim().trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let (begins, inner) = inner.strip_prefix('/').map_or((true, inner), |inner| (false, inner));
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => Tag::Strong(begins),
        "i" | "em" => Tag::Emphasis(begins),
        "sup" => Tag::Raised(begins),
        "sub" => Tag::Lowered(begins),
        "br" => Tag::Break,
        "img" => match attribute(inner, "src") {
            Some(file) => Tag::Picture { file, words: attribute(inner, "alt").unwrap_or_default() },
            None => Tag::Other,
        },
        "u" | "s" | "del" | "ins" | "mark" | "font" | "span" | "center" | "p" | "div" | "small" | "big" => {
            Tag::Look
        }
        _ => Tag::Other,
    }
}

/// The value of a tag's attribute.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower[..*at].chars().next_back();
        before.is_some_and(char::is_whitespace) && lower[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quoted {
        Some(quote) => value[1..].split(quote).next()?,
        None => value.split_whitespace().next()?,
    };
    Some(value.to_owned())
}

/// A block in its words and tags; none where it has one that words may not lose, as a table's.
pub(super) fn pieces(block: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = block;
    while let Some(open) = rest.find('<') {
        let (words, from) = rest.split_at(open);
        let close = from.find('>')? + 1;
        let tag = tag(&from[..close]);
        if tag == Tag::Other {
            return None;
        }
        pieces.push(Piece::Words(unescaped(words)));
        pieces.push(Piece::Tag(tag));
        rest = &from[close..];
    }
    pieces.push(Piece::Words(unescaped(rest)));
    Some(pieces)
}

/// The few names of characters that people type.
fn unescaped(words: &str) -> String {
    words.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// `text` as raised figures, or lowered ones; none where it is more than figures.
pub(super) fn shifted(text: &str, raised: bool) -> Option<String> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let signs = if raised { RAISED } else { LOWERED };
    let sign = |c: char| c.to_digit(10).and_then(|digit| signs.get(usize::try_from(digit).ok()?)).copied();
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_found_however_its_tag_is_written() {
        let picture = |file: &str, words: &str| Tag::Picture { file: file.into(), words: words.into() };
        assert_eq!(
            tag(r#"<img src="图 1.jpg" alt='现场' style="zoom:50%;" />"#),
            picture("图 1.jpg", "现场")
        );
        assert_eq!(tag("<IMG data-src=b.png SRC=a.png>"), picture("a.png", ""));
        assert_eq!(tag("<img alt=src>"), Tag::Other);
    }

    #[test]
    fn a_block_is_taken_apart_unless_it_is_more_than_looks() {
        let words = |text: &str| Piece::Words(text.into());
        assert_eq!(
            pieces("<p align=\"center\">甲&lt;乙</p>"),
            Some(vec![words(""), Piece::Tag(Tag::Look), words("甲<乙"), Piece::Tag(Tag::Look), words("")])
        );
        assert_eq!(pieces("<table><td>1</td><td>2</td></table>"), None);
        assert_eq!(pieces("<p 没有完"), None);
    }

    #[test]
    fn only_figures_are_raised() {
        assert_eq!(shifted("12", true).as_deref(), Some("¹²"));
        assert_eq!(shifted("20", false).as_deref(), Some("₂₀"));
        assert_eq!(shifted("注", true), None);
    }
}
