//! `tongbao template`: the districts' blank workbooks.

use std::path::PathBuf;

use super::desk;
use crate::args::TemplateArgs;
use crate::error::{Exit, Failure};
use crate::forms;
use crate::plan::Plan;
use crate::publish::{deposit, replace};

/// Writes them, all or none of those asked for.
pub(super) fn run(args: &TemplateArgs) -> Result<Exit, Failure> {
    let plans = desk::plans(std::slice::from_ref(&args.plan), &crate::args::Folders::default())?;
    let plan = &plans[0];
    let names = file_names(plan);
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for district in asked(plan, args.district.as_deref())? {
        let name = &plan.districts[district].name;
        if plan.workbooks.contains_key(&district) {
            let message =
                format!("no blank workbook for {name}: the plan lays out its own under `workbooks`");
            if args.district.is_some() {
                return Err(
                    Failure::not_issued(message).hint("take that entry out, and the blank one is read")
                );
            }
            eprintln!("note: {message}");
            continue;
        }
        let bytes = forms::template(plan, district)
            .map_err(|cause| Failure::not_issued(format!("cannot make the workbook of {name}: {cause}")))?;
        files.push((args.out.join(format!("{}.xlsx", names[district])), bytes));
    }
    if !args.overwrite {
        let there: Vec<String> = files
            .iter()
            .filter(|(path, _)| path.exists())
            .map(|(path, _)| path.display().to_string())
            .collect();
        if !there.is_empty() {
            let message = format!("nothing written: {} is there already", there.join(", "));
            return Err(Failure::not_issued(message)
                .hint("name another folder with --out, or give --overwrite to replace what is there"));
        }
    }
    desk::make_folder(&args.out)?;
    for (path, bytes) in &files {
        let put = if args.overwrite { replace(path, bytes) } else { deposit(path, bytes) };
        put?;
        outln!("{}", path.display());
    }
    Ok(Exit::Done)
}

/// The district asked for, or all.
fn asked(plan: &Plan, name: Option<&str>) -> Result<Vec<usize>, Failure> {
    let Some(name) = name else { return Ok((0..plan.districts.len()).collect()) };
    desk::district(plan, name).map(|district| vec![district])
}

/// A file's name for each district, no two alike: its name, with `_` for what no file's name holds.
pub(super) fn file_names(plan: &Plan) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for district in &plan.districts {
        let unfit = |c: char| "/\\<>:\"|?*".contains(c) || c.is_control();
        let plain: String = district.name.chars().map(|c| if unfit(c) { '_' } else { c }).take(60).collect();
        let plain = plain.trim_matches(['.', ' ', '~']).to_owned();
        let name = (1..)
            .map(|n| if n == 1 { plain.clone() } else { format!("{plain}-{n}") })
            .find(|name| !name.is_empty() && !names.contains(name));
        names.push(name.expect("one of so many numbers is free"));
    }
    names
}
