//! Where the typefaces are: by --fonts, beside the plan's tree, beside the program, or installed.

use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::plan::Plan;
use crate::typeset::Faces;

/// A file that a folder of fonts must have, to be taken for one.
const SIGN: &str = "FandolFang-Regular.otf";
/// As many folders above the plan, or above the program, may hold the folder fonts.
const ABOVE: usize = 4;

/// Opens the faces for a plan, those of its style with them.
pub(super) fn open(named: Option<&Path>, plan: &Plan) -> Result<Faces, Failure> {
    let folder = find(named, Some(&plan.path))?;
    Faces::open(&folder).and_then(|faces| faces.with(&plan.style.own_fonts)).map_err(|cause| {
        let cause = cause.to_string();
        let (cause, hint) =
            cause.split_once("\nhint: ").unwrap_or((&cause, "name the folder with --fonts DIR"));
        Failure::not_issued(cause).hint(hint).passing(true)
    })
}

/// The folder of fonts.
pub(super) fn find(named: Option<&Path>, plan: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = named {
        return Ok(folder.to_owned());
    }
    let candidates = candidates(plan);
    candidates.iter().find(|folder| folder.join(SIGN).is_file()).cloned().ok_or_else(|| {
        let places: Vec<String> = candidates.iter().map(|c| c.display().to_string()).collect();
        Failure::not_issued(format!("no folder of fonts found; looked for {SIGN} in {}", places.join(", ")))
            .hint("name the folder with --fonts DIR, or put fonts/ of the distribution beside the plan's folder")
            // a disk that is not mounted yet
            .passing(true)
    })
}

fn candidates(plan: Option<&Path>) -> Vec<PathBuf> {
    let above = |path: PathBuf| {
        let folders: Vec<PathBuf> = path.ancestors().skip(1).take(ABOVE).map(|f| f.join("fonts")).collect();
        folders
    };
    let mut found = Vec::new();
    if let Some(plan) = plan {
        found.extend(above(std::path::absolute(plan).unwrap_or_else(|_| plan.to_owned())));
    }
    if let Ok(program) = std::env::current_exe() {
        found
            .extend(program.parent().and_then(Path::parent).map(|prefix| prefix.join("share/tongbao/fonts")));
        found.extend(above(program));
    }
    found.push(PathBuf::from("/usr/local/share/tongbao/fonts"));
    found.push(PathBuf::from("/usr/share/tongbao/fonts"));
    found
}
