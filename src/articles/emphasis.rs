//! Emphasis beside full-width marks, and headings without their blank.
//!
//! CommonMark (0.31.2, 6.2) lets `**` close only where no letter follows a mark before it: in
//! `**“三排查”**工作` it does not, since Chinese has no spaces between words, and the stars would be printed.
//! So a mark that nobody types is put where a space would stand in a Western text, and taken out of the
//! text again. A star between two figures multiplies them, 3*4*5, and is none of emphasis: read as such it
//! would be taken out, and another number be printed.

/// Counts as punctuation (Po) and is in no text: a parenthesis of `SignWriting`.
const JOINER: char = '\u{1da8b}';
/// Stands for a star that is one, and in no text.
const STAR: char = '\u{1da8a}';

/// The words of a source that was [`mended`], as they were typed.
pub(super) fn typed(text: &str) -> String {
    text.replace(JOINER, "").replace(STAR, "*")
}

/// `source` with a [`JOINER`] wherever a pair of stars would not be taken for one. Lines keep their numbers.
pub(super) fn mended(source: &str) -> String {
    if source.contains([JOINER, STAR]) || !source.contains(['*', '#']) {
        return source.to_owned();
    }
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len() + 32);
    // is there an open single star, an open pair?
    let mut open = [false; 2];
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let is_escaped = at > 0 && chars[at - 1] == '\\';
        if c == '\n' && chars.get(at + 1).is_none_or(|next| matches!(next, '\n' | '\r')) || c == '|' {
            open = [false; 2];
        }
        let run = chars[at..].iter().take_while(|c| **c == '*').count();
        if c == '#' && (at == 0 || chars[at - 1] == '\n') {
            let level = chars[at..].iter().take_while(|c| **c == '#').count();
            let line = chars[at + level..].split(|c| *c == '\n').next().unwrap_or_default();
            // a heading whose blank was forgotten; #话题# and #1 are none
            let is_heading =
                level <= 6 && line.first().is_some_and(|c| is_chinese(*c)) && !line.contains(&'#');
            out.extend(&chars[at..at + level]);
            if is_heading {
                out.push(' ');
            }
            at += level;
            continue;
        }
        if run == 0 || run > 2 || is_escaped {
            out.extend(&chars[at..at + run.max(1)]);
            at += run.max(1);
            continue;
        }
        let before = at.checked_sub(1).map_or(' ', |i| chars[i]);
        let after = chars.get(at + run).copied().unwrap_or(' ');
        if !open[run - 1] && before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() {
            out.extend(std::iter::repeat_n(STAR, run));
            at += run;
            continue;
        }
        let closes = open[run - 1] && !before.is_whitespace();
        let opens = !closes && !after.is_whitespace();
        if opens && is_mark(after) && !is_mark(before) && !before.is_whitespace() {
            out.push(JOINER);
        }
        out.extend(&chars[at..at + run]);
        if closes && is_mark(before) && !is_mark(after) && !after.is_whitespace() {
            out.push(JOINER);
        }
        open[run - 1] = opens || (open[run - 1] && !closes);
        at += run;
    }
    out
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '“' | '《')
}

/// Marks, full width and half.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '·' | '\u{a7}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_beside_full_width_marks_are_told_apart_and_others_left_alone() {
        let shown = |source: &str| mended(source).replace(JOINER, "¦").replace(STAR, "*");
        assert_eq!(shown("开展**“三排查”**工作"), "开展¦**“三排查”**¦工作");
        assert_eq!(shown("**“甲”**乙**丙。**丁"), "**“甲”**¦乙**丙。**¦丁");
        assert_eq!(shown("甲**乙**丙，3*5"), "甲**乙**丙，3*5");
        assert_eq!(typed(&mended("2*3*4米，5*6、**7**8*9")), "2*3*4米，5*6、**7**8*9");
        assert_eq!(shown(r"甲\*\*（乙）"), r"甲\*\*（乙）");
        assert_eq!(shown("#标题\n##一、甲\n#话题#\n#1楼"), "# 标题\n## 一、甲\n#话题#\n#1楼");
    }
}
