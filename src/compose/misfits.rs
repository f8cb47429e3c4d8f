//! What did not fit, in the notes under the table: in words that a reader of the bulletin understands, told
//! once for all units of which the same is to be said. What a clerk needs to mend it, with file and cell, is
//! in `check`, in the figures as JSON and in the notices.

use std::collections::BTreeSet;

use crate::model::{Code, Fault, Lang, Severity};
use crate::reckon::Standings;

/// So many notes are printed; of the rest it is said how many there are, and `check` lists them all.
const NAMED: usize = 6;
/// In the workbooks of so many units a slip of one kind is told once, without its cells and numbers.
const SEVERAL: usize = 3;

/// Doubtful cells and files that the text need not say again: who is missing, and whose task moved.
fn doubtful(standings: &Standings) -> Vec<&Fault> {
    // and a file's time is no part of what was reported, so that a copy of the inbox gives the same pages
    // nor is the desk's own numbering, and what it counts has a note of its own
    let of_the_desk = [Code::X004, Code::X005, Code::X006, Code::X007, Code::X008];
    let told = [Code::F001, Code::F004, Code::X001, Code::X003, Code::H003];
    // and of a unit with nothing left to do the same workbook is to be expected
    let is_done = |name: &str| {
        let of = standings.districts.iter().find(|d| d.district.name == name);
        of.is_some_and(|d| d.figures.iter().all(|f| f.as_ref().is_some_and(|f| f.left.amount.is_zero())))
    };
    let expected = |f: &Fault| f.code == Code::F006 && f.district.as_deref().is_some_and(is_done);
    let counts = |f: &&Fault| {
        f.severity > Severity::Info
            && !told.contains(&f.code)
            && !of_the_desk.contains(&f.code)
            && !expected(f)
    };
    standings.faults.iter().filter(counts).collect()
}

/// How many those are, and how many of them were not used.
pub(super) fn counted(standings: &Standings) -> (usize, usize) {
    let faults = doubtful(standings);
    (faults.len(), faults.iter().filter(|f| f.is_error()).count())
}

/// Cells and files that were not used, or used with doubt; the graver first.
pub(super) fn notes(standings: &Standings) -> Vec<String> {
    let mut faults = doubtful(standings);
    faults.sort_by_key(|f| std::cmp::Reverse(f.severity));
    let in_units = |code: Code| {
        let of = faults.iter().filter(|f| f.code == code).filter_map(|f| f.district.as_deref());
        of.collect::<BTreeSet<_>>().len()
    };
    let mut alike: Vec<(String, Vec<&Fault>)> = Vec::new();
    let several: Vec<Code> =
        faults.iter().map(|f| f.code).filter(|code| in_units(*code) >= SEVERAL).collect();
    for fault in faults {
        if let Some(kind) =
            kind(fault.code).filter(|_| several.contains(&fault.code) && fault.district.is_some())
        {
            let what = kind.to_owned() + unused(fault, kind);
            match alike.iter_mut().find(|(said, _)| *said == what) {
                Some((_, of)) => of.push(fault),
                None => alike.push((what, vec![fault])),
            }
            continue;
        }
        let what = what(fault);
        match alike.iter_mut().find(|(said, of)| *said == what && whole(of[0]) == whole(fault)) {
            Some((_, of)) => of.push(fault),
            None => alike.push((what, vec![fault])),
        }
    }
    let mut notes: Vec<String> = alike.iter().take(NAMED).map(|(what, of)| told(of, what)).collect();
    let more: usize = alike.iter().skip(NAMED).map(|(_, of)| of.len()).sum();
    if more > 0 {
        notes.push(format!("另有{more}处数据异常，详见数据核查清单"));
    }
    notes
}

/// 东城区、西城区报送的报表中，户数累计30大于总数15，未采用; of a whole workbook 东城区报送的报表不是可读的电子表格，未采用. Cell
/// and file are for whoever mends it.
fn told(alike: &[&Fault], what: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in alike.iter().filter_map(|f| f.district.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        let file = alike[0].place.as_ref().map(|place| format!("报表“{}”：", place.file));
        return file.unwrap_or_default() + what;
    }
    let names = names.join("、");
    if is_of_workbook(alike[0].code) {
        format!("{names}报送的报表{what}")
    } else {
        format!("{names}报送的报表中，{what}")
    }
}

/// Is what is said of it said of the workbook itself?
fn is_of_workbook(code: Code) -> bool {
    use Code::{F002, F005, F006, F010, F012, F013, F014, F016, F018, S001};
    [F002, F005, F006, F010, F012, F013, F014, F016, F018, S001].contains(&code)
}

/// What is said of it: of what made a whole file useless only that it did.
fn what(fault: &Fault) -> String {
    let message = match fault.code {
        Code::F002 => "有两份且内容不一致，均未采用".to_owned(),
        Code::F006 => "与上期完全相同".to_owned(),
        Code::F010 => "不是可读的电子表格".to_owned(),
        Code::F012 => "已加密，无法读取".to_owned(),
        Code::F013 => "不完整或已损坏".to_owned(),
        Code::F014 => "超出读取限制".to_owned(),
        Code::F016 | Code::F018 => "未能读出".to_owned(),
        Code::S001 => "没有可识别的表头".to_owned(),
        // 七里店第7社区 户数：累计30大于总数15 is a message's form, not a sentence's
        Code::T001
        | Code::T003
        | Code::T007
        | Code::T008
        | Code::H001
        | Code::H002
        | Code::H007
        | Code::H008 => fault.message(Lang::Zh).replacen('：', "", 1).replace(' ', ""),
        _ => fault.message(Lang::Zh),
    };
    let many = if fault.count > 1 { format!("（共{}处）", fault.count) } else { String::new() };
    let unused = unused(fault, &message);
    format!("{message}{many}{unused}")
}

fn unused(fault: &Fault, said: &str) -> &'static str {
    let is_said = said.contains("未采用") || said.contains("未读") || !fault.is_error();
    if is_said { "" } else { "，未采用" }
}

/// What is said where the same kind of slip is in the workbooks of several units, each with numbers of its own.
fn kind(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::C001 => "应填数字处不是数字",
        Code::F005 => "填报日期不是报告日",
        Code::H001 => "累计数小于上期",
        Code::H002 => "累计数不等于上期累计与当日之和",
        Code::H007 => "单日完成数异常",
        Code::H008 => "表内上期累计与上期通报不符",
        Code::S008 => "单位不明",
        Code::T001 => "累计数大于总数",
        Code::T002 => "合计与各行之和不符，按各行之和计",
        Code::T003 => "累计、剩余与总数不符",
        Code::T004 => "报表占比与累计、总数不符",
        Code::T005 => "报表排名与占比不符",
        Code::T008 => "当日数大于累计数",
        _ => return None,
    })
}

/// Is it of a unit's whole workbook, or sheet, and not of a cell?
fn whole(fault: &Fault) -> bool {
    let has_no_cell = |place: &crate::model::Place| place.cell.is_none() && place.line.is_none();
    fault.district.is_some() && fault.place.as_ref().is_none_or(has_no_cell)
}
