//! The page as data: a style file says every measure, colour and typeface of a shell.
//!
//! The three shells are files too (`schedules/styles/简报.yaml`, `公文.yaml`, `附表.yaml`), built into the
//! program so that a plan needs none; each of their values has its clause or its reason beside it. A style
//! of one's own names the shell that it starts from and says only what differs. It is checked like a plan:
//! all faults at once, each with its place; a measure has its unit (`37mm`, `16pt`, `三号`, `2字`, `1行`), and
//! what cannot stand on the paper is refused before a page is set.
//!
//! Here nothing is set: what the measures mean for lines and pages is typeset's.

mod articles;
mod between;
mod check;
mod checked;
mod lists;
mod measure;
mod parts;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use articles::ArticleColumns;
pub(super) use check::shell_word;
pub use checked::{ArticleStyle, PageNumberPlace, PageStyle, Voice};
pub(super) use parts::is_key;

use crate::model::sha256;

use super::file::{self, Sort};
use super::folder::is_yaml;
use super::keys::{Checked, Item, Reader};
use super::nearest::did_you_mean;
use super::{Beside, PlanFaults, Shell};

/// The shipped styles, each with its name and its text.
pub const SHIPPED: [(Shell, &str, &str); 3] = [
    (Shell::Brief, "简报", include_str!("../../../schedules/styles/简报.yaml")),
    (Shell::Official, "公文", include_str!("../../../schedules/styles/公文.yaml")),
    (Shell::TableOnly, "附表", include_str!("../../../schedules/styles/附表.yaml")),
];

/// A style file that a plan names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleFile {
    /// the file
    pub path: PathBuf,
    /// lower-case hex of its SHA-256
    pub sha256: String,
    /// as it was read, byte order mark and all
    pub text: String,
}

impl PageStyle {
    /// The shipped style of a shell.
    #[must_use]
    pub fn of(shell: Shell) -> PageStyle {
        static STYLES: OnceLock<[PageStyle; 3]> = OnceLock::new();
        let styles = STYLES.get_or_init(|| {
            SHIPPED.map(|(_, name, text)| {
                style(text, Path::new(name), true).expect("the shipped styles are read by a test")
            })
        });
        let at = SHIPPED.iter().position(|(of, ..)| *of == shell).expect("every shell is shipped");
        styles[at].clone()
    }

    /// The style that `text` is; what it leaves out is as in the shipped style of its shell.
    ///
    /// # Errors
    /// All that is wrong with it, in the order of its lines.
    ///
    /// ```
    /// use std::path::Path;
    /// use tongbao::plan::PageStyle;
    /// let style = PageStyle::parse("shell: 简报\nred_line: {width: 2mm}", Path::new("a.yaml")).unwrap();
    /// assert_eq!(format!("{:?}", style.red_line), "5.669pt");
    /// let faults = PageStyle::parse("shell: 简报\nred_line: {width: 2}", Path::new("a.yaml")).unwrap_err();
    /// assert!(faults.to_string().starts_with("error: a.yaml:2:19: red_line.width: expected a length"));
    /// ```
    pub fn parse(text: &str, path: &Path) -> Result<PageStyle, PlanFaults> {
        style(text, path, false)
    }
}

/// The style that a plan's key `style` names: a shipped one, or a file beside the plan.
pub(super) fn named<'r>(
    reader: &mut Reader<'r>,
    item: &Item<'r>,
    folder: &Path,
    beside: Beside<'_>,
) -> Checked<(PageStyle, Option<StyleFile>)> {
    let name = reader.line(item)?;
    if let Some((shell, ..)) = SHIPPED.iter().find(|(_, shipped, _)| *shipped == name) {
        return Ok((PageStyle::of(*shell), None));
    }
    let path = folder.join(&name);
    if !is_yaml(&path) {
        let shipped = SHIPPED.map(|(_, name, _)| name);
        let hint = did_you_mean(&name, &shipped).unwrap_or_else(|| {
            "a style file's name ends with .yaml, and is taken from the plan's folder".into()
        });
        let message = format!("expected 简报, 公文, 附表 or a style file, found `{name}`");
        return Err(reader.tell(item, message, hint));
    }
    let text = match beside {
        Beside::Read => file::read(&path, Sort::Style),
        Beside::Kept { style: Some(text) } => Ok(text.to_owned()),
        Beside::Kept { style: None } => {
            Err(PlanFaults::whole(&path, "style file was not kept".to_owned(), None))
        }
    };
    match text.and_then(|text| Ok((style(&text, &path, false)?, text))) {
        Ok((style, text)) => {
            let sha256 = sha256(text.as_bytes());
            Ok((style, Some(StyleFile { path, sha256, text })))
        }
        Err(faults) => Err(reader.tell_beside(item, &name, faults)),
    }
}

fn style(text: &str, path: &Path, is_shipped: bool) -> Result<PageStyle, PlanFaults> {
    let folder = path.parent().unwrap_or(Path::new(""));
    file::checked(text, path, Sort::Style, |reader| check::check(reader, folder, is_shipped))
}
