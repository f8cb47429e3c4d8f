//! All plans of a folder.

use std::io;
use std::path::{Path, PathBuf};

use super::file::Sort;
use super::nearest::nearest;
use super::{Plan, PlanFault, PlanFaults, load};

/// The plans of a folder, the sound beside the faulty, so that a daemon can go on with those it has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plans {
    /// in the order of their files' names
    pub sound: Vec<Plan>,
    /// one a file that is no plan, in the same order
    pub faulty: Vec<PlanFaults>,
}

/// Every `*.yaml` and `*.yml` in `folder`, by name; hidden and backup files (`.x`, `~x`) are passed over.
/// Two plans that would write the same files are a fault of the second.
///
/// # Errors
/// A folder that cannot be read, or has no plan.
pub fn load_folder(folder: &Path) -> Result<Plans, PlanFaults> {
    let files = plan_files(folder).map_err(|e| {
        let message = format!("cannot read the folder: {}", reason(&e));
        PlanFaults::whole(folder, message, Some("`tongbao init DIR` makes a desk with a plan".into()))
    })?;
    if files.is_empty() {
        let hint = "a plan is a file NAME.yaml; `tongbao init DIR` writes one".to_owned();
        return Err(PlanFaults::whole(folder, "no plan in this folder".into(), Some(hint)));
    }
    let mut plans = Plans::default();
    for file in files {
        match load(&file) {
            Ok(plan) => match plans.sound.iter().find(|other| collide(other, &plan)) {
                Some(other) => plans.faulty.push(collision(&plan, other)),
                None => plans.sound.push(plan),
            },
            Err(faults) => plans.faulty.push(faults),
        }
    }
    Ok(plans)
}

/// Would two plans write the same files? An edition's files are named by its series, in the outbox as in the
/// archive.
#[must_use]
pub fn collide(one: &Plan, other: &Plan) -> bool {
    one.series == other.series
        && (is_one_folder(&one.outbox, &other.outbox) || is_one_folder(&one.archive, &other.archive))
}

/// Do two paths lead to one folder, which need not be there yet?
fn is_one_folder(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
    one == other || real(one).is_some_and(|found| Some(found) == real(other))
}

fn collision(plan: &Plan, other: &Plan) -> PlanFaults {
    let fault = PlanFault {
        at: None,
        key: "series".to_owned(),
        message: format!(
            "`{}` is the series of {} too, in the same folders",
            plan.series,
            other.path.display()
        ),
        hint: Some("give each plan a series of its own".to_owned()),
    };
    PlanFaults { path: plan.path.clone(), faults: vec![fault], beside: Vec::new() }
}

fn plan_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_yaml(&path) && !name.starts_with(['.', '~']) && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Is it a plan's, a style's or a calendar's file, by its name's end?
#[must_use]
pub fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// For a plan or a style that is not there: the file beside it that was meant, or those that there are.
pub(super) fn neighbour(path: &Path, sort: Sort) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = plan_files(folder).ok()?;
    let name =
        |path: &Path| path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stems: Vec<String> = files.iter().map(|file| name(file)).collect();
    if let Some(near) = nearest(&name(path), stems.iter().map(String::as_str)) {
        let file = files.iter().find(|file| name(file) == near)?;
        return Some(format!("did you mean `{}`?", path.with_file_name(file.file_name()?).display()));
    }
    let listed: Vec<String> = files
        .iter()
        .take(5)
        .filter_map(|f| f.file_name())
        .map(|f| f.to_string_lossy().into_owned())
        .collect();
    (!listed.is_empty()).then(|| format!("{sort}s in {}: {}", folder.display(), listed.join(", ")))
}

/// The system's words, lower-case, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}
