//! The file as YAML says it: a tree of values, each of which can be found again in the text.
//!
//! serde stops at its first error, and `serde_yaml::Value` forgets where things stood. So the tree is built
//! by a visitor of our own, which numbers the values as it meets them; and to find a value's place, the
//! text is walked again up to that number and the walk is broken off there, since an error is the one thing
//! that serde_yaml gives a line and a column to. A place costs a parse of some microseconds, and is asked
//! for only where there is a fault. The positions are libyaml's own, and so hold for flow and block style,
//! quoted keys, anchors and comments alike.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess};
use serde::de::{SeqAccess, VariantAccess, Visitor};

use super::faults::Position;

/// More values than any plan has: a bound for what aliases can multiply.
const MOST_VALUES: usize = 100_000;

/// A YAML text and its values.
#[derive(Debug)]
pub(super) struct Raw {
    text: String,
    /// the document
    pub root: Node,
}

/// One value, or one key.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// its number in the order of the text, aliases written out
    pub id: usize,
    /// what it is
    pub content: Content,
}

/// What YAML 1.2's core schema makes of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// nothing, `~` or `null`
    Null,
    /// `true` or `false`; `yes` and `off` are text
    Flag(bool),
    /// a whole number; `010` is text
    Integer(i128),
    /// a number with point or exponent
    Decimal(f64),
    /// all else that is one value
    Text(String),
    /// in order
    List(Vec<Node>),
    /// in order, with keys that stand twice
    Map(Vec<(Node, Node)>),
    /// a value with a tag of its own, `!name`
    Tagged(String),
}

/// Why a text is no YAML.
#[derive(Debug)]
pub(super) struct RawError {
    /// where, where the parser says so
    pub at: Option<Position>,
    /// the parser's words, without the place
    pub message: String,
}

impl Raw {
    /// Reads one document; a text without any is `Null`.
    pub fn read(text: &str) -> Result<Raw, RawError> {
        let mut documents = serde_yaml::Deserializer::from_str(text);
        let counter = Cell::new(0);
        let walk = |stop| Walk { counter: &counter, stop };
        let Some(document) = documents.next() else {
            return Ok(Raw { text: text.to_owned(), root: Node { id: 0, content: Content::Null } });
        };
        let root = walk(Stop::Never).deserialize(document).map_err(|e| refusal(&e))?;
        if let Some(second) = documents.next() {
            counter.set(0);
            let broken_off = walk(Stop::Before(0)).deserialize(second);
            return Err(RawError {
                at: broken_off.err().and_then(|e| position(&e)),
                message: "a second document starts here".to_owned(),
            });
        }
        Ok(Raw { text: text.to_owned(), root })
    }

    /// Where the value numbered `id` starts.
    pub fn locate(&self, id: usize) -> Option<Position> {
        let counter = Cell::new(0);
        let document = serde_yaml::Deserializer::from_str(&self.text).next()?;
        let broken_off = Walk { counter: &counter, stop: Stop::Before(id) }.deserialize(document);
        broken_off.err().and_then(|e| position(&e))
    }

    /// The scalar numbered `id` as it is written: `1.10`, `0x10`.
    pub fn as_written(&self, id: usize) -> Option<String> {
        let (counter, text) = (Cell::new(0), RefCell::new(None));
        let document = serde_yaml::Deserializer::from_str(&self.text).next()?;
        // the walk ends at the value, whose text was put aside
        let _ = Walk { counter: &counter, stop: Stop::Text(id, &text) }.deserialize(document);
        text.into_inner()
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn position(error: &serde_yaml::Error) -> Option<Position> {
    error.location().map(|l| Position { line: l.line(), column: l.column() })
}

fn refusal(error: &serde_yaml::Error) -> RawError {
    let at = position(error);
    let mut message = error.to_string();
    if let Some(Position { line, column }) = at {
        message = message.replacen(&format!(" at line {line} column {column}"), "", 1);
    }
    RawError { at, message }
}

/// Where a walk is broken off.
#[derive(Clone, Copy)]
enum Stop<'w> {
    Never,
    Before(usize),
    Text(usize, &'w RefCell<Option<String>>),
}

/// One walk over the values, in the order of the text.
#[derive(Clone, Copy)]
struct Walk<'w> {
    counter: &'w Cell<usize>,
    stop: Stop<'w>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let id = self.counter.get();
        if id >= MOST_VALUES {
            return Err(D::Error::custom(format!("more than {MOST_VALUES} values, aliases written out")));
        }
        self.counter.set(id + 1);
        match self.stop {
            Stop::Text(at, text) if at == id => deserializer.deserialize_str(Aside { text }),
            _ => deserializer.deserialize_any(Values { walk: self, id }),
        }
    }
}

/// Puts a scalar's text aside, and ends the walk.
struct Aside<'w> {
    text: &'w RefCell<Option<String>>,
}

impl Visitor<'_> for Aside<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        *self.text.borrow_mut() = Some(text.to_owned());
        Err(E::custom("found"))
    }
}

/// Makes a node of whatever value comes.
struct Values<'w> {
    walk: Walk<'w>,
    id: usize,
}

impl Values<'_> {
    fn node<E: Error>(&self, content: Content) -> Result<Node, E> {
        self.stop_here()?;
        Ok(Node { id: self.id, content })
    }

    fn stop_here<E: Error>(&self) -> Result<(), E> {
        match self.walk.stop {
            Stop::Before(id) if id == self.id => Err(E::custom("found")),
            _ => Ok(()),
        }
    }
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.node(Content::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.node(Content::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Node, E> {
        self.node(Content::Flag(flag))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Node, E> {
        self.node(Content::Integer(n.into()))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Node, E> {
        self.node(Content::Integer(n.into()))
    }

    fn visit_i128<E: Error>(self, n: i128) -> Result<Node, E> {
        self.node(Content::Integer(n))
    }

    fn visit_u128<E: Error>(self, n: u128) -> Result<Node, E> {
        self.node(Content::Integer(i128::try_from(n).unwrap_or(i128::MAX)))
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<Node, E> {
        self.node(Content::Decimal(n))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.node(Content::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        self.stop_here()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.walk)? {
            list.push(item);
        }
        self.node(Content::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        self.stop_here()?;
        let mut map = Vec::new();
        while let Some(key) = items.next_key_seed(self.walk)? {
            map.push((key, items.next_value_seed(self.walk)?));
        }
        self.node(Content::Map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Node, A::Error> {
        self.stop_here()?;
        let (tag, value) = data.variant::<String>()?;
        value.newtype_variant::<IgnoredAny>()?;
        self.node(Content::Tagged(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every value's number, place and content, keys in `<>`.
    fn places(text: &str) -> Vec<String> {
        fn list(raw: &Raw, node: &Node, out: &mut Vec<String>) {
            let at = raw.locate(node.id).unwrap();
            let place = format!("{}:{}", at.line, at.column);
            match &node.content {
                Content::List(items) => {
                    out.push(format!("{place} list"));
                    items.iter().for_each(|item| list(raw, item, out));
                }
                Content::Map(entries) => {
                    out.push(format!("{place} map"));
                    for (key, value) in entries {
                        list(raw, key, out);
                        list(raw, value, out);
                    }
                }
                Content::Text(text) => out.push(format!("{place} {text}")),
                other => out.push(format!("{place} {other:?}")),
            }
        }
        let raw = Raw::read(text).unwrap_or_else(|e| panic!("{text}: {}", e.message));
        let mut out = Vec::new();
        list(&raw, &raw.root, &mut out);
        out
    }

    #[test]
    fn every_value_is_found_again_in_block_and_flow_style() {
        assert_eq!(
            places("# 注释\ntitle: 通报\n\"period\" : { from: 1,\n  to: [a, ~] }\n"),
            [
                "2:1 map",
                "2:1 title",
                "2:8 通报",
                "3:1 period",
                "3:12 map",
                "3:14 from",
                "3:20 Integer(1)",
                "4:3 to",
                "4:7 list",
                "4:8 a",
                "4:11 Null"
            ]
        );
    }

    #[test]
    fn columns_are_counted_in_characters_and_lines_end_in_either_way() {
        assert_eq!(
            places("- {name: 魏都区, x: 1}\r\n- >\r\n  长\r\n  文\r\n- 'it''s'\r\n"),
            [
                "1:1 list",
                "1:3 map",
                "1:4 name",
                "1:10 魏都区",
                "1:15 x",
                "1:18 Integer(1)",
                "2:3 长 文\n",
                "5:3 it's"
            ]
        );
    }

    #[test]
    fn an_alias_stands_where_its_anchor_does() {
        assert_eq!(
            places("a: &x [1, 2]\nb: *x\nc: !tag 3\n")[5..],
            ["2:1 b", "1:4 list", "1:8 Integer(1)", "1:11 Integer(2)", "3:1 c", "3:4 Tagged(\"tag\")"]
        );
    }

    #[test]
    fn a_scalar_can_be_had_as_it_is_written() {
        let raw = Raw::read("a: 1.10\nb: [0x10, 007]\n").unwrap();
        let written: Vec<_> = (0..7).map(|id| raw.as_written(id)).collect();
        assert_eq!(written[2].as_deref(), Some("1.10"));
        assert_eq!(written[5].as_deref(), Some("0x10"));
        assert_eq!(written[6].as_deref(), Some("007"));
        assert_eq!(written[0], None);
    }

    #[test]
    fn a_text_that_is_no_yaml_is_refused_with_its_place() {
        for (text, line, part) in [
            ("a: [1\nb: 2\n", 2, "did not find expected"),
            ("a: 1\n\tb: 2\n", 2, "tab character"),
            ("a: *x\n", 1, "unknown anchor"),
            ("a: 1\n---\nb: 2\n", 3, "second document"),
        ] {
            let error = Raw::read(text).unwrap_err();
            assert!(error.message.contains(part), "{text}: {}", error.message);
            assert!(!error.message.contains(&format!(" at line {line} ")), "{text}: {}", error.message);
            assert_eq!(error.at.unwrap().line, line, "{text}");
        }
    }

    #[test]
    fn bombs_and_towers_end_early() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..9 {
            let items = vec![format!("*a{}", n - 1); 10].join(", ");
            bomb += &format!("a{n}: &a{n} [{items}]\n");
        }
        assert!(Raw::read(&bomb).is_err());
        assert!(Raw::read(&"[".repeat(100_000)).is_err());
        assert!(Raw::read("a: &a [*a]\n").is_err());
    }

    #[test]
    fn no_text_at_all_is_nothing() {
        for text in ["", "\n", "# 只有注释\n", "---\n"] {
            assert_eq!(Raw::read(text).unwrap().root.content, Content::Null, "{text:?}");
        }
    }
}
