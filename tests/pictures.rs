//! Pages as pictures, and the judge of pictures judged.

#[path = "support/pictures.rs"]
mod pictures;
#[path = "support/sheet.rs"]
mod sheet;

use pictures::{assert_page_looks_like, compare, difference, picture};
use sheet::{FACES, bulletin, meta};
use tongbao::render::render;
use tongbao::typeset::{Item, Layout, Length};

fn written(layout: &Layout) -> Vec<u8> {
    render(layout, &FACES, &meta()).expect("it can be written")
}

#[test]
fn both_pages_of_a_bulletin_look_as_they_did() {
    let pdf = written(&bulletin());
    assert_page_looks_like(&pdf, 1, "by-hand-1");
    assert_page_looks_like(&pdf, 2, "by-hand-2-turned");
}

#[test]
fn a_picture_tells_one_changed_figure_and_a_word_that_moved_by_a_point() {
    let before = picture(&written(&bulletin()), 2);
    let mut one_figure = bulletin();
    let mut moved = bulletin();
    for (layout, change) in [(&mut one_figure, true), (&mut moved, false)] {
        for placed in &mut layout.pages[1].items {
            if let Item::Glyphs(run) = &mut placed.item
                && run.glyphs[0].text == "5"
            {
                if change {
                    run.glyphs[0].id += 1;
                } else {
                    run.x += Length::pt(1);
                }
            }
        }
    }
    assert_eq!(before, picture(&written(&bulletin()), 2), "the same page, pixel for pixel");
    for layout in [one_figure, moved] {
        let seen = picture(&written(&layout), 2);
        assert!(difference(&before, &seen).local > 15.0, "{:?}", difference(&before, &seen));
    }
}

#[test]
fn a_missing_reference_is_written_and_the_test_still_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let reference = folder.path().join("page.png");
    let (first, second) = (picture(&written(&bulletin()), 1), picture(&written(&bulletin()), 2));
    let missing = compare(&first, &reference, false).unwrap_err();
    assert!(missing.contains("look at it, and commit it"), "{missing}");
    assert_eq!(compare(&first, &reference, false), Ok(()));
    assert!(
        compare(&second, &reference, false).unwrap_err().contains("in size: 841×595 pixels, not 595×841")
    );
    assert_eq!(compare(&second, &reference, true), Ok(()), "asked to write it anew");
    assert_eq!(compare(&second, &reference, false), Ok(()));
}
