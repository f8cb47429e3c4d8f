//! The book of specimens: bulletins of every shell and size through the whole pipeline, each written to
//! `target/specimens` for somebody to look at, and each measured by a linter that knows only the PDF.
//!
//! A part of the program that sets something new adds a file under `tests/specimens` with a function that
//! returns its specimens, and a line to [`book`].
#![allow(clippy::unwrap_used, reason = "a test that cannot make its specimen has failed")]
#![allow(clippy::disallowed_methods, reason = "pages to look at, and a test's own workbooks")]

#[path = "specimens/lint.rs"]
mod lint;
#[path = "specimens/made.rs"]
mod made;
#[path = "support/pictures.rs"]
mod pictures;
#[path = "specimens/seen.rs"]
mod seen;
#[path = "specimens/shells.rs"]
mod shells;

use std::path::Path;

use made::Specimen;

/// All specimens, by the part that they show.
fn book() -> Vec<Specimen> {
    let parts: [fn() -> Vec<Specimen>; 3] = [shells::briefs, shells::officials, shells::tables];
    parts.into_iter().flat_map(|part| part()).collect()
}

#[test]
fn every_specimen_holds_to_its_style() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/specimens");
    std::fs::create_dir_all(&folder).unwrap();
    let (mut faults, mut pages, mut index) = (Vec::new(), 0, String::new());
    for specimen in book() {
        let made = specimen.make();
        std::fs::write(folder.join(format!("{}.pdf", specimen.name)), &made.pdf).unwrap();
        let seen = seen::pages(&made.pdf);
        pages += seen.len();
        index += &format!("{}\t{} pages\t{}\n", specimen.name, seen.len(), specimen.shows);
        faults
            .extend(lint::faults(&seen, &made.style).into_iter().map(|f| format!("{}: {f}", specimen.name)));
    }
    std::fs::write(folder.join("index.txt"), &index).unwrap();
    assert!(pages >= 40, "the book has {pages} pages only");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
}

#[test]
fn the_linter_sees_what_is_wrong() {
    let made = shells::officials().remove(0).make();
    let sound = seen::pages(&made.pdf);
    assert_eq!(lint::faults(&sound, &made.style), Vec::<String>::new());
    type Spoil = fn(&mut seen::Seen);
    let spoiled: [(Spoil, &str); 8] = [
        (|page| page.glyphs[40].x += 30.0, "overlap"),
        (|page| page.glyphs.iter_mut().for_each(|g| g.x -= 6.0), "outside the type area"),
        (|page| page.glyphs.iter_mut().filter(|g| g.size < 16.0).for_each(|g| g.y += 4.0), "off the grid"),
        (|page| page.rules.iter_mut().for_each(|r| r.y += 6.0), "red line"),
        (|page| page.glyphs.iter_mut().filter(|g| g.mcid.is_none()).for_each(|g| g.x -= 90.0), "page number"),
        (
            |page| {
                let at = page.glyphs.iter().position(|g| g.text == "，").unwrap();
                let next = page.glyphs[at + 1].clone();
                page.glyphs[at].y = next.y - 28.99;
                page.glyphs[at].x = 28.0 * 72.0 / 25.4;
            },
            "begins with",
        ),
        (|page| page.width += 3.0, "A4"),
        (|page| page.rules.iter_mut().for_each(|r| r.width = 3.0), "red line"),
    ];
    for (spoil, wanted) in spoiled {
        let mut pages = sound.clone();
        spoil(&mut pages[0]);
        let faults = lint::faults(&pages, &made.style);
        assert!(faults.iter().any(|f| f.contains(wanted)), "{wanted}: {faults:?}");
    }
}

#[test]
fn four_of_them_look_as_they_did() {
    for (name, page) in [("公文", 1), ("公文", 4), ("公文上行", 1), ("自定版式", 1)] {
        let specimen = book().into_iter().find(|s| s.name == name).unwrap();
        pictures::assert_page_looks_like(&specimen.make().pdf, page, &format!("specimen-{name}-{page}"));
    }
}
