//! What reading one workbook may take, of memory and time, before it is given up.

use super::check::or;
use super::describe::describe;
use super::keys::{Checked, Item, Reader};
use super::raw::Content;

/// The limits of a process that reads workbooks, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// address space in MiB, 64 to 65,536; 512 by default: the largest ledger met, of a million rows and
    /// twelve columns, takes 300
    pub memory: u32,
    /// seconds of processor time for one file, 1 to 3,600; 20 by default: that ledger takes 10
    pub seconds: u32,
    /// how many processes read side by side, 1 to 64; by default one a core and 3 at most, so that all of
    /// them at their limit and the program itself stay below 2 GiB
    pub workers: Option<u32>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { memory: 512, seconds: 20, workers: None }
    }
}

/// `{memory: 512 MiB, seconds: 20, workers: 2}`, each of which may be left out.
pub(super) fn limits<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<Limits> {
    let others = [("cpu", "seconds"), ("time", "seconds"), ("内存", "memory"), ("threads", "workers")];
    let table = &reader.table(item, &["memory", "seconds", "workers"], &others)?;
    let usual = Limits::default();
    let memory = or(table, "memory", usual.memory, |item| memory(reader, item));
    let seconds = or(table, "seconds", usual.seconds, |item| reader.whole(item, 1..=3600));
    let workers = or(table, "workers", None, |item| reader.whole(item, 1..=64).map(Some));
    Ok(Limits { memory: memory?, seconds: seconds?, workers: workers? })
}

/// `512 MiB` or `2 GiB`: a number alone would leave the unit to be guessed.
fn memory<'r>(reader: &mut Reader<'r>, item: &Item<'r>) -> Checked<u32> {
    let mebibytes = |text: &str| {
        let text = text.trim();
        let (number, factor) = match text.strip_suffix("GiB") {
            Some(number) => (number, 1024),
            None => (text.strip_suffix("MiB")?, 1),
        };
        number.trim().parse::<u32>().ok()?.checked_mul(factor).filter(|mib| (64..=65_536).contains(mib))
    };
    if let Content::Text(text) = &item.node.content
        && let Some(mib) = mebibytes(text)
    {
        return Ok(mib);
    }
    let message = format!("expected 64 MiB to 64 GiB, found {}", describe(item.node));
    Err(reader.tell(item, message, "write a whole number and its unit, as 512 MiB or 2 GiB".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::plan::{Plan, PlanFaults, parse};

    fn read(limits: &str) -> Result<Plan, PlanFaults> {
        let text = format!(
            "title: 通报\nissuer: 办公室\ninbox: in\noutbox: out\narchive: kept\n\
             measures: [{{name: 户数, unit: 户}}]\ndistricts: [东城区]\n{limits}\n"
        );
        parse(&text, Path::new("x.yaml"))
    }

    #[test]
    fn memory_has_a_unit_and_what_is_left_out_is_as_usual() {
        let limits = |text| read(text).unwrap().limits;
        assert_eq!(limits(""), Limits { memory: 512, seconds: 20, workers: None });
        assert_eq!(
            limits("limits: {memory: 2 GiB, workers: 4}"),
            Limits { memory: 2048, seconds: 20, workers: Some(4) }
        );
        let said = |text| read(text).unwrap_err().to_string();
        assert!(said("limits: {memory: 512}").contains(
            "x.yaml:8:18: limits.memory: expected 64 MiB to 64 GiB, found 512\n  hint: write a whole number and its unit"
        ), "{}", said("limits: {memory: 512}"));
        assert!(said("limits: {memory: 1 MiB}").contains("found text `1 MiB`"));
        assert!(said("limits: {cpu: 3}").contains("did you mean `seconds`?"));
    }
}
