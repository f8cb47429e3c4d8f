//! Layouts built by hand, written as PDF and read back.

#[path = "support/reading.rs"]
mod reading;
#[path = "support/sheet.rs"]
mod sheet;

use reading::{Piece, open, pages};
use sheet::{FACES, FANG, HEI, KAI, Sheet, bulletin, glyph, meta};
use tongbao::render::{RenderError, render};
use tongbao::typeset::{Glyph, Item, Layout, Length, Role};

fn written(layout: &Layout) -> Vec<u8> {
    render(layout, &FACES, &meta()).expect("it can be written")
}

/// The text of every marked piece that is not an artifact.
fn said(layout: &Layout) -> Vec<String> {
    let pages = pages(&open(&written(layout)));
    pages.into_iter().flatten().filter(|piece| piece.mcid.is_some()).map(|piece| piece.text).collect()
}

/// One paragraph on one page, of glyphs along one baseline.
fn paragraph(face: usize, glyphs: Vec<Glyph>) -> Layout {
    let mut sheet = Sheet::new();
    let node = sheet.node(Role::Paragraph, None);
    sheet.run(Some(node), face, 16, Length::mm(28), Length::mm(40), glyphs);
    sheet.0
}

#[test]
fn a_bulletin_gives_back_every_character_once_and_in_order() {
    let said = said(&bulletin());
    assert_eq!(said[0], "房屋安全隐患整治通报");
    assert_eq!(
        said[2],
        "截至7月14日18时，马堃、龚䶮所在的魏都区完成1056户，占9.39%，面积8077㎡，PDF/A “exact”。"
    );
    assert_eq!(said[3], "魏都区");
    assert_eq!(said[5], "翻页后仍是同一段。");
    assert_eq!(said[6..].join("|"), "整治进度表|单位|累计进度|户数|占比|魏都区|1056|9.39%|建安区|—|未报");
}

#[test]
fn spacing_that_is_no_character_is_not_read_as_one() {
    let mut sheet = Sheet::new();
    let (name, issue) = (sheet.node(Role::Paragraph, None), sheet.node(Role::Paragraph, None));
    sheet.spaced(name, FANG, 28, 40, "魏都区", 1500);
    sheet.spaced(issue, FANG, 28, 50, "第67期", 0);
    if let Item::Glyphs(run) = &mut sheet.0.pages[0].items[1].item {
        for at in [0, 2] {
            run.glyphs[at].advance += Length::pt(16).em(250);
        }
    }
    assert_eq!(said(&sheet.0), ["魏都区", "第67期"]);
    // what programs that go by gaps alone rely on: the text of both sides is given as a whole
    let content = contents(&written(&sheet.0));
    let spelled = |text: &str| {
        let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        content.contains(&format!("<FEFF{hex}>"))
    };
    assert!(spelled("魏都区") && spelled("第6") && spelled("7期"), "{content}");
}

#[test]
fn a_glyph_that_stands_for_several_texts_says_each_where_it_stands() {
    // 〓 in place of characters that no font has, and once as itself
    let stand_in = |text: &str| glyph(FANG, 16, '〓', text);
    let row = ["𬺈", "𬺈", "〓", "\u{E863}", "𰻝"].map(stand_in).to_vec();
    assert_eq!(said(&paragraph(FANG, row)), ["𬺈𬺈〓\u{E863}𰻝"]);
}

#[test]
fn a_ligature_and_glyphs_without_text_of_their_own_are_read_once() {
    let ligature = glyph(HEI, 16, '—', "——");
    // e and an accent drawn over it, and a mark that stands for nothing
    let accent = Glyph { advance: Length::ZERO, offset: -Length::pt(8), ..glyph(HEI, 16, '´', "") };
    let row =
        vec![glyph(HEI, 16, '·', ""), ligature, glyph(HEI, 16, 'e', "é"), accent, glyph(HEI, 16, 'e', "e")];
    assert_eq!(said(&paragraph(HEI, row)), ["——ée"]);
}

#[test]
fn every_glyph_stands_within_a_five_hundredth_of_a_point_of_its_place() {
    let mut row: Vec<Glyph> =
        "推进房屋安全（“A”），12.34%。".chars().map(|c| glyph(KAI, 16, c, &c.to_string())).collect();
    for (at, glyph) in (0_i64..).zip(&mut row) {
        glyph.advance += Length::from_micro_pt(123_457 * (at % 5) - 77_001);
        glyph.offset = Length::from_micro_pt(-33_331 * (at % 3));
    }
    let layout = paragraph(KAI, row.clone());
    let piece = pages(&open(&written(&layout))).concat().remove(0);
    assert_eq!(piece.glyphs.len(), row.len());
    let mut pen = Length::mm(28);
    for (drawn, wanted) in piece.glyphs.iter().zip(&row) {
        let at = (pen + wanted.offset).micro_pt() as f64 / 1e6;
        assert!((drawn.x - at).abs() < 0.002, "{} stands at {}, wanted {at}", wanted.text, drawn.x);
        pen += wanted.advance;
    }
    // 297 mm less 40 mm, from the page's foot
    assert!(piece.glyphs.iter().all(|glyph| (glyph.y - 728.504).abs() < 0.001), "{:?}", piece.glyphs[0]);
}

#[test]
fn faces_that_draw_are_embedded_and_cut_down_and_no_other_is_in_the_file() {
    let pdf = written(&bulletin());
    let document = open(&pdf);
    assert!(pdf.len() < 100_000, "{} bytes", pdf.len());
    let page = document.page_iter().next().expect("a page");
    let fonts = reading::font_dictionaries(&document, page);
    assert_eq!(
        fonts.len(),
        4,
        "仿宋, its supplement, 宋 and 黑; neither 楷 nor the rare: {:?}",
        fonts.keys()
    );
    for font in fonts.values() {
        let base = String::from_utf8_lossy(font.get(b"BaseFont").unwrap().as_name().unwrap()).into_owned();
        let (tag, name) = base.split_once('+').expect("a subset's tag");
        assert!(tag.len() == 6 && tag.bytes().all(|c| c.is_ascii_uppercase()), "{base}");
        let descriptor = reading::descendant(font).get(b"FontDescriptor").unwrap().as_reference().unwrap();
        let descriptor = document.get_dictionary(descriptor).unwrap();
        // FandolFang has CFF outlines, the others TrueType's
        let key: &[u8] = if name.starts_with("Fandol") { b"FontFile3" } else { b"FontFile2" };
        assert!(descriptor.has(key), "{base}");
        assert_eq!(descriptor.get(b"FontName").unwrap().as_name().unwrap(), base.as_bytes());
    }
}

#[test]
fn the_structure_ties_each_piece_to_its_element_and_back() {
    let document = open(&written(&bulletin()));
    let catalog = document.catalog().unwrap();
    let get = |id| document.get_dictionary(id).unwrap();
    let root = get(catalog.get(b"StructTreeRoot").unwrap().as_reference().unwrap());
    let numbers = get(root.get(b"ParentTree").unwrap().as_reference().unwrap());
    let numbers = numbers.get(b"Nums").unwrap().as_array().unwrap();
    let mut of_paragraph = Vec::new();
    for (number, pieces) in pages(&document).iter().enumerate() {
        let parents = numbers[2 * number + 1].as_array().unwrap();
        let tagged: Vec<&Piece> = pieces.iter().filter(|piece| piece.mcid.is_some()).collect();
        assert_eq!(parents.len(), tagged.len());
        for (piece, parent) in tagged.iter().zip(parents) {
            let parent = parent.as_reference().unwrap();
            assert_eq!(get(parent).get(b"S").unwrap().as_name().unwrap(), piece.tag.as_bytes());
            if piece.tag == "P" {
                of_paragraph.push(parent);
            }
        }
        assert!(pieces.iter().all(|piece| piece.mcid.is_some() || piece.tag == "Artifact"));
    }
    assert_eq!(of_paragraph.len(), 2, "one piece on each page");
    assert_eq!(of_paragraph[0], of_paragraph[1], "one element over both");
    let heads =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"A").ok()?.as_dict().ok());
    let spans: Vec<_> = heads
        .filter_map(|a| Some((a.get(b"ColSpan").ok()?.as_i64().ok()?, a.get(b"Scope").ok()?.as_name().ok()?)))
        .collect();
    assert_eq!(spans, [(2, b"Column".as_slice())], "累计进度 covers two columns");
}

#[test]
fn pages_keep_their_own_size_and_headings_make_an_outline() {
    let document = open(&written(&bulletin()));
    let sizes: Vec<Vec<f32>> = document
        .page_iter()
        .map(|page| {
            let sheet = document.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
            sheet[2..].iter().map(|side| side.as_float().unwrap()).collect()
        })
        .collect();
    assert_eq!(sizes, [[595.276, 841.89], [841.89, 595.276]]);
    let get = |id: &lopdf::Object| document.get_dictionary(id.as_reference().unwrap()).unwrap();
    let title = get(get(document.catalog().unwrap().get(b"Outlines").unwrap()).get(b"First").unwrap());
    assert_eq!(reading::text_of(title.get(b"Title").unwrap()), "房屋安全隐患整治通报");
    let section = get(title.get(b"First").unwrap());
    assert_eq!(reading::text_of(section.get(b"Title").unwrap()), "一、总体情况");
}

#[test]
fn the_same_layout_gives_the_same_bytes_and_another_time_gives_another_id() {
    let layout = bulletin();
    let first = written(&layout);
    assert!(first == written(&layout), "twice in one process");
    let mut later = meta();
    later.created += chrono::TimeDelta::days(1);
    let second = render(&layout, &FACES, &later).unwrap();
    let id =
        |pdf: &[u8]| open(pdf).trailer.get(b"ID").unwrap().as_array().unwrap()[0].as_str().unwrap().to_vec();
    assert_ne!(id(&first), id(&second));
    assert_ne!(id(&first), [0; 16]);
    keep("bulletin", &first);
}

#[test]
fn another_process_writes_the_same_bytes() {
    // the other process is this very test, told where to write
    const WRITES_TO: &str = "TONGBAO_TEST_WRITES_TO";
    if let Some(path) = std::env::var_os(WRITES_TO) {
        #[allow(clippy::disallowed_methods, reason = "into the calling test's own folder")]
        std::fs::write(path, written(&bulletin())).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let written_there = folder.path().join("bulletin.pdf");
    let this_program = std::env::current_exe().unwrap();
    let done = std::process::Command::new(this_program)
        .args(["--exact", "another_process_writes_the_same_bytes"])
        .env(WRITES_TO, &written_there)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    // here others may have been written before, which must not matter
    written(&paragraph(KAI, vec![glyph(KAI, 16, '一', "一")]));
    assert!(std::fs::read(written_there).unwrap() == written(&bulletin()));
}

#[test]
fn a_layout_that_cannot_be_drawn_or_tagged_truly_is_refused() {
    let refused = |layout: &Layout| render(layout, &FACES, &meta()).unwrap_err().to_string();
    let empty = Glyph { id: 0, ..glyph(FANG, 16, '一', "㛃") };
    let message = refused(&paragraph(FANG, vec![empty]));
    assert!(message.ends_with("FandolFang-Regular.otf would stand for `㛃`"), "{message}");
    let mut faceless = paragraph(FANG, vec![glyph(FANG, 16, '一', "一")]);
    if let Item::Glyphs(run) = &mut faceless.pages[0].items[0].item {
        run.face = 6;
    }
    assert_eq!(refused(&faceless), "cannot draw page 1: expected a face below 6, found 6");
    let mut astray = bulletin();
    astray.structure.clear();
    assert!(matches!(render(&astray, &FACES, &meta()), Err(RenderError::Structure { node: 0, .. })));
    let mut silent = Sheet::new();
    silent.node(Role::Figure { alternative: " ".into() }, None);
    assert_eq!(refused(&silent.0), "cannot tag the PDF: element 0, a figure, has no alternative text");
    let mut outside = paragraph(FANG, vec![glyph(FANG, 16, '一', "一")]);
    if let Item::Glyphs(run) = &mut outside.pages[0].items[0].item {
        run.glyphs[0].id = u16::MAX;
    }
    assert!(refused(&outside).starts_with("cannot embed"), "{}", refused(&outside));
    silent.0.pages.clear();
    assert_eq!(refused(&silent.0), "cannot write the PDF: the layout has no page");
}

#[test]
fn what_the_standards_forbid_in_a_structure_is_put_right() {
    let mut sheet = Sheet::new();
    // a shell without a title: its sections begin at the second level, and skip the third
    let section = sheet.node(Role::Heading(2), None);
    sheet.spaced(section, HEI, 28, 40, "一、总体情况", 0);
    let deeper = sheet.node(Role::Heading(4), None);
    sheet.spaced(deeper, HEI, 28, 50, "1.户数", 0);
    // a caption that stands by itself, an element that nothing is drawn for, a page of artifacts alone
    let caption = sheet.node(Role::Caption, None);
    sheet.body(caption, 12, 28, 60, "附表");
    sheet.node(Role::Paragraph, None);
    let strange = sheet.node(Role::Paragraph, None);
    let row = vec![glyph(FANG, 16, '〓', "\u{E863}"), glyph(FANG, 16, '〓', "𰻝"), glyph(FANG, 16, '·', "")];
    sheet.run(Some(strange), FANG, 16, Length::mm(28), Length::mm(70), row);
    let mut sheet = sheet.page(210, 297);
    sheet.run(None, FANG, 14, Length::mm(150), Length::mm(280), vec![glyph(FANG, 14, '2', "2")]);
    let pdf = written(&sheet.0);
    let tags: Vec<String> = pages(&open(&pdf)).concat().into_iter().map(|piece| piece.tag).collect();
    assert_eq!(tags, ["H1", "H2", "P", "P", "Artifact"]);
    keep("edges", &pdf);
}

/// Keeps a file where the judges can be called on it: `tests/judges/judge.sh target/tmp/*.pdf`.
fn keep(name: &str, pdf: &[u8]) {
    let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    #[allow(clippy::disallowed_methods, reason = "a test's own leavings, in the build's folder")]
    std::fs::write(kept, pdf).expect("the build's folder can be written");
}

/// All content streams, as text.
fn contents(pdf: &[u8]) -> String {
    let document = open(pdf);
    let pages = document.page_iter();
    pages.map(|page| String::from_utf8_lossy(&document.get_page_content(page)).into_owned()).collect()
}
