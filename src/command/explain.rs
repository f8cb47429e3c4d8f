//! `tongbao explain`: what a fault's code means, and the way out, by an example of it.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::report::colon;
use super::{is_json, print_json};
use crate::args::ExplainArgs;
use crate::error::{Exit, Failure};
use crate::model::{Code, Fault, Lang};

/// One code, or all.
pub(super) fn text(code: Option<Code>, lang: Lang) -> String {
    let mut out = String::new();
    for c in asked(code) {
        let example = example(c, lang);
        let _ = writeln!(out, "{c} {:7} {}", c.severity().name(), example.message(lang));
        let word = if lang == Lang::Zh { "办法" } else { "hint" };
        let _ = writeln!(out, "             {word}{}{}", colon(lang), example.hint(lang));
    }
    out
}

fn asked(code: Option<Code>) -> impl Iterator<Item = Code> {
    Code::all().filter(move |c| code.is_none_or(|wanted| wanted == *c))
}

/// The same for scripts: an object a code, with the severity that it has unless a plan sets another.
fn as_json(code: Option<Code>, lang: Lang) -> Value {
    let one = |c: Code| {
        let example = example(c, lang);
        let severity = c.severity().name();
        json!({"code": c.to_string(), "severity": severity, "message": example.message(lang),
            "hint": example.hint(lang)})
    };
    asked(code).map(one).collect()
}

/// Prints it.
pub(super) fn run(args: &ExplainArgs, lang: Lang) -> Result<Exit, Failure> {
    let code = match &args.code {
        None => None,
        Some(name) => Some(name.to_uppercase().parse::<Code>().map_err(|message| {
            Failure::new(Exit::Usage, message).hint("`tongbao explain` without a code lists all")
        })?),
    };
    if is_json(args.format) {
        print_json(&as_json(code, lang));
    } else {
        out!("{}", text(code, lang));
    }
    Ok(Exit::Done)
}

/// What was found and what was expected, as it could stand in a district's workbook.
const EXAMPLES: &[(Code, &str, &str)] = &[
    (Code::F002, "魏都区7.14.xlsx、魏都区7.14（改）.xlsx", ""),
    (Code::F003, "卫都区.xlsx", "（魏都区？）"),
    (Code::F005, "2021-07-13", "2021-07-14"),
    (Code::F007, "魏都区", "建安区"),
    (Code::F008, "魏都区 - 副本.xlsx", "魏都区.xlsx"),
    (Code::F010, "PDF", ""),
    (Code::F011, "xls", ""),
    (Code::F013, "Could not find EOCD", ""),
    (Code::F014, "1.2 GiB", "1 GiB"),
    (Code::F015, "~$魏都区7.14.xlsx", ""),
    (Code::F016, "60 s", ""),
    (Code::F018, "Input/output error (os error 5)", ""),
    (Code::F020, "2021-07-13", "2021-07-14"),
    (Code::F021, "9", "5"),
    (Code::S001, "（街道、已拆、未拆？）", "户数、面积"),
    (Code::S002, "（已拆、未拆？）", "户数（累计／剩余）"),
    (Code::S003, "D4 累计户数、F4 累计户数", "户数"),
    (Code::S004, "包保领导、联系电话", ""),
    (Code::S005, "7月13日、7月14日", "7月14日"),
    (Code::S006, "底稿", ""),
    (Code::S007, "3", ""),
    (Code::S008, "累计面积", "㎡"),
    (Code::S009, "累计面积", "㎡"),
    (Code::S010, "0.8077", "8077"),
    (Code::S014, "街道、乡镇", ""),
    (Code::S015, "较昨日", ""),
    (Code::S016, "卫都区", "（魏都区？）"),
    (Code::S017, "累计面积", "㎡"),
    (Code::S018, "", ""),
    (Code::M001, "Sheet1、Sheet2", "进度统计"),
    (Code::M002, "填的是数字/holds figures", "4"),
    (Code::M003, "单位、累计户数、剩余户数", "总户数"),
    (Code::M004, "剩余户数", "累计户数"),
    (Code::M005, "B4 户数、D4 户数", "户数"),
    (Code::M006, "元", "㎡"),
    (Code::C001, "约300", ""),
    (Code::C002, "-5", ""),
    (Code::C003, "3.5", ""),
    (Code::C004, "３１", "31"),
    (Code::C005, "247户", "247"),
    (Code::C006, "#REF!", ""),
    (Code::C008, "/", ""),
    (Code::C010, "待定", ""),
    (Code::C011, "7月14日", "2021-07-14"),
    (Code::C012, "7.14", ""),
    (Code::C013, "44391", "2021-07-14"),
    (Code::C014, "2201-07-14", "1990-01-01–2099-12-31"),
    (Code::R001, "JK00017", ""),
    (Code::R003, "2021-07-15", "2021-07-14"),
    (Code::R004, "2021-06-01", "2021-06-20"),
    (Code::R005, "已整治", ""),
    (Code::R006, "已完工", "（已完成？）"),
    (Code::R007, "50000", "1–5000"),
    (Code::R008, "2021-07-01", "2021-07-10"),
    (Code::R009, "", "面积（累计／剩余）"),
    (Code::R010, "", ""),
    (Code::T001, "1060", "1056"),
    (Code::T002, "11", "10"),
    (Code::T003, "101", "100"),
    (Code::T004, "9.93", "9.39"),
    (Code::T005, "2", "3"),
    (Code::T006, "户数", "面积"),
    (Code::T007, "98", "100"),
    (Code::T008, "20", "15"),
    (Code::H001, "1040", "1056"),
    (Code::H002, "1059", "1056"),
    (Code::H003, "11241", "11238"),
    (Code::H004, "", "2021年7月12日"),
    (Code::H005, "3", ""),
    (Code::H006, "2", ""),
    (Code::H007, "244", ""),
    (Code::H008, "1050", "1056"),
    (Code::X001, "东城区", ""),
    (Code::X002, "魏都区、建安区", ""),
    (Code::X004, "第66期", "1"),
    (Code::X005, "第66期", "第99期"),
    (Code::X006, "危房整治工作通报", "老旧小区改造工作通报"),
    (Code::X007, "新增东城区", ""),
    (Code::X008, "㎡", "万㎡"),
    (Code::G001, "𬱖", "U+2CC56"),
];

fn example(code: Code, lang: Lang) -> Fault {
    let (found, expected) = match (EXAMPLES.iter().find(|(of, ..)| *of == code), lang) {
        (Some((_, found, expected)), _) => (*found, *expected),
        (None, Lang::Zh) => ("〈所填内容〉", "〈应有内容〉"),
        (None, Lang::En) => ("〈what was found〉", "〈what was expected〉"),
    };
    let values = [
        ("measure", "户数"),
        ("unit", "万㎡"),
        ("row", "12"),
        ("rows", "30"),
        ("column", "D"),
        ("difference", "1"),
        ("days", "7"),
        ("times", "6"),
        ("next", "第67期"),
        ("label", "第66期（2021-07-13）"),
    ];
    let fault = Fault::new(code).of("魏都区").found(found).expected(expected);
    values.iter().fold(fault, |fault, (name, value)| fault.with(name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_by_an_example_without_a_hole() {
        for code in Code::all() {
            for lang in [Lang::Zh, Lang::En] {
                // a name of a template without a value leaves nothing behind, so it is looked for there
                let template = format!("{} {}", code.message(lang), code.hint(lang));
                let said = example(code, lang);
                for (open, _) in template.match_indices('{') {
                    let name = &template[open + 1..open + template[open..].find('}').expect("it closes")];
                    let one = Fault { code, ..said.clone() };
                    let value = match name {
                        "found" => one.found,
                        "expected" => one.expected,
                        "district" => one.district.unwrap_or_default(),
                        name => one
                            .values
                            .iter()
                            .find(|(n, _)| *n == name)
                            .map(|(_, v)| v.clone())
                            .unwrap_or_default(),
                    };
                    assert!(!value.is_empty(), "{code}: {{{name}}} has no example");
                }
                let said = text(Some(code), lang);
                assert!(!said.contains(['{', '}']), "{said}");
            }
        }
    }

    #[test]
    fn scripts_find_every_code_with_what_people_read() {
        let all = as_json(None, Lang::Zh);
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), Code::all().count());
        for one in all {
            let code: Code = one["code"].as_str().unwrap().parse().unwrap();
            let said = text(Some(code), Lang::Zh);
            assert!(said.contains(one["message"].as_str().unwrap()), "{one}");
            assert!(said.contains(one["hint"].as_str().unwrap()), "{one}");
            assert!(said.contains(one["severity"].as_str().unwrap()), "{one}");
        }
    }

    #[test]
    fn a_code_reads_as_it_would_in_a_report() {
        assert_eq!(
            text(Some(Code::T002), Lang::Zh),
            "T002 warning 合计行户数为11，各行之和为10，差1；按各行之和计\n             办法：核对合计公式\n"
        );
    }
}
