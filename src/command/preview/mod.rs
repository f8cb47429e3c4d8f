//! `tongbao preview`: the bulletin from made-up figures of any size, to design a shell before data exists.
//!
//! Figures (`figures`) and texts (`texts`) are made from the plan alone, by arithmetic, so that the same
//! plan gives the same bytes; they pass through the same stages as real ones. Every page is marked 样张, and
//! neither inbox, outbox nor archive is looked at. `--watch` (`watch`) renders again whenever the plan, or a
//! file beside it, changes.

mod figures;
mod texts;
mod watch;

use std::path::{Component, Path, PathBuf};

use super::{desk, fonts, pages};
use crate::args::{Common, PreviewArgs};
use crate::error::{Exit, Failure};
use crate::model::District;
use crate::plan::{self, Articles, DayPath, Plan, Shell};
use crate::publish::replace;
use crate::render::{Meta, render};
use crate::typeset::stamp;

/// What the mark on every page says, large and small.
const MARK: &str = "样张";
const MARK_SMALL: &str = "样张　数字系编造，不作任何依据";

/// So many streets has a district of a plan that sets them, if no number is asked for.
const STREETS: u16 = 5;

/// Renders the preview, once or as often as the plan changes.
pub(super) fn run(args: &PreviewArgs, common: &Common) -> Result<Exit, Failure> {
    let once = || preview(args, common);
    if !args.watch {
        let pages = once()?;
        outln!("{} {pages} pages", args.out.display());
        return Ok(Exit::Done);
    }
    watch::run(&args.plan, || match once() {
        Ok(pages) => outln!("{} {pages} pages", args.out.display()),
        // a plan in the midst of being written is wrong now and right a moment later
        Err(failure) => eprintln!("{failure}"),
    })
}

/// The preview of the plan as it stands, written; how many pages it has.
fn preview(args: &PreviewArgs, common: &Common) -> Result<usize, Failure> {
    let mut plan = plan::load(&args.plan).map_err(desk::wrong_plan)?;
    may_write(&args.out, &plan)?;
    resize(&mut plan, args);
    let faces = fonts::open(common.fonts.as_deref(), &plan)?;
    let streets = args.streets.unwrap_or(if plan.contents.streets { STREETS } else { 0 });
    let standings = figures::standings(&plan, args.days.into(), streets.into());
    let edition =
        plan.edition(plan.first_issue.saturating_add(args.days.into()).saturating_sub(1), standings.day);
    let texts = texts::texts(args.articles.unwrap_or(0));
    let mut layout = pages::of_an_edition(&standings, &edition, &texts, &plan, &faces)?;
    stamp(&mut layout, MARK, MARK_SMALL, &faces);
    let meta = pages::meta(&plan, &edition);
    let meta = Meta { title: format!("{MARK}：{}", meta.title), ..meta };
    let pdf = render(&layout, &faces, &meta).map_err(Failure::not_issued)?;
    replace(&args.out, &pdf)?;
    Ok(layout.pages.len())
}

/// As many districts, streets and articles as were asked for.
fn resize(plan: &mut Plan, args: &PreviewArgs) {
    if let Some(count) = args.districts.map(usize::from) {
        plan.districts.truncate(count);
        for n in plan.districts.len() + 1..=count {
            // names of all lengths, since a shell must hold them
            let kind = ["区", "市", "县", "城乡一体化示范区", "区", "县", "国家经济技术开发区"][n % 7];
            let name = format!("样例{}{kind}", in_words(n));
            plan.districts.push(District { name, ..plan.districts[0].clone() });
        }
    }
    if let Some(streets) = args.streets {
        plan.contents.streets = streets > 0;
    }
    if args.articles.is_some() && plan.articles.is_none() && plan.shell != Shell::TableOnly {
        let folder = DayPath { template: String::new() };
        let columns = plan.style.articles.columns;
        plan.articles = Some(Articles { folder, columns });
    }
}

/// 1 to 9999 as 一, 十二, 一百零三.
fn in_words(n: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut words = String::new();
    let mut was_zero = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        match n / unit % 10 {
            0 => was_zero = !words.is_empty(),
            digit => {
                if was_zero {
                    words += DIGITS[0];
                    was_zero = false;
                }
                // 十二, not 一十二
                if !(unit == 10 && digit == 1 && words.is_empty()) {
                    words += DIGITS[digit];
                }
                words += name;
            }
        }
    }
    words
}

/// A preview goes where nobody takes bulletins from, and over nothing but another preview.
fn may_write(out: &Path, plan: &Plan) -> Result<(), Failure> {
    let at = whole(out);
    for (name, folder) in [("outbox", &plan.outbox), ("archive", &plan.archive)] {
        if at.starts_with(whole(folder)) {
            let message = format!("cannot write {}: it is in the plan's {name}", out.display());
            return Err(
                Failure::new(Exit::Usage, message).hint("a preview is no issue: name a file elsewhere")
            );
        }
    }
    match std::fs::read(out) {
        // its title stands in the XMP, which is not packed
        Ok(there) if !there.windows(MARK.len()).any(|bytes| bytes == MARK.as_bytes()) => {
            let message = format!("cannot write {}: a file that is no preview stands there", out.display());
            Err(Failure::new(Exit::Usage, message).hint("name another file with --out FILE.pdf"))
        }
        _ => Ok(()),
    }
}

/// A path without steps back and links, as far as it is there.
fn whole(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    let real = |above: &Path| Some((std::fs::canonicalize(above).ok()?, plain.strip_prefix(above).ok()?));
    plain.ancestors().find_map(real).map_or_else(|| plain.clone(), |(above, rest)| above.join(rest))
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn districts_are_counted_in_words() {
        let words = [1, 10, 12, 20, 103, 110, 200, 1005].map(in_words);
        assert_eq!(words, ["一", "十", "十二", "二十", "一百零三", "一百一十", "二百", "一千零五"]);
    }
}
