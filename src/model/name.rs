//! Who reports, and what is counted.

/// A district (区县, 街道, or whatever a campaign ranks), in administrative order in its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// as printed
    pub name: String,
    /// other names that files, sheets and titles use
    pub aliases: Vec<String>,
    /// ranked among districts of the same group only; `None` is a group of its own
    pub group: Option<String>,
}

impl District {
    /// Its name, then the others that it goes by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        all_names(&self.name, &self.aliases)
    }

    /// Is this one of its names?
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }
}

/// What is counted: 户数 in 户, 面积 in ㎡, or any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// as printed in heads
    pub name: String,
    /// as printed after numbers
    pub unit: String,
    /// places printed, 0 to 6
    pub decimals: u8,
    /// other names that workbooks use for it
    pub aliases: Vec<String>,
    /// may more be done than the task says? (C > T)
    pub may_exceed: bool,
    /// what is done with it, where that is not what the bulletin does: 完成 of 投资额 where houses are 整治
    pub verb: Option<String>,
}

impl Measure {
    /// Its name, then the others that it goes by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        all_names(&self.name, &self.aliases)
    }

    /// Is this one of its names?
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }
}

fn all_names<'n>(name: &'n str, aliases: &'n [String]) -> impl Iterator<Item = &'n str> {
    std::iter::once(name).chain(aliases.iter().map(String::as_str))
}
