//! Slips of the pen that keep a file from being YAML, put right for the rest of the reading.
//!
//! One wrong colon would hide every other fault of the file. So what input methods and hurry do to a plan
//! is told as a fault, put right in a copy of the text, and the reading goes on: the plan is refused all
//! the same, but with all its faults. Nothing is put right that does not move the parser past its place.

use super::faults::{PlanFault, Position};
use super::raw::{Raw, RawError};
use super::words::{TEXT_KEYS, is_known_key};

/// As many slips as are put right in one file.
const MOST: usize = 50;

/// The document, if it can be had at all, and the slips on the way to it.
pub(super) fn read(text: &str) -> (Option<Raw>, Vec<PlanFault>) {
    let (text, mut faults) = colons(text);
    let (mut text, dashes) = dashes(&text);
    faults.extend(dashes);
    loop {
        let error = match Raw::read(&text) {
            Ok(raw) => return (Some(raw), faults),
            Err(error) => error,
        };
        let mended = mended(&text, &error).filter(|_| faults.len() < MOST);
        faults.push(told(&text, error, mended.is_some()));
        match mended {
            Some(better) => text = better,
            None => return (None, faults),
        }
    }
}

/// A full-width colon, or none but the bare one without its space, after a key at a line's start.
fn colons(text: &str) -> (String, Vec<PlanFault>) {
    let (mut mended, mut faults) = (String::new(), Vec::new());
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let start = line.len() - line.trim_start_matches([' ', '-']).len();
        let key: &str = &line[start..start + line[start..].bytes().take_while(|b| is_key(*b)).count()];
        let rest = &line[start + key.len()..];
        let value = rest.strip_prefix('：').or_else(|| {
            rest.strip_prefix(':').filter(|v| !v.starts_with([' ', '\t', '\r', '\n']) && !v.is_empty())
        });
        match value.filter(|_| is_known_key(key)) {
            Some(value) => {
                let column = line[..start + key.len()].chars().count() + 1;
                let message = match rest.starts_with('：') {
                    true => "full-width colon after the key",
                    false => "no space after the colon",
                };
                faults.push(PlanFault {
                    at: Some(Position { line: i + 1, column }),
                    key: key.to_owned(),
                    message: message.to_owned(),
                    hint: Some(format!(
                        "write a half-width colon and a space: {key}: {}",
                        value.trim().chars().take(40).collect::<String>()
                    )),
                });
                mended.extend([&line[..start], key, ": ", value.trim_start_matches(' ')]);
            }
            None => mended.push_str(line),
        }
    }
    (mended, faults)
}

/// `-东城区`, a dash without its space, where items stand: below a line that ends in a colon, or a dash.
fn dashes(text: &str) -> (String, Vec<PlanFault>) {
    let (mut mended, mut faults) = (String::new(), Vec::new());
    let mut in_list = false;
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let (code, indent) = (line.trim(), line.len() - line.trim_start_matches(' ').len());
        let glued =
            code.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '{'));
        match glued.filter(|_| in_list) {
            Some(rest) => {
                faults.push(PlanFault {
                    at: Some(Position { line: i + 1, column: indent + 1 }),
                    key: String::new(),
                    message: "no space after the dash".to_owned(),
                    hint: Some(format!(
                        "write a space between: - {}",
                        rest.chars().take(40).collect::<String>()
                    )),
                });
                mended.extend([&line[..=indent], " ", &line[indent + 1..]]);
            }
            None => mended.push_str(line),
        }
        if !code.is_empty() && !code.starts_with('#') {
            in_list = code.ends_with(':') || code.starts_with('-');
        }
    }
    (mended, faults)
}

/// The first line up to `last` where a quotation mark opens and does not close.
fn open_quote(text: &str, last: usize) -> Option<usize> {
    let odd = |line: &str| !line.trim_start().starts_with('#') && line.matches('"').count() % 2 == 1;
    text.lines().take(last).position(odd).map(|i| i + 1)
}

fn is_key(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'_'
}

/// The text with the value at the error put in quotes, if that moves the parser past it.
fn mended(text: &str, error: &RawError) -> Option<String> {
    let at = error.at?;
    let (start, end, quoted) = quoted_value(text, at.line)?;
    let better = format!("{}{quoted}{}", &text[..start], &text[end..]);
    match Raw::read(&better) {
        Ok(_) => Some(better),
        Err(next) => next.at.is_some_and(|next| next.line > at.line).then_some(better),
    }
}

/// The bytes of the unquoted value of a text key in this line, and what they would be in quotes.
fn quoted_value(text: &str, line: usize) -> Option<(usize, usize, String)> {
    let mut start = 0;
    let mut lines = text.split_inclusive('\n');
    for _ in 1..line {
        start += lines.next()?.len();
    }
    let line = lines.next()?.trim_end();
    let (key, value) = line.split_once(": ")?;
    TEXT_KEYS.contains(&key.trim_start_matches([' ', '-'])).then_some(())?;
    let from = line.len() - value.trim_start().len();
    let value = value.trim_start();
    let value = value.split_once(" #").map_or(value, |(value, _)| value.trim_end());
    if value.is_empty() || value.starts_with(['"', '\'', '|', '>']) {
        return None;
    }
    Some((start + from, start + from + value.len(), format!("'{}'", value.replace('\'', "''"))))
}

/// The parser's error as a fault, with a hint from what stands at its place.
fn told(text: &str, error: RawError, quotes_help: bool) -> PlanFault {
    let line = |n: usize| text.lines().nth(n.wrapping_sub(1)).unwrap_or("");
    let here = error.at.map_or("", |at| line(at.line));
    let before = error.at.map_or("", |at| line(at.line.saturating_sub(1)));
    let indent =
        |line: &str| line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t' || c == '\u{3000}');
    let mut key = "";
    let hint = if quotes_help {
        let value = error.at.and_then(|at| quoted_value(text, at.line)).map(|(from, to, _)| &text[from..to]);
        key = here.split(':').next().unwrap_or("").trim_start_matches([' ', '-']);
        format!("put the value in quotes: \"{}\"", value.unwrap_or("…").replace('"', "\\\""))
    } else if error.message.contains("second document") {
        "a file is one document: take the line --- away, or make two files".to_owned()
    } else if error.message.contains("repetition limit") || error.message.contains("aliases written out") {
        "write values out where they stand, without aliases (*name)".to_owned()
    } else if error.message.contains("recursion limit") {
        "take brackets away: nothing here stands so deep".to_owned()
    } else if indent(here) || indent(before) {
        "indent with half-width spaces, not with tabs or full-width spaces".to_owned()
    } else if let Some(line) = error.at.and_then(|at| open_quote(text, at.line)) {
        format!("a quotation mark is not closed in line {line}")
    } else if error.message.contains("quoted scalar") {
        "a quotation mark is not closed".to_owned()
    } else if error.message.contains("flow") {
        "a bracket is not closed, or a comma is missing or full-width".to_owned()
    } else if here.contains('：') || before.contains('：') {
        "write a half-width colon and a space after a key".to_owned()
    } else if error.message.contains("anchor") || error.message.contains("alias") {
        "a value that starts with * or & is put in quotes".to_owned()
    } else if error.message.contains("cannot start any token") {
        "a value that starts with @, %, ` or a tab is put in quotes".to_owned()
    } else if error.message.contains("control characters") {
        "take the invisible character out".to_owned()
    } else {
        "keys of one level start in one column, with `key: value`, and items with `- `".to_owned()
    };
    PlanFault {
        at: error.at.or(Some(Position::START)),
        key: key.to_owned(),
        message: format!("not YAML: {}", error.message),
        hint: Some(hint),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `line:column message | hint` of every slip, and whether the rest could be read.
    fn slips(text: &str) -> (bool, Vec<String>) {
        let (raw, faults) = read(text);
        let told = faults
            .iter()
            .map(|f| {
                let at = f.at.unwrap();
                format!("{}:{} {} | {}", at.line, at.column, f.message, f.hint.as_deref().unwrap())
            })
            .collect();
        (raw.is_some(), told)
    }

    #[test]
    fn a_full_width_colon_does_not_hide_the_rest() {
        let (read, told) = slips("title：通报\nissuer:办公室\nseries: a\n");
        assert!(read);
        assert_eq!(
            told,
            [
                "1:6 full-width colon after the key | write a half-width colon and a space: title: 通报",
                "2:7 no space after the colon | write a half-width colon and a space: issuer: 办公室"
            ]
        );
    }

    #[test]
    fn a_dash_without_its_space_does_not_hide_the_rest() {
        let (read, told) = slips("districts:\n  # 名单\n  -东城区\n  - 西城区\n  -{name: 南区}\nnamed: -1\n");
        assert!(read);
        assert_eq!(
            told,
            [
                "3:3 no space after the dash | write a space between: - 东城区",
                "5:3 no space after the dash | write a space between: - {name: 南区}"
            ]
        );
    }

    #[test]
    fn an_unquoted_schedule_does_not_hide_the_rest() {
        for (value, problem) in [("*/5 * * * *", "alphabetic"), ("@daily", "cannot start any token")] {
            let (read, told) =
                slips(&format!("title: a\r\nschedule: {value}  # 每天\r\ninbox: {{day}}/x\r\n"));
            assert!(read, "{value}");
            assert!(
                told[0].starts_with("2:1") && told[0].contains(" not YAML: ") && told[0].contains(problem),
                "{}",
                told[0]
            );
            assert!(told[0].ends_with(&format!("put the value in quotes: \"{value}\"")), "{}", told[0]);
            assert!(told[1].starts_with("3:"), "{}", told[1]);
        }
    }

    #[test]
    fn a_colon_within_a_title_asks_for_quotes() {
        let (read, told) = slips("title: 通报: 第一\nissuer: x\n");
        assert!(read);
        assert!(told[0].ends_with("put the value in quotes: \"通报: 第一\""), "{}", told[0]);
    }

    #[test]
    fn what_cannot_be_put_right_ends_the_reading_with_a_hint() {
        for (text, hint) in [
            ("period:\n\tfrom: 1\n", "not with tabs"),
            ("title: \"a\nissuer: b\n", "not closed in line 1"),
            ("title: 'a\nissuer: b\n", "quotation mark is not closed"),
            ("title: \"a\nissuer: \"b\"\n", "not closed in line 1"),
            ("measures: [a\nissuer: b\n", "bracket is not closed"),
            ("title: a\n---\ntitle: b\n", "make two files"),
            ("title: a\n issuer: b\n  x\n", "start in one column"),
            ("title: a\u{7}\n", "invisible"),
        ] {
            let (read, told) = slips(text);
            assert!(!read && told.len() == 1, "{text}: {told:?}");
            assert!(told[0].contains(hint), "{text}: {told:?}");
        }
    }

    #[test]
    fn sound_text_is_left_as_it_is() {
        for text in
            ["title: a：b\n", "title: http://x\n", "# title：x\n", "x：y\n", "wording: {scope: 全市}\n"]
        {
            let (mended, faults) = colons(text);
            assert_eq!((mended.as_str(), faults.len()), (text, 0));
        }
    }
}
