//! Reading keys: each value is asked for by its key and its kind, and what is wrong is told and passed over.
//!
//! A check that fails yields [`Told`], which only telling a fault can make: so no value can go missing
//! without a fault that says why, and the plan is built from values that are all there.

use std::collections::{BTreeMap, BTreeSet};

use super::describe::{describe, listed, listed_or};
use super::faults::{PlanFault, PlanFaults, Position};
use super::nearest::did_you_mean;
use super::raw::{Content, Node, Raw};

/// A fault has been told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told(());

/// A value, or a fault told.
pub(super) type Checked<T> = Result<T, Told>;

/// How many bytes are parsed for the places of faults, and for how many faults at least: a plan of some
/// kilobytes gets a place for every fault, a megabyte of nonsense for the first of them.
const EFFORT: usize = 8 << 20;
const AT_LEAST: usize = 20;

/// So many keys are listed only where nothing better can be said.
const MANY: usize = 8;

/// A value under its key.
#[derive(Clone, Debug)]
pub(super) struct Item<'r> {
    /// the key's path: `districts[2].name`
    pub path: String,
    /// the value
    pub node: &'r Node,
}

/// A mapping whose keys are known.
#[derive(Debug)]
pub(super) struct Table<'r> {
    path: String,
    node: &'r Node,
    entries: Vec<(String, Item<'r>)>,
    /// keys that stand there in a form that could not be read
    broken: BTreeSet<String>,
}

/// Tells faults about one document.
pub(super) struct Reader<'r> {
    pub(super) raw: &'r Raw,
    told: Vec<Found>,
    beside: Vec<PlanFaults>,
}

/// A fault before its place is looked up.
struct Found {
    node: Option<usize>,
    /// characters to the right of the value's first
    within: Option<(String, usize)>,
    /// another place, named in the message
    first: Option<usize>,
    fault: PlanFault,
}

impl<'r> Reader<'r> {
    /// A reader of `raw`, with nothing told yet.
    pub fn new(raw: &'r Raw) -> Reader<'r> {
        Reader { raw, told: Vec::new(), beside: Vec::new() }
    }

    /// The whole document.
    pub fn root(&self) -> Item<'r> {
        Item { path: String::new(), node: &self.raw.root }
    }

    /// Tells that `item` is wrong.
    pub fn tell(&mut self, item: &Item, message: impl Into<String>, hint: impl Into<Option<String>>) -> Told {
        self.push(Some(item.node.id), &item.path, message.into(), hint.into())
    }

    /// Tells that something is wrong with a text within `item`, `column` characters from its start.
    pub fn tell_within(
        &mut self,
        item: &Item,
        (text, column): (&str, usize),
        message: String,
        hint: Option<String>,
    ) -> Told {
        let told = self.tell(item, message, hint);
        if let Some(last) = self.told.last_mut() {
            last.within = Some((text.to_owned(), column));
        }
        told
    }

    /// Tells that `item` says again what `first` said.
    pub fn tell_again(&mut self, item: &Item, first: usize, message: String, hint: Option<String>) -> Told {
        let told = self.tell(item, message, hint);
        if let Some(last) = self.told.last_mut() {
            last.first = Some(first);
        }
        told
    }

    /// Tells that `item` names a file that is wrong, with that file's own faults.
    pub fn tell_beside(&mut self, item: &Item, name: &str, faults: PlanFaults) -> Told {
        let many = faults.faults.len();
        let s = if many == 1 { "" } else { "s" };
        self.beside.push(faults);
        self.tell(item, format!("{name} cannot be used: {many} fault{s}, told below"), None)
    }

    /// Tells what is wrong with the file as a whole.
    pub fn tell_whole(&mut self, key: &str, message: String, hint: Option<String>) -> Told {
        self.push(None, key, message, hint)
    }

    fn push(&mut self, node: Option<usize>, key: &str, message: String, hint: Option<String>) -> Told {
        let fault = PlanFault { at: None, key: key.to_owned(), message, hint };
        self.told.push(Found { node, within: None, first: None, fault });
        Told(())
    }

    /// The faults told, each with its place, and those of files that the document names.
    pub fn finish(self) -> (Vec<PlanFault>, Vec<PlanFaults>) {
        let room = (EFFORT / self.raw.text().len().max(1)).max(AT_LEAST);
        let beyond = self.told.len().saturating_sub(room);
        let mut faults = Vec::new();
        for found in self.told.into_iter().take(room) {
            let mut fault = found.fault;
            fault.at = found.node.and_then(|id| self.raw.locate(id));
            if let (Some(at), Some((text, column))) = (&mut fault.at, found.within) {
                at.column += offset_within(self.raw.text(), *at, &text, column);
            }
            if let Some(first) = found.first.and_then(|id| self.raw.locate(id)) {
                fault.message += &format!(" (first at line {}, column {})", first.line, first.column);
            }
            faults.push(fault);
        }
        if beyond > 0 {
            let message = format!("{beyond} more faults are not shown");
            let hint = Some("mend these first".to_owned());
            faults.push(PlanFault { at: None, key: String::new(), message, hint });
        }
        (faults, self.beside)
    }

    /// `item` as a mapping of `known` keys; other keys, and keys that stand twice, are told.
    /// `others` are words that people write for them.
    pub fn table(&mut self, item: &Item<'r>, known: &[&str], others: &[(&str, &str)]) -> Checked<Table<'r>> {
        let Content::Map(map) = &item.node.content else {
            let (keys, hint) = if known.len() > MANY {
                let begun = "`tongbao init DIR` writes a plan to start from";
                ("a mapping of keys, as title: 通报".to_owned(), begun.to_owned())
            } else {
                let written: Vec<String> = known.iter().map(|key| format!("{key}: …")).collect();
                (format!("a mapping with {}", listed(known)), format!("write {{{}}}", written.join(", ")))
            };
            let message = format!("expected {keys}, found {}", describe(item.node));
            return Err(self.tell(item, message, hint));
        };
        let mut table =
            Table { path: item.path.clone(), node: item.node, entries: vec![], broken: BTreeSet::new() };
        for (key, value) in map {
            let Some(name) = self.key_text(key) else {
                let here = Item { path: item.path.clone(), node: key };
                self.tell(&here, format!("expected a key, found {}", describe(key)), None);
                continue;
            };
            let path = join(&item.path, &name);
            let here = Item { path: path.clone(), node: key };
            if let Some((_, first)) = table.entries.iter().find(|(other, _)| *other == name) {
                let first =
                    map.iter().find(|(_, v)| v.id == first.node.id).map_or(first.node.id, |(k, _)| k.id);
                self.tell_again(&here, first, "key stands twice".into(), Some("keep one of them".into()));
            } else if known.contains(&name.as_str()) {
                table.entries.push((name, Item { path, node: value }));
            } else if let Some((stem, rest)) = glued(&name, known) {
                table.broken.insert(stem.to_owned());
                let message = format!("key and value run together: `{name}`");
                self.tell(&here, message, format!("write a half-width colon and a space: {stem}: {rest}"));
            } else if name == "<<" {
                self.tell(&here, "merge keys are not read", "write the keys out".to_owned());
            } else {
                let hint = match others.iter().find(|(other, _)| *other == name.to_lowercase()) {
                    Some((_, key)) => Some(format!("did you mean `{key}`?")),
                    None => did_you_mean(&name, known),
                };
                let message = match hint {
                    Some(_) if known.len() > MANY => "unknown key".to_owned(),
                    _ => format!("unknown key; expected {}", listed_or(known)),
                };
                self.tell(&here, message, hint);
            }
        }
        Ok(table)
    }

    /// `item` as a mapping of any keys.
    pub fn entries(&mut self, item: &Item<'r>, of: &str) -> Checked<Vec<(Item<'r>, String, Item<'r>)>> {
        let Content::Map(map) = &item.node.content else {
            return Err(self.tell(
                item,
                format!("expected a mapping of {of}, found {}", describe(item.node)),
                None,
            ));
        };
        let (mut entries, mut seen) = (Vec::new(), BTreeMap::new());
        for (key, value) in map {
            let name = self.key_text(key).unwrap_or_else(|| describe(key));
            let path = join(&item.path, &name);
            let here = Item { path: path.clone(), node: key };
            match seen.get(&name) {
                Some(first) => {
                    self.tell_again(
                        &here,
                        *first,
                        "key stands twice".into(),
                        Some("keep one of them".into()),
                    );
                }
                None => {
                    seen.insert(name.clone(), key.id);
                    entries.push((here, name, Item { path, node: value }));
                }
            }
        }
        Ok(entries)
    }

    fn key_text(&self, key: &Node) -> Option<String> {
        match &key.content {
            Content::Text(text) => Some(text.clone()),
            Content::Integer(_) | Content::Decimal(_) | Content::Flag(_) => self.raw.as_written(key.id),
            _ => None,
        }
    }

    /// `item` as a list of one or more, of what `of` says.
    pub fn list(&mut self, item: &Item<'r>, of: &str) -> Checked<Vec<Item<'r>>> {
        match &item.node.content {
            Content::List(nodes) if nodes.is_empty() => {
                Err(self.tell(item, format!("expected at least one of {of}, found an empty list"), None))
            }
            Content::List(nodes) => {
                let at = |(i, node)| Item { path: format!("{}[{i}]", item.path), node };
                Ok(nodes.iter().enumerate().map(at).collect())
            }
            other => {
                let hint = match other {
                    Content::Text(text) => Some(format!("write a list: [{}]", text.trim())),
                    Content::Map(_) => Some("begin each item with `- `".to_owned()),
                    _ => None,
                };
                Err(self.tell(item, format!("expected a list of {of}, found {}", describe(item.node)), hint))
            }
        }
    }
}

impl<'r> Item<'r> {
    /// Is it a mapping?
    pub fn is_mapping(&self) -> bool {
        matches!(self.node.content, Content::Map(_))
    }

    /// The key of a mapping of one key without a value: `东城区:`.
    pub fn lone_key(&self) -> Option<Item<'r>> {
        match &self.node.content {
            Content::Map(map) if map.len() == 1 && map[0].1.content == Content::Null => {
                Some(Item { path: self.path.clone(), node: &map[0].0 })
            }
            _ => None,
        }
    }

    /// Is it `[]`?
    pub fn is_empty_list(&self) -> bool {
        matches!(&self.node.content, Content::List(items) if items.is_empty())
    }
}

impl<'r> Table<'r> {
    /// Does no known key stand in it?
    pub fn is_bare(&self) -> bool {
        self.entries.is_empty() && self.broken.is_empty()
    }

    /// The value of `key`, where it stands.
    pub fn get(&self, key: &str) -> Option<&Item<'r>> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, item)| item)
    }

    /// The value of `key`; that it is missing is told, with an example of it.
    pub fn require(&self, reader: &mut Reader<'r>, key: &str, example: &str) -> Checked<&Item<'r>> {
        match self.get(key) {
            Some(item) => Ok(item),
            None if self.broken.contains(key) => Err(Told(())),
            None => {
                let here = Item { path: join(&self.path, key), node: self.node };
                Err(reader.tell(&here, "missing", format!("add it: {key}: {example}")))
            }
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// `name：东城区` or `name:东城区`, where the colon was not seen as one: the key and the rest.
fn glued<'n>(name: &'n str, known: &[&str]) -> Option<(&'n str, &'n str)> {
    let (stem, rest) = name.split_once(['：', ':'])?;
    known.contains(&stem.trim()).then(|| (stem.trim(), rest.trim()))
}

/// How far right of `at` the `column`th character of `text` stands: exact where the text stands in one
/// line as it is, with or without quotes; otherwise the value's start will do.
fn offset_within(document: &str, at: Position, text: &str, column: usize) -> usize {
    let line = document.lines().nth(at.line.saturating_sub(1)).unwrap_or("");
    let rest: String = line.chars().skip(at.column.saturating_sub(1)).collect();
    let quote = usize::from(rest.starts_with(['"', '\'']));
    if rest[quote..].starts_with(text) { quote + column } else { 0 }
}

impl Position {
    /// The file's first character.
    pub(super) const START: Position = Position { line: 1, column: 1 };
}
