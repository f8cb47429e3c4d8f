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
    /// 发文字号 (GB/T 9704-2012, 7.2.5), by which a 公文 is named: 许整治办〔2021〕67号; none is 第67期
    pub document_number: Option<String>,
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

    /// How it is named: 第67期, 第67期（更正1）; a 公文 by its number, 许整治办〔2021〕67号（更正1）.
    #[must_use]
    pub fn label(&self) -> String {
        let number = self.document_number.clone().unwrap_or_else(|| format!("第{}期", self.number));
        number + &self.amended()
    }
}

/// Why an issue is issued again, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// as given by the person who asked for it
    pub reason: String,
    /// the label of the issue replaced: 第67期; of a 公文 its number
    pub replaces: String,
    /// district or 合计, figure, old, new: as printed
    pub changes: Vec<[String; 4]>,
}
