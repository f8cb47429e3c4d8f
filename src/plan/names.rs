//! Districts and measures: who reports and what is counted, no name standing for two.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::model::{District, Measure};

use super::check::{decimals, or};
use super::keys::{Checked, Item, Reader, Table};

/// The measures, at least one.
pub(super) fn measures<'r>(reader: &mut Reader<'r>, table: &Table<'r>) -> Checked<Vec<Measure>> {
    let item = table.require(reader, "measures", "[{name: 户数, unit: 户}]")?;
    let items = reader.list(item, "measures, as {name: 户数, unit: 户}")?;
    let mut names = Names::parted_by("，");
    let measures: Vec<_> = items.iter().map(|item| measure(reader, item, &mut names)).collect();
    measures.into_iter().collect()
}

fn measure<'r>(reader: &mut Reader<'r>, item: &Item<'r>, names: &mut Names) -> Checked<Measure> {
    let known = ["name", "unit", "decimals", "aliases", "may_exceed", "verb"];
    let table = &reader.table(
        item,
        &known,
        &[("alias", "aliases"), ("digits", "decimals"), ("places", "decimals")],
    )?;
    let name = table.require(reader, "name", "户数").cloned().and_then(|item| name(reader, &item, names));
    let unit = table.require(reader, "unit", "户").cloned().and_then(|item| reader.line(&item));
    let decimals = or(table, "decimals", 0, |item| decimals(reader, item));
    let aliases = aliases(reader, table, &name, names);
    let may_exceed = or(table, "may_exceed", false, |item| reader.flag(item));
    let verb = or(table, "verb", None, |item| reader.line(item).map(Some));
    Ok(Measure {
        name: name?,
        unit: unit?,
        decimals: decimals?,
        aliases: aliases?,
        may_exceed: may_exceed?,
        verb: verb?,
    })
}

/// The districts, at least one, in administrative order.
pub(super) fn districts<'r>(reader: &mut Reader<'r>, table: &Table<'r>) -> Checked<Vec<District>> {
    let item = table.require(reader, "districts", "[东城区, 西城区]")?;
    let items = reader.list(item, "districts, as 东城区 or {name: 东城区, aliases: [东城]}")?;
    let mut names = Names::parted_by("，、；：,;:");
    let districts: Vec<_> = items.iter().map(|item| district(reader, item, &mut names)).collect();
    districts.into_iter().collect()
}

fn district<'r>(reader: &mut Reader<'r>, item: &Item<'r>, names: &mut Names) -> Checked<District> {
    if !item.is_mapping() {
        return Ok(District { name: name(reader, item, names)?, aliases: Vec::new(), group: None });
    }
    if let Some(key) = item.lone_key() {
        let hint = "take the colon away, or write {name: 东城区, aliases: [东城]}".to_owned();
        return Err(reader.tell(&key, "expected a district, found a key without a value", hint));
    }
    let table =
        &reader.table(item, &["name", "aliases", "group"], &[("alias", "aliases"), ("别名", "aliases")])?;
    let name = table.require(reader, "name", "东城区").cloned().and_then(|item| name(reader, &item, names));
    let aliases = aliases(reader, table, &name, names);
    let group = or(table, "group", None, |item| reader.line(item).map(Some));
    Ok(District { name: name?, aliases: aliases?, group: group? })
}

/// Other names; one that repeats its owner's own is left out.
fn aliases<'r>(
    reader: &mut Reader<'r>,
    table: &Table<'r>,
    owner: &Checked<String>,
    names: &mut Names,
) -> Checked<Vec<String>> {
    let Some(item) = table.get("aliases") else { return Ok(Vec::new()) };
    if item.is_empty_list() {
        return Ok(Vec::new());
    }
    let mut own: Vec<String> = owner.iter().map(|name| folded(name)).collect();
    let mut aliases = Ok(Vec::new());
    for item in reader.list(item, "other names")? {
        let alias = reader.line(&item);
        if let Ok(alias) = &alias {
            if own.contains(&folded(alias)) {
                continue;
            }
            own.push(folded(alias));
        }
        match (alias.and_then(|_| name(reader, &item, names)), &mut aliases) {
            (Ok(alias), Ok(list)) => list.push(alias),
            (Err(told), _) => aliases = Err(told),
            _ => {}
        }
    }
    aliases
}

/// A name or alias that no other has.
fn name<'r>(reader: &mut Reader<'r>, item: &Item<'r>, names: &mut Names) -> Checked<String> {
    let name = reader.line(item)?;
    if let Some(mark) = name.chars().find(|c| names.partings.contains(*c)) {
        let message = format!("`{name}` holds {mark}, which parts names");
        let hint = "names are parted by a half-width comma and a space: [示范区, 城乡一体化示范区]";
        return Err(reader.tell(item, message, hint.to_owned()));
    }
    match names.seen.get(&folded(&name)) {
        Some(first) => {
            let hint = "each name and alias stands for one alone".to_owned();
            Err(reader.tell_again(item, *first, format!("`{name}` stands twice"), Some(hint)))
        }
        None => {
            names.seen.insert(folded(&name), item.node.id);
            Ok(name)
        }
    }
}

/// Names seen so far, each with the value that said it.
struct Names {
    /// marks that no name holds, since they stand between names; heads of workbooks hold more of them
    partings: &'static str,
    seen: BTreeMap<String, usize>,
}

impl Names {
    fn parted_by(partings: &'static str) -> Names {
        Names { partings, seen: BTreeMap::new() }
    }
}

/// As workbooks are matched: without regard to width, case and blanks.
pub(super) fn folded(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}
