//! Who may use whom, where foreign crates stand, what touches the system, and what crosses the borders: the
//! house's plan, held against every path under src.

use std::fs;
use std::path::{Path, PathBuf};

/// A part of the house, the parts that it may use, and why these.
const MAY_USE: &[(&str, &[&str])] = &[
    // words that all share use nothing
    ("model", &[]),
    // nor does the means to use every core
    ("threads", &[]),
    ("schedule", &["model"]),
    // a plan holds the expression that says when
    ("plan", &["model", "schedule"]),
    // from here on a stage uses the words, the plan, and the stage before it
    ("collect", &["model", "plan", "threads"]),
    ("reckon", &["model", "plan", "collect"]),
    // written texts join the figures where the bulletin is composed
    ("articles", &["model", "plan"]),
    ("compose", &["model", "plan", "articles", "reckon"]),
    ("typeset", &["model", "plan", "compose"]),
    // what is drawn and kept needs no plan
    // … but the table with formulas is what compose says of it, not where it stands on a page
    ("render", &["model", "typeset", "compose", "threads"]),
    ("publish", &["model", "threads"]),
    // what goes back to a district says what the plan wants and what was wrong
    ("forms", &["model", "plan"]),
    ("args", &["model"]),
    ("error", &["model", "plan", "schedule", "collect", "reckon", "compose", "typeset", "render", "publish"]),
    // where the stages meet
    (
        "command",
        &[
            "args", "error", "model", "plan", "schedule", "collect", "articles", "reckon", "compose",
            "typeset", "render", "publish", "forms", "threads",
        ],
    ),
    ("main", &["args", "command"]),
    ("lib", &[]),
];

/// A foreign crate, and the files or folders under src that may name it.
const ONE_PLACE: &[(&str, &[&str])] = &[
    ("calamine", &["collect/workbook.rs"]),
    ("zip", &["collect/"]),
    ("flate2", &["render/"]),
    ("foldhash", &["collect/ledger/"]),
    ("memchr", &["collect/xlsx/", "collect/sniff.rs", "collect/preflight.rs"]),
    ("quick_xml", &["collect/xlsx/parts.rs"]),
    // read by collect, written for districts and readers
    ("rust_xlsxwriter", &["forms/", "render/"]),
    ("csv", &["collect/"]),
    ("sha2", &["model/hex.rs", "collect/inbox.rs", "render/"]),
    ("encoding_rs", &["model/decode.rs"]),
    ("pulldown_cmark", &["articles/markdown.rs"]),
    ("cron", &["schedule/expression.rs"]),
    ("chrono_tz", &["schedule/", "plan/", "command/"]),
    ("serde_yaml", &["plan/raw.rs"]),
    ("memmap2", &["typeset/face.rs"]),
    ("harfrust", &["typeset/"]),
    ("unicode_segmentation", &["typeset/"]),
    // what is alike to a reader: heads, cells and names; what is set as one character
    ("unicode_normalization", &["plan/", "collect/", "typeset/"]),
    ("strsim", &["plan/nearest.rs", "collect/"]),
    // size and samples, and nothing drawn
    ("image", &["articles/picture.rs", "render/"]),
    ("printpdf", &["render/"]),
    ("lopdf", &["render/"]),
    ("subsetter", &["render/"]),
    ("hayro", &["render/png.rs"]),
    (
        "rustix",
        &["publish/system.rs", "collect/apart/system.rs", "schedule/clock.rs", "command/serve/hook.rs"],
    ),
    ("signal_hook", &["command/serve/signals.rs", "collect/apart/system.rs"]),
    ("sd_notify", &["command/serve/notify.rs"]),
    ("clap", &["args/", "main.rs", "command/mod.rs"]),
    ("clap_complete", &["args/mod.rs", "command/mod.rs"]),
    ("clap_mangen", &["command/mod.rs"]),
    // serve has a module of that name
    ("notify", &["command/preview/watch.rs", "command/serve/"]),
    ("indicatif", &["command/"]),
    // a stage says what it has to say in its value
    ("tracing", &["command/"]),
    ("tracing_subscriber", &["command/log.rs"]),
];

/// Crates that any part may name: words of time and of data.
const ANYWHERE: &[&str] = &["chrono", "serde", "serde_json", "thiserror"];

/// What of the standard library touches the system, and the files or folders under src that may: the other
/// stages are pure, and the same values give the same values.
const SYSTEM: &[(&str, &[&str])] = &[
    (
        "fs",
        &[
            "plan/file.rs",
            "articles/folder.rs",
            "collect/inbox.rs",
            "typeset/face.rs",
            "publish/",
            "command/",
        ],
    ),
    ("net", &[]),
    ("process", &["main.rs", "collect/apart/", "command/serve/hook.rs", "command/archive/scratch.rs"]),
    ("env", &["collect/apart/system.rs", "command/"]),
    ("os", ONE_SYSTEM),
];

/// Where calls stand that only one system has, so that another can follow.
const ONE_SYSTEM: &[&str] = &[
    "publish/system.rs",
    "collect/apart/system.rs",
    "command/serve/hook.rs",
    "command/serve/signals.rs",
    "command/archive/scratch.rs",
];

/// A file with more lines of code than this, its tests aside, has two subjects …
const LONGEST: usize = 450;
/// … unless it is one list.
const LISTS: &[&str] = &["model/catalogue.rs"];

#[test]
fn every_part_uses_what_it_may_and_foreign_crates_keep_to_their_place() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    let files = rust_files(&src);
    assert!(files.len() > 20, "only {} files found under {}", files.len(), src.display());
    for file in files {
        let name = file.strip_prefix(&src).expect("found under src").to_string_lossy().replace('\\', "/");
        broken.extend(violations(&name, &fs::read_to_string(&file).expect("source is UTF-8")));
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// What a file under src uses that it may not, a sentence each.
fn violations(file: &str, source: &str) -> Vec<String> {
    let text = without_tests(&without_comments_and_strings(source));
    let part = file.split(['/', '.']).next().unwrap_or("");
    let mut broken = Vec::new();
    match MAY_USE.iter().find(|(name, _)| *name == part) {
        None => broken.push(format!("src/{file}: `{part}` has no line in the table of this test; add one")),
        Some((_, may)) => {
            for used in parts_used(file, &text) {
                let is_part = MAY_USE.iter().any(|(name, _)| *name == used);
                if is_part && used != part && !may.contains(&used.as_str()) {
                    let may = if may.is_empty() { "nothing".to_owned() } else { may.join(", ") };
                    broken.push(format!("src/{file} uses crate::{used}; {part} may use {may}"));
                }
            }
        }
    }
    let mut astray = |what: &str, places: &[&str]| {
        if places.iter().any(|place| file == *place || place.ends_with('/') && file.starts_with(place)) {
            return;
        }
        let may = if places.is_empty() { "nowhere".to_owned() } else { places.join(", src/") };
        broken.push(format!("src/{file} uses {what}, which may stand in src/{may} only"));
    };
    for (foreign, places) in ONE_PLACE.iter().filter(|(foreign, _)| names(&text, foreign)) {
        astray(foreign, places);
    }
    let of_std: Vec<String> =
        occurrences(&text, "std::").flat_map(|at| first_words(&text[at + "std::".len()..])).collect();
    for (module, places) in SYSTEM.iter().filter(|(module, _)| of_std.iter().any(|used| used == module)) {
        astray(&format!("std::{module}"), places);
    }
    if ["cfg(unix", "cfg(windows", "cfg(not(unix", "cfg(target_os", "cfg_attr(not(unix"]
        .iter()
        .any(|cfg| text.contains(cfg))
    {
        astray("what one system has", ONE_SYSTEM);
    }
    if ["Instant::now", "SystemTime::now", "Utc::now", "Local::now"].iter().any(|now| text.contains(now)) {
        astray("the time of now", &["schedule/clock.rs"]);
    }
    let length = text.lines().filter(|line| !line.trim().is_empty()).count();
    if length > LONGEST && !LISTS.contains(&file) {
        broken.push(format!("src/{file} has {length} lines of code, more than {LONGEST}: find its wall"));
    }
    broken
}

/// The files of the program: modules that only its tests have are left out.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let of_tests =
            fs::read_to_string(folder.join("mod.rs")).map_or_else(|_| vec![], |text| test_files(&text));
        for entry in fs::read_dir(&folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            let is_test = path.file_stem().is_some_and(|stem| of_tests.iter().any(|test| **test == *stem));
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !is_test {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The modules in files of their own that `text` has for its tests alone.
fn test_files(text: &str) -> Vec<String> {
    let after = text.split("#[cfg(test)]").skip(1);
    let item = |after: &str| {
        let item = after.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("#["))?;
        Some(item.split_once("mod ")?.1.strip_suffix(';')?.to_owned())
    };
    after.filter_map(item).collect()
}

/// The parts that `text` names: after `crate::` (or `tongbao::` in main), also in braces, and after as many
/// `super::` as lead out of the part.
fn parts_used(file: &str, text: &str) -> Vec<String> {
    let depth = file.matches('/').count() + usize::from(!file.ends_with("/mod.rs"));
    let mut starts = Vec::new();
    for root in ["crate::", "tongbao::"] {
        starts.extend(occurrences(text, root).map(|at| at + root.len()));
    }
    for at in occurrences(text, "super::") {
        let supers = text[at..].split("super::").take_while(|between| between.is_empty()).count();
        // the first piece before the first `super::` is empty too, and so counts for it
        if supers >= depth {
            starts.push(at + supers * "super::".len());
        }
    }
    let mut used: Vec<String> = starts.into_iter().flat_map(|at| first_words(&text[at..])).collect();
    used.sort();
    used.dedup();
    used
}

/// The first word of a path, or of each path in braces.
fn first_words(text: &str) -> Vec<String> {
    let word = |text: &str| text.trim_start().chars().take_while(|c| is_word(*c)).collect::<String>();
    let Some(group) = text.trim_start().strip_prefix('{') else { return vec![word(text)] };
    let (mut words, mut level, mut start) = (Vec::new(), 0, 0);
    for (i, c) in group.char_indices() {
        match c {
            '{' => level += 1,
            '}' if level > 0 => level -= 1,
            '}' => {
                words.push(word(&group[start..]));
                break;
            }
            ',' if level == 0 => {
                words.push(word(&group[start..]));
                start = i + 1;
            }
            _ => {}
        }
    }
    words
}

/// Does `text` name the crate: `name::…` at a path's start, or `use name`?
fn names(text: &str, foreign: &str) -> bool {
    occurrences(text, foreign).any(|at| {
        let after = text[at + foreign.len()..].trim_start();
        let is_use = text[..at].trim_end().ends_with("use") && after.starts_with([';', 'a']);
        after.starts_with("::") || is_use
    })
}

/// Where `word` starts a path.
fn occurrences<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(at, _)| at).filter(|at| {
        let before = text[..*at].chars().next_back();
        !before.is_some_and(|c| is_word(c) || c == ':')
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Tests stand at a file's end and may use what they like.
fn without_tests(text: &str) -> String {
    let marks = ["#[cfg(test)]", "#[cfg(all(test, unix))]"];
    let opens = |at: usize, mark: &str| {
        let mut item = text[at + mark.len()..].trim_start();
        while item.starts_with("#[") {
            item = item.split_once(']').map_or("", |(_, rest)| rest.trim_start());
        }
        let end = item.find(['{', ';']);
        item.starts_with("mod ") && end.is_some_and(|end| item[end..].starts_with('{'))
    };
    let starts = marks.iter().flat_map(|mark| text.match_indices(mark));
    let end = starts.filter(|(at, mark)| opens(*at, mark)).map(|(at, _)| at).min();
    text[..end.unwrap_or(text.len())].to_owned()
}

/// The code alone: what is said in comments and strings uses nothing.
fn without_comments_and_strings(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let ends_word = code.chars().next_back().is_some_and(is_word);
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if !ends_word && (rest.starts_with("r\"") || rest.starts_with("r#")) {
            raw_string(rest)
        } else if c == '"' {
            string(rest)
        } else if c == '\'' {
            character(rest)
        } else {
            0
        };
        if skipped == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            code.push(' ');
            rest = &rest[skipped..];
        }
    }
    code
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return i + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> usize {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    if !rest[1 + hashes..].starts_with('"') {
        return 0; // r#type, a raw name
    }
    let close = format!("\"{}", "#".repeat(hashes));
    rest[2 + hashes..].find(&close).map_or(rest.len(), |end| 2 + hashes + end + close.len())
}

/// `'x'` and `'\n'` are characters, `'x` is a lifetime.
fn character(rest: &str) -> usize {
    let inner = &rest[1..];
    if let Some(escape) = inner.strip_prefix('\\') {
        return escape.char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(end, _)| end + 3);
    }
    let mut chars = inner.char_indices().skip(1);
    matches!(chars.next(), Some((_, '\''))).then(|| inner.find('\'').unwrap_or(0) + 2).unwrap_or(0)
}

#[test]
fn every_crate_that_the_program_needs_has_its_place() {
    let manifest = include_str!("../Cargo.toml");
    let mut in_dependencies = false;
    let mut needed = Vec::new();
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            in_dependencies = section.ends_with("dependencies]") && !section.starts_with("dev");
        } else if let Some((name, _)) = line.split_once(" =").filter(|_| in_dependencies)
            && !line.starts_with('#')
        {
            needed.push(name.replace('-', "_"));
        }
    }
    assert!(needed.len() > 30, "{needed:?}");
    let placed = |name: &&String| {
        ONE_PLACE.iter().any(|(foreign, _)| foreign == name) || ANYWHERE.contains(&name.as_str())
    };
    let homeless: Vec<&String> = needed.iter().filter(|name| !placed(name)).collect();
    assert!(homeless.is_empty(), "no line in the tables of this test: {homeless:?}");
    let gone: Vec<&str> = ONE_PLACE
        .iter()
        .map(|(foreign, _)| *foreign)
        .filter(|foreign| !needed.iter().any(|name| name == foreign))
        .collect();
    assert!(gone.is_empty(), "lines for crates that are not needed: {gone:?}");
}

#[test]
fn the_house_opens_as_it_is_drawn() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let main = fs::read_to_string(src.join("main.rs")).expect("the program has a main");
    assert!(main.lines().count() < 40, "main.rs parses, runs and gives the exit code: nothing else");
    let lib = fs::read_to_string(src.join("lib.rs")).expect("the library has its front page");
    let stages: Vec<&str> =
        lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let at = |stage: &str| stages.iter().position(|s| *s == stage).unwrap_or_else(|| panic!("no {stage}"));
    let flow = ["model", "plan", "schedule", "collect", "reckon", "compose", "typeset", "render", "publish"];
    assert!(
        flow.is_sorted_by_key(|stage| at(stage)),
        "lib.rs names its stages in the order of the flow: {stages:?}"
    );
    for stage in stages.into_iter().filter(|stage| src.join(stage).is_dir()) {
        let text = fs::read_to_string(src.join(stage).join("mod.rs")).expect("a stage has its front page");
        let essay = text.lines().take_while(|line| line.starts_with("//!")).count();
        // of the command line its help says enough
        let least = if stage == "args" { 1 } else { 3 };
        assert!(essay >= least, "src/{stage}/mod.rs opens with what it is for and what it leaves to others");
    }
}

/// What crosses a border is a finished value: a test can build one, and compare it.
#[test]
fn what_crosses_a_border_is_a_value() {
    fn is_value<T: std::fmt::Debug + Clone + PartialEq>() {}
    is_value::<tongbao::plan::Plan>();
    is_value::<tongbao::plan::PlanFaults>();
    is_value::<tongbao::collect::Collected>();
    is_value::<tongbao::articles::Texts>();
    is_value::<tongbao::reckon::Standings>();
    is_value::<tongbao::compose::Document>();
    is_value::<tongbao::typeset::Layout>();
    is_value::<tongbao::publish::Bundle>();
    is_value::<tongbao::publish::Receipt>();
}

#[test]
fn a_breach_is_named_with_what_was_used_and_what_may_be() {
    let breaches = |file, source| violations(file, source).join("\n");
    assert_eq!(
        breaches("render/page.rs", "use crate::{model::Day, plan::{Plan, Shell}};"),
        "src/render/page.rs uses crate::plan; render may use model, typeset, compose, threads"
    );
    assert_eq!(
        breaches(
            "collect/header.rs",
            "fn f() { let x = calamine::Data::Empty; super::super::command::run(); }"
        ),
        "src/collect/header.rs uses crate::command; collect may use model, plan, threads\n\
         src/collect/header.rs uses calamine, which may stand in src/collect/workbook.rs only"
    );
    assert_eq!(
        breaches("model/day.rs", "use super::super::plan;"),
        "src/model/day.rs uses crate::plan; model may use nothing"
    );
    assert_eq!(
        breaches("model/mod.rs", "use super::plan;"),
        "src/model/mod.rs uses crate::plan; model may use nothing"
    );
    assert_eq!(
        breaches("utils/mod.rs", ""),
        "src/utils/mod.rs: `utils` has no line in the table of this test; add one"
    );
    assert!(
        breaches("reckon/rank.rs", "use std::{cmp::Ordering, fs::File};")
            .starts_with("src/reckon/rank.rs uses std::fs, which may stand in src/plan/file.rs, ")
    );
    assert!(breaches("publish/issue.rs", "#[cfg(unix)]\nfn f() {}").contains("uses what one system has"));
    assert_eq!(
        breaches("reckon/rank.rs", "fn f() { chrono::Utc::now(); }"),
        "src/reckon/rank.rs uses the time of now, which may stand in src/schedule/clock.rs only"
    );
    let long = "fn f() {}\n".repeat(LONGEST + 1);
    assert!(breaches("plan/keys.rs", &long).ends_with("more than 450: find its wall"));
    assert_eq!(
        test_files("mod a;\n#[cfg(test)]\n#[path = \"x\"]\npub(crate) mod b;\n#[cfg(test)]\nmod c { }"),
        ["b"]
    );
}

#[test]
fn what_is_only_said_is_no_breach() {
    let source = "//! [`crate::command`] and cron::Schedule\n/* calamine:: */\n\
                  const A: &str = \"crate::command \\\" cron::X\"; const B: &str = r#\"printpdf::\"#;\n\
                  fn f<'a>(x: &'a str) -> char { '\"' }\nuse crate::csv::X; use super::names; use my_cron::X;\n\
                  fn g() { let q = '\\''; let c = '中'; }\n\
                  #[cfg(test)]\nmod tests { use crate::command; }";
    assert_eq!(violations("plan/keys.rs", source), Vec::<String>::new());
    // but a module of tests in a file of its own ends nothing
    let source = "#[cfg(test)]\nmod tests;\nuse cron::Schedule; fn f() {}";
    assert_eq!(violations("plan/mod.rs", source).len(), 1);
}
