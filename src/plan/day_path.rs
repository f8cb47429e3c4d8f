//! A folder's path with the day in it.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use chrono::NaiveDate;
use chrono::format::{Item, StrftimeItems};

use crate::model::Day;

use super::DayPath;

const MARK: &str = "{day}";

impl DayPath {
    /// The folder of `day`: `{day}` becomes 2021-07-14, and strftime items what they stand for.
    ///
    /// ```
    /// use tongbao::plan::DayPath;
    /// let inbox = DayPath { template: "inbox/%Y/{day}".to_owned() };
    /// let folder = inbox.for_day("2021-07-14".parse().unwrap());
    /// assert_eq!(folder, std::path::Path::new("inbox/2021/2021-07-14"));
    /// ```
    #[must_use]
    pub fn for_day(&self, day: Day) -> PathBuf {
        let template = self.template.replace(MARK, "%Y-%m-%d");
        // a checked plan's template can be filled; any other is taken as it stands
        filled(&template, day.date()).map_or_else(|| PathBuf::from(&self.template), PathBuf::from)
    }

    /// A path as it is given on the command line, from the folder where the program stands.
    ///
    /// # Errors
    /// The first mark or item that a day cannot fill, and the way out.
    pub fn parse(text: &str) -> Result<DayPath, (String, String)> {
        checked(Path::new(""), text)
    }

    /// The folder that holds those of all days: `inbox` of `inbox/%Y/{day}`; itself where it names no day.
    #[must_use]
    pub fn root(&self, day: Day) -> PathBuf {
        let own = self.for_day(day);
        let others: Vec<PathBuf> = (0..13).map(|n| self.for_day(day.plus(1 + n * 31))).collect();
        let root = own.ancestors().find(|folder| others.iter().all(|other| other.starts_with(folder)));
        root.map_or_else(PathBuf::new, Path::to_owned)
    }

    /// Is it another folder for another day?
    #[must_use]
    pub fn names_the_day(&self) -> bool {
        let a_year_on = |day: Day| (0..13).any(|n| self.for_day(day.plus(n * 31)) != self.for_day(day));
        NaiveDate::from_ymd_opt(2021, 7, 14).map(Day::from).is_some_and(a_year_on)
    }
}

/// A plan's `text` as a path from its folder, which is no template itself.
///
/// # Errors
/// The first item that a day cannot fill, and the way out.
pub(super) fn checked(folder: &Path, text: &str) -> Result<DayPath, (String, String)> {
    let way_out =
        || "%Y, %m and %d are year, month and day, {day} is 2021-07-14, and %% a percent sign".to_owned();
    if let Some(mark) = unknown_mark(text) {
        return Err((format!("unknown mark `{mark}`"), way_out()));
    }
    if let Some(item) = unfit_item(&text.replace(MARK, "")) {
        return Err((format!("a day cannot fill `{item}`"), way_out()));
    }
    let folder = folder.to_str().ok_or_else(|| {
        ("the plan's folder has a name that is no text".to_owned(), "rename the folder".to_owned())
    })?;
    let (folder, text) = climbed(Path::new(folder), text);
    let folder = folder.to_string_lossy();
    // `{day}` in the folder's own name would be filled too; no folder is called that
    let folder = folder.replace('%', "%%");
    let template = Path::new(&folder).join(text).to_string_lossy().into_owned();
    Ok(DayPath { template })
}

/// A folder and a path from it, with as many `..` of the path's beginning taken off as lead out of folders
/// that the other names: `schedules` and `../outbox` are `outbox`, which is what people want to read. A
/// link is not left that way, since its own parent may be elsewhere.
pub(super) fn climbed<'t>(folder: &Path, text: &'t str) -> (PathBuf, &'t str) {
    let here = folder == Path::new(".");
    let (mut folder, mut text) = (if here { PathBuf::new() } else { folder.to_owned() }, text);
    loop {
        if let Some(rest) = text.strip_prefix("./") {
            text = rest.trim_start_matches('/');
            continue;
        }
        let Some(rest) = text.strip_prefix("../").or_else(|| (text == "..").then_some("")) else { break };
        let is_name = matches!(folder.components().next_back(), Some(Component::Normal(_)));
        if !is_name || folder.is_symlink() || !folder.pop() {
            break;
        }
        text = rest.trim_start_matches('/');
    }
    // two names that are nothing are the folder where the program stands
    if folder.as_os_str().is_empty() && text.is_empty() { (folder, ".") } else { (folder, text) }
}

/// `{date}`, `{DAY}`: taken as they stand they would name a folder that never exists.
fn unknown_mark(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        let mark = &rest[open..=close];
        if mark != MARK {
            return Some(mark);
        }
        rest = &rest[close + 1..];
    }
    None
}

/// The first `%…` that is no strftime item, or one that asks for an hour or a zone.
fn unfit_item(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some(start) = rest.find('%') {
        rest = &rest[start..];
        // an item is a percent sign, at most one flag, and letters or digits up to `%3f` and `%:::z`
        let fits = rest.char_indices().map(|(i, c)| i + c.len_utf8()).skip(1).take(4).find(|end| {
            let items: Vec<Item> = StrftimeItems::new(&rest[..*end]).collect();
            !items.contains(&Item::Error)
        });
        // %n and %t are a line break and a tab
        let name = |end: &usize| filled(&rest[..*end], NaiveDate::default());
        match fits.filter(|end| name(end).is_some_and(|name| !name.contains(char::is_control))) {
            Some(end) => rest = &rest[end..],
            None => return Some(rest.chars().take_while(|c| *c != '/').take(2).collect()),
        }
    }
    None
}

/// `template` with its items filled in; none where one of them cannot be.
fn filled(template: &str, date: NaiveDate) -> Option<String> {
    let items: Vec<Item> = StrftimeItems::new(template).collect();
    if items.contains(&Item::Error) {
        return None;
    }
    let mut text = String::new();
    // `to_string` would panic where an item asks a date for its hour
    write!(text, "{}", date.format_with_items(items.iter())).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(text: &str) -> String {
        let path = checked(Path::new("50%/schedules"), text).unwrap();
        path.for_day("2021-07-04".parse().unwrap()).to_string_lossy().into_owned()
    }

    #[test]
    fn a_days_folder_is_named_by_mark_or_by_items() {
        assert_eq!(folder("inbox/{day}"), "50%/schedules/inbox/2021-07-04");
        assert_eq!(folder("%Y年/%-m月%-d日"), "50%/schedules/2021年/7月4日");
        assert_eq!(folder("/data/%Y%m%d 100%%"), "/data/20210704 100%");
        assert_eq!(folder("inbox"), "50%/schedules/inbox");
    }

    #[test]
    fn paths_read_as_people_would_write_them_but_lead_where_they_did() {
        let climb = |folder: &str, text: &str| {
            let (folder, rest) = climbed(Path::new(folder), text);
            folder.join(rest).to_string_lossy().into_owned()
        };
        for (folder, text, tidy) in [
            ("schedules", "../outbox", "outbox"),
            ("/srv/desk/schedules", "../../out", "/srv/out"),
            ("schedules", "..", "."),
            ("schedules", "./out", "schedules/out"),
            ("schedules", "../../out", "../out"),
            (".", "../out", "../out"),
            ("../schedules", "../out", "../out"),
            ("schedules", "/srv/out", "/srv/out"),
        ] {
            assert_eq!(climb(folder, text), tidy, "{folder} {text}");
        }
        #[cfg(unix)]
        {
            let desk = tempfile::tempdir().unwrap();
            std::fs::create_dir_all(desk.path().join("elsewhere/plans")).unwrap();
            std::os::unix::fs::symlink(desk.path().join("elsewhere/plans"), desk.path().join("plans"))
                .unwrap();
            let linked = desk.path().join("plans");
            let (folder, rest) = climbed(&linked, "../out");
            assert_eq!(folder.join(rest), linked.join("../out"), "a link's parent is another folder");
        }
    }

    #[test]
    fn what_a_day_cannot_fill_is_refused() {
        for (text, named) in [
            ("inbox/%Q", "%Q"),
            ("%H点", "%H"),
            ("%", "%"),
            ("100%/x", "%"),
            ("{date}/x", "{date}"),
            ("%Y/%z", "%z"),
            ("%s", "%s"),
            ("a%nb", "%n"),
            ("a%+", "%+"),
            ("{day}/%！", "%！"),
        ] {
            let (message, hint) = checked(Path::new(""), text).unwrap_err();
            assert!(message.ends_with(&format!("`{named}`")), "{text}: {message}");
            assert!(hint.contains("{day} is 2021-07-14"));
        }
    }

    #[test]
    fn a_template_that_was_never_checked_is_no_panic() {
        for template in ["%H", "%", "%Q{day}", "{day", "%é"] {
            let path = DayPath { template: template.to_owned() };
            assert_eq!(path.for_day("2021-07-14".parse().unwrap()), PathBuf::from(template));
        }
    }

    #[test]
    fn an_inbox_without_a_day_is_known_for_it() {
        for (template, names) in
            [("inbox", false), ("{day}", true), ("%Y", true), ("%m%d", true), ("50%%", false)]
        {
            let path = DayPath { template: template.to_owned() };
            assert_eq!(path.names_the_day(), names, "{template}");
            let day: Day = "2021-07-14".parse().unwrap();
            assert_eq!(path.root(day) == path.for_day(day), !names, "{template}");
        }
    }
}
