//! One issue of one bulletin.

use super::Day;

/// An issue: never altered once it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// names the files
    pub series: String,
    /// the bulletin's title
    pub title: String,
    /// 第N期
    pub number: u32,
    /// the report day
    pub day: Day,
    /// 0 as first issued; 1 for 更正1
    pub revision: u32,
    /// what is corrected, for revision 1 and later
    pub correction: Option<Correction>,
}

impl Edition {
    /// The name of its files without ending: `house-safety-2021-07-14`, `…-r1`.
    #[must_use]
    pub fn stem(&self) -> String {
        match self.revision {
            0 => format!("{}-{}", self.series, self.day),
            r => format!("{}-{}-r{r}", self.series, self.day),
        }
    }

    /// What a correction's number ends with: （更正1）; nothing for the first issue.
    #[must_use]
    pub fn amended(&self) -> String {
        match self.revision {
            0 => String::new(),
            r => format!("（更正{r}）"),
        }
    }

    /// 第67期, 第67期（更正1）.
    #[must_use]
    pub fn label(&self) -> String {
        match self.revision {
            0 => format!("第{}期", self.number),
            r => format!("第{}期（更正{r}）", self.number),
        }
    }
}

/// Why an issue is issued again, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// as given by the person who asked for it
    pub reason: String,
    /// the label of the issue replaced: 第67期
    pub replaces: String,
    /// district or 合计, figure, old, new: as printed
    pub changes: Vec<[String; 4]>,
}
