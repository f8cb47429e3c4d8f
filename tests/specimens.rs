//! The book of specimens: bulletins of every shell and size through the whole pipeline, each written to
//! `target/specimens` for somebody to look at, and each measured by a linter that knows only the PDF.
//!
//! A part of the program that sets something new adds a file under `tests/specimens` with a function that
//! returns its specimens, and a line to [`book`].
#![allow(clippy::unwrap_used, reason = "a test that cannot make its specimen has failed")]
#![allow(clippy::disallowed_methods, reason = "pages to look at, and a test's own workbooks")]

#[path = "specimens/articles.rs"]
mod articles;
#[path = "specimens/charts.rs"]
mod charts;
#[path = "specimens/columns.rs"]
mod columns;
#[path = "specimens/drawn.rs"]
mod drawn;
#[path = "specimens/ink.rs"]
mod ink;
#[path = "specimens/lint.rs"]
mod lint;
#[path = "specimens/made.rs"]
mod made;
#[path = "specimens/markup.rs"]
mod markup;
#[path = "support/pictures.rs"]
mod pictures;
#[path = "specimens/reading.rs"]
mod reading;
#[path = "specimens/seen.rs"]
mod seen;
#[path = "specimens/shells.rs"]
mod shells;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use made::Specimen;
use tongbao::compose::{Block, Span};

/// All specimens, by the part that they show.
fn book() -> Vec<Specimen> {
    let parts: [fn() -> Vec<Specimen>; 5] =
        [shells::briefs, shells::officials, shells::tables, articles::articles, charts::charts];
    parts.into_iter().flat_map(|part| part()).collect()
}

#[test]
fn every_specimen_holds_to_its_style() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/specimens");
    std::fs::create_dir_all(folder.join("typst")).unwrap();
    let (book, next) = (book(), AtomicUsize::new(0));
    let found = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from).min(8) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(specimen) = book.get(at) else { break };
                    let made = specimen.make();
                    std::fs::write(folder.join(format!("{}.pdf", specimen.name)), &made.pdf).unwrap();
                    for (name, bytes) in &specimen.texts {
                        let beside = folder.join(format!("{}.texts", specimen.name));
                        std::fs::create_dir_all(&beside).unwrap();
                        std::fs::write(beside.join(name), bytes).unwrap();
                    }
                    // the same content for Typst, to be laid beside: see specimens/compare.py
                    let typst = folder.join(format!("typst/{}.typ", specimen.name));
                    std::fs::write(typst, markup::markup(&made.document, &made.style)).unwrap();
                    let seen = seen::pages(&made.pdf);
                    let mut faults = lint::faults(&seen, &made.style);
                    faults.extend(columns::faults(&seen, &made.style, made.columns));
                    faults.extend(lint::unsaid(&seen, &made.document.text()));
                    faults.extend(reading::out_of_order(&made.pdf, &seen, &made.document.text()));
                    faults.extend(ink::faults(&seen, &specimen.districts));
                    found.lock().unwrap().insert(at, (seen.len(), faults));
                }
            });
        }
    });
    let (mut faults, mut pages, mut index) = (Vec::new(), 0, String::new());
    for (specimen, (many, told)) in book.iter().zip(found.into_inner().unwrap().into_values()) {
        pages += many;
        index += &format!("{}\t{many} pages\t{}\n", specimen.name, specimen.shows);
        faults.extend(told.into_iter().map(|fault| format!("{}: {fault}", specimen.name)));
    }
    std::fs::write(folder.join("index.txt"), &index).unwrap();
    assert!(pages >= 40, "the book has {pages} pages only");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
}

/// Tables that few nights have, for tests/judges/table.py to reckon: no task, ties, nobody there, groups, over
/// the task, hundredths, 200 districts.
#[test]
fn tables_of_odd_nights_are_left_for_the_judges() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/specimens");
    std::fs::create_dir_all(&folder).unwrap();
    for specimen in charts::charts() {
        if ["图特例", "图未报200区", "图分组", "图超额", "图四项", "图首期", "图零"]
            .contains(&specimen.name.as_str())
        {
            let (table, figures) = charts::table(&specimen);
            assert!(table.starts_with(b"PK") && figures.starts_with(b"{"));
            std::fs::write(folder.join(format!("{}.xlsx", specimen.name)), table).unwrap();
            std::fs::write(folder.join(format!("{}.json", specimen.name)), figures).unwrap();
        }
    }
}

#[test]
fn the_linter_sees_what_is_wrong() {
    let made = shells::officials().remove(0).make();
    let sound = seen::pages(&made.pdf);
    assert_eq!(lint::faults(&sound, &made.style), Vec::<String>::new());
    let backwards: String = made.document.text().lines().rev().map(|line| format!("{line}\n")).collect();
    assert!(reading::out_of_order(&made.pdf, &sound, &backwards).iter().any(|f| f.contains("too early")));
    let more = format!("{}\n一句没有印的话", made.document.text());
    assert_eq!(
        reading::out_of_order(&made.pdf, &sound, &more),
        ["一句没有印的话 is never heard in one piece"]
    );
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
fn the_linter_sees_what_is_wrong_with_a_chart() {
    let specimen = charts::charts().into_iter().find(|s| s.name == "图5区3项").unwrap();
    let sound = seen::pages(&specimen.make().pdf);
    let faults = |pages: &[seen::Seen]| ink::faults(pages, &specimen.districts);
    assert_eq!(faults(&sound), Vec::<String>::new());
    type Spoil = fn(&mut seen::Seen);
    let spoiled: [(Spoil, &str); 7] = [
        // the white behind values taken away: the grid runs through one of them
        (|page| page.fills.retain(|fill| fill.color.iter().any(|part| *part < 0.999)), "crossed"),
        (|page| page.fills.iter_mut().for_each(|fill| fill.order += 100_000), "painted over"),
        (|page| page.fills.iter_mut().for_each(|fill| fill.color = [0.3; 3]), "contrast"),
        (|page| page.rules.iter_mut().for_each(|rule| rule.color = [0.65; 3]), "contrast"),
        (
            |page| {
                let first = page.fills[0].color;
                page.fills[2].color = first.map(|part| part + 0.02);
            },
            "copy alike",
        ),
        (
            |page| page.alternatives.values_mut().for_each(|text| *text = text.replace("丁营塘零镇", "")),
            "leaves out 丁营塘零镇",
        ),
        (
            |page| page.alternatives.values_mut().for_each(|text| *text = text.replace("11.78%", "")),
            "leaves out 11.78%",
        ),
    ];
    for (spoil, wanted) in spoiled {
        let mut pages = sound.clone();
        spoil(&mut pages[0]);
        let faults = faults(&pages);
        assert!(faults.iter().any(|f| f.contains(wanted)), "{wanted}: {faults:?}");
    }
}

#[test]
fn a_page_of_plain_text_has_22_lines_of_28_characters() {
    let mut specimen = shells::officials().remove(4);
    specimen.altered = |document| {
        let text = "各区要对照任务倒排工期逐户销号".chars().cycle().take(2000).collect::<String>();
        document.blocks = vec![Block::Paragraph(vec![Span::plain(text)])];
    };
    let made = specimen.make();
    let page = &seen::pages(&made.pdf)[1];
    let mut lines: BTreeMap<i64, usize> = BTreeMap::new();
    for glyph in page.glyphs.iter().filter(|g| g.mcid.is_some()) {
        *lines.entry((glyph.y * 10.0).round() as i64).or_default() += 1;
    }
    assert_eq!(lines.len(), 22);
    assert!(lines.values().all(|characters| *characters == 28), "{lines:?}");
    // 37 mm to the first line's slot, 28 mm to its first character, or 26 on an even page's left
    let (first, last) = (&page.glyphs[0], &page.glyphs[27]);
    assert!((first.x - 26.0 * 72.0 / 25.4).abs() < 2.83, "{}", first.x);
    assert!((page.width - last.x - last.width - 28.0 * 72.0 / 25.4).abs() < 2.83);
    assert!((first.y - 0.88 * first.size - 37.0 * 72.0 / 25.4).abs() < 2.83 + 6.6, "{}", first.y);
}

/// GB/T 9704-2012 7.5: where pages before the 版记 are blank, neither they nor its own page are numbered.
#[test]
fn a_blank_page_before_the_record_is_not_numbered_nor_is_its_own() {
    let of_name = |specimen: &Specimen| specimen.name == "公文空白页";
    let made = shells::officials().into_iter().find(of_name).expect("it is in the book").make();
    let pages = seen::pages(&made.pdf);
    let [.., text, blank, record] = pages.as_slice() else { panic!("{} pages", pages.len()) };
    let said = |page: &seen::Seen| page.glyphs.iter().map(|g| g.text.as_str()).collect::<String>();
    assert_eq!((pages.len() % 2, said(blank).as_str()), (0, ""));
    assert!(said(text).contains('—'), "{}", said(text));
    assert!(said(record).contains("抄送") && !said(record).contains('—'), "{}", said(record));
}

/// Until November 2026 the signature went overleaf with two lines of text, for want of one line.
#[test]
fn a_blank_line_is_given_before_the_signature_goes_overleaf() {
    let of_name = |specimen: &Specimen| specimen.name == "公文四项";
    let made = shells::officials().into_iter().find(of_name).expect("it is in the book").make();
    let said = |page: &seen::Seen| page.glyphs.iter().map(|g| g.text.as_str()).collect::<String>();
    let text = said(&seen::pages(&made.pdf)[1]);
    assert!(text.contains("2.各单位累计进度占比图") && text.contains("指挥部办公室2021年7月14日"), "{text}");
}

#[test]
fn four_of_them_look_as_they_did() {
    for (name, page) in [("公文长文", 1), ("公文长文", 2), ("公文长文", 6), ("自定版式", 1)] {
        let specimen = book().into_iter().find(|s| s.name == name).unwrap();
        pictures::assert_page_looks_like(&specimen.make().pdf, page, &format!("specimen-{name}-{page}"));
    }
}

#[test]
fn articles_look_as_they_did() {
    for (name, page) in [("文章各级2栏", 1), ("文章图片2栏", 1), ("文章表格3栏", 1)] {
        let specimen = articles::articles().into_iter().find(|s| s.name == name).unwrap();
        pictures::assert_page_looks_like(&specimen.make().pdf, page, &format!("specimen-{name}-{page}"));
    }
}

#[test]
fn the_linter_sees_what_is_wrong_with_columns() {
    let made = articles::articles().into_iter().find(|s| s.name == "文章图片2栏").unwrap().make();
    let sound = seen::pages(&made.pdf);
    assert_eq!(columns::faults(&sound, &made.style, 2), Vec::<String>::new());
    type Spoil = fn(&mut seen::Seen);
    fn is_text(glyph: &seen::Glyph) -> bool {
        (glyph.size - 12.0).abs() < 0.02
    }
    let spoiled: [(Spoil, &str); 4] = [
        (|page| page.glyphs.iter_mut().filter(|g| is_text(g)).for_each(|g| g.x += 14.0), "between columns"),
        (|page| page.pictures[0].x -= 40.0, "across columns"),
        (
            |page| page.glyphs.iter_mut().filter(|g| g.x > 300.0 && is_text(g)).for_each(|g| g.y += 5.0),
            "grid",
        ),
        (
            |page| page.glyphs.iter_mut().filter(|g| is_text(g)).for_each(|g| g.tag = "H3".into()),
            "ends its column",
        ),
    ];
    for (spoil, wanted) in spoiled {
        let mut pages = sound.clone();
        spoil(&mut pages[0]);
        let faults = columns::faults(&pages, &made.style, 2);
        assert!(faults.iter().any(|f| f.contains(wanted)), "{wanted}: {faults:?}");
    }
}
