//! A fault: what is doubtful or broken in what was handed in, with its place and the way out.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CellRef, Code, Severity, interned};

/// The language of messages to people at a terminal or in a notice; the bulletin itself is Chinese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese
    #[default]
    Zh,
    /// English
    En,
}

/// A place in what was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// the file's name in the inbox; empty when the matter is no file's
    pub file: String,
    /// the sheet, where known
    pub sheet: Option<String>,
    /// the cell, where known
    pub cell: Option<CellRef>,
    /// the line of a text, from 1, where known
    pub line: Option<usize>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Place {
        Place { file: file.into(), ..Place::default() }
    }

    /// A sheet of a file.
    #[must_use]
    pub fn sheet(file: impl Into<String>, sheet: impl Into<String>) -> Place {
        Place { file: file.into(), sheet: Some(sheet.into()), ..Place::default() }
    }

    /// A cell of a sheet of a file.
    #[must_use]
    pub fn cell(file: impl Into<String>, sheet: impl Into<String>, cell: CellRef) -> Place {
        Place { file: file.into(), sheet: Some(sheet.into()), cell: Some(cell), line: None }
    }

    /// A line of a text, from 1.
    #[must_use]
    pub fn line(file: impl Into<String>, line: usize) -> Place {
        Place { file: file.into(), line: Some(line), ..Place::default() }
    }
}

/// `魏都区7.14.xlsx!进度统计!C17`, `工作动态.md:12`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, "!{sheet}")?;
        }
        if let Some(cell) = &self.cell {
            write!(f, "!{cell}")?;
        }
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        Ok(())
    }
}

/// One finding. Texts are filled from the catalogue's templates; names of householders and identity
/// numbers never enter one, the address suffices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// stable code: `T002`
    pub code: Code,
    /// as in the catalogue, unless the plan sets another
    pub severity: Severity,
    /// the district's printed name, where known
    pub district: Option<String>,
    /// where it was found
    pub place: Option<Place>,
    /// other places compared with it
    pub related: Vec<Place>,
    /// what was found, as text
    pub found: String,
    /// what was expected, as text
    pub expected: String,
    /// further values for the templates' `{name}`s
    #[serde(deserialize_with = "interned::values")]
    pub values: Vec<(&'static str, String)>,
    /// how many findings of this code this one stands for (grouped by file and column), at least 1
    pub count: u64,
}

impl Fault {
    /// A fault of `code` at its catalogue severity, without place or texts; fill in by the `with_` methods.
    #[must_use]
    pub fn new(code: Code) -> Fault {
        Fault {
            code,
            severity: code.severity(),
            district: None,
            place: None,
            related: Vec::new(),
            found: String::new(),
            expected: String::new(),
            values: Vec::new(),
            count: 1,
        }
    }

    /// With its place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Fault {
        self.place = Some(place);
        self
    }

    /// With a place that it was compared with.
    #[must_use]
    pub fn against(mut self, place: Place) -> Fault {
        self.related.push(place);
        self
    }

    /// With its district's printed name.
    #[must_use]
    pub fn of(mut self, district: &str) -> Fault {
        self.district = Some(district.to_owned());
        self
    }

    /// With what was found.
    #[must_use]
    pub fn found(mut self, found: impl fmt::Display) -> Fault {
        self.found = found.to_string();
        self
    }

    /// With what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl fmt::Display) -> Fault {
        self.expected = expected.to_string();
        self
    }

    /// With a further value for the templates.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Fault {
        self.values.push((name, value.to_string()));
        self
    }

    /// The message in `lang`, without place.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.message(lang), lang)
    }

    /// What to do, in `lang`.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> String {
        self.fill(self.code.hint(lang), lang)
    }

    /// What was found, in `lang`: faults of files and limits name it in both, as `工作表/sheets 300`, and so
    /// do those of written texts, as `脚注/a footnote`.
    #[must_use]
    pub fn found_in(&self, lang: Lang) -> String {
        if matches!(self.code, Code::A001 | Code::A002) {
            return in_one(&self.found, lang);
        }
        let names_kinds = matches!(self.code, Code::F010 | Code::F014 | Code::M002);
        let Some((zh, rest)) = self.found.split_once('/').filter(|_| names_kinds) else {
            return self.found.clone();
        };
        // a measure follows the kind: 300, 120 MiB
        let tail = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        match lang {
            Lang::Zh => format!("{zh} {}", &rest[tail..]).trim_end().to_owned(),
            Lang::En => rest.to_owned(),
        }
    }

    /// What was expected, in `lang`: faults of a written text's pictures say in both what is wrong.
    #[must_use]
    pub fn expected_in(&self, lang: Lang) -> String {
        match self.code {
            Code::A003 | Code::A006 => in_one(&self.expected, lang),
            _ => self.expected.clone(),
        }
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        let (found, expected) = (self.found_in(lang), self.expected_in(lang));
        let mut text = String::new();
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + close];
            text.push_str(&rest[..open]);
            text.push_str(match name {
                "found" => &found,
                "expected" => &expected,
                "district" => self.district.as_deref().unwrap_or(""),
                _ => self.values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v),
            });
            rest = &rest[open + close + 1..];
        }
        text + rest
    }

    /// Does it keep a file, a value or a district from being used?
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// One side of `中文/English`; what is said in one language only stands for both.
fn in_one(text: &str, lang: Lang) -> String {
    match (text.split_once('/'), lang) {
        (Some((zh, _)), Lang::Zh) => zh.to_owned(),
        (Some((_, en)), Lang::En) => en.to_owned(),
        (None, _) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_limits_are_named_in_the_readers_language() {
        let pipe = Fault::new(Code::F010).found("非普通文件/no regular file");
        assert_eq!(pipe.message(Lang::Zh), "不是可读的表格文件（识别为非普通文件）");
        assert_eq!(pipe.message(Lang::En), "not a readable workbook (looks like no regular file)");
        let large = Fault::new(Code::F014).found("工作表/sheets 300").expected(256);
        assert_eq!(large.message(Lang::Zh), "文件超过安全限制：工作表 300，上限256");
        assert_eq!(large.message(Lang::En), "the file exceeds a safety limit: sheets 300, limit 256");
        let picture = Fault::new(Code::A003).found("a/图.jpg").expected("没有这个文件/there is no such file");
        assert_eq!(picture.message(Lang::Zh), "图片“a/图.jpg”未采用：没有这个文件");
        assert_eq!(picture.message(Lang::En), "picture a/图.jpg was not used: there is no such file");
        let typed = Fault::new(Code::C001).found("3/4");
        assert_eq!(typed.message(Lang::Zh), "“3/4”不是数字");
    }
}
