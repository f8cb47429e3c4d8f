//! A line of the record vouches for itself, too: its last field `own` is the SHA-256 of the line as it would
//! be without it. The chain cannot vouch for its last line; this names it where a disk or an editor altered
//! it. (Whoever alters it on purpose can reckon it anew: then the head in each night's log tells.)

use crate::model::sha256;

const FIELD: &[u8] = b",\"own\":\"";
/// The field, 64 hexadecimal digits, and the end of the object.
const LENGTH: usize = FIELD.len() + 64 + 2;

/// A JSON object with its own hash at its end.
pub(super) fn vouched(mut object: Vec<u8>) -> Vec<u8> {
    let own = sha256(&object);
    debug_assert_eq!(object.last(), Some(&b'}'), "a record is an object");
    object.pop();
    object.extend_from_slice(FIELD);
    object.extend_from_slice(own.as_bytes());
    object.extend_from_slice(b"\"}");
    object
}

/// What is wrong with a line that vouches for itself; none where nothing is, or where it was written before
/// lines did.
pub(super) fn altered(line: &[u8]) -> Option<String> {
    let (text, field) = line.split_at(line.len().saturating_sub(LENGTH));
    let Some(own) = field.strip_prefix(FIELD).and_then(|rest| rest.strip_suffix(b"\"}")) else {
        let has_one = line.windows(FIELD.len() - 1).any(|part| part == &FIELD[1..]);
        return has_one.then(|| "it was altered: its `own` does not stand at its end".to_owned());
    };
    let found = sha256(&[text, b"}"].concat());
    (found.as_bytes() != own).then(|| {
        let own = String::from_utf8_lossy(own);
        format!("it was altered: SHA-256 by itself {own:.12}…, found {found:.12}…")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_vouches_for_each_of_its_bytes() {
        let line = vouched(br#"{"seq":1,"label":"x"}"#.to_vec());
        assert_eq!(altered(&line), None);
        assert!(serde_json::from_slice::<serde_json::Value>(&line).is_ok());
        for at in 0..line.len() {
            for bit in 0..8 {
                let mut flipped = line.clone();
                flipped[at] ^= 1 << bit;
                let still_read = serde_json::from_slice::<serde_json::Value>(&flipped).is_ok();
                // a flip in the field's own name leaves a line without one
                let in_its_name = line.len() - LENGTH + 2 <= at && at < line.len() - 68;
                assert!(altered(&flipped).is_some() || !still_read || in_its_name, "byte {at}, bit {bit}");
            }
        }
        let spaced = [line.as_slice(), b" "].concat();
        assert!(altered(&spaced).unwrap().contains("does not stand at its end"));
    }

    #[test]
    fn a_line_from_before_is_left_to_the_chain() {
        assert_eq!(altered(br#"{"seq":1}"#), None);
        assert_eq!(altered(b""), None);
    }
}
