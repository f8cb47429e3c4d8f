//! Inputs kept beside editions.

use super::*;

/// The edition of `day` of July from `workbook`, with plan and workbook kept.
fn issue(desk: &Desk, day: u32, workbook: &str) -> Result<Receipt, PublishError> {
    let series = desk.open()?;
    let edition = edition(day, series.number_for(july(day), false)?);
    let bundle = bundle(&edition, workbook);
    publish(&series, &edition, &inputs(workbook), &materials(desk, workbook), || Ok(bundle))
}

/// The plan, and a workbook in a file.
fn materials(desk: &Desk, workbook: &str) -> Vec<Material> {
    let path = desk.path("东城区.ods");
    fs::write(&path, workbook).unwrap();
    vec![
        Material { sha256: sha256(b"plan"), source: MaterialSource::Bytes(b"plan".to_vec().into()) },
        Material { sha256: sha256(workbook.as_bytes()), source: MaterialSource::File(path) },
    ]
}

fn place_of(content: &str) -> String {
    let sha = sha256(content.as_bytes());
    format!("archive/s/inputs/{}/{sha}", &sha[..1])
}

#[test]
fn a_content_is_kept_once_and_read_back() {
    let desk = Desk::new();
    for (day, workbook) in [(13, "a"), (14, "b"), (15, "a")] {
        issue(&desk, day, workbook).unwrap();
    }
    let names: Vec<String> = desk.names().into_iter().filter(|name| name.contains("/inputs/")).collect();
    let mut expected = ["plan", "a", "b"].map(place_of);
    expected.sort();
    assert_eq!(names, expected);
    let series = desk.open().unwrap();
    let first = series.find(july(13)).unwrap();
    assert_eq!(series.input(first, &sha256(b"a")).unwrap(), b"a");
    assert_eq!(first.kept, [(sha256(b"plan"), 4), (sha256(b"a"), 1)].into());
    assert_eq!(desk.findings(), NOTHING);
}

#[test]
fn a_workbook_that_changed_after_it_was_read_leaves_nothing_behind_and_may_be_tried_again() {
    let desk = Desk::new();
    issue(&desk, 13, "a").unwrap();
    let before = desk.contents();
    let series = desk.open().unwrap();
    let edition = edition(14, series.next_number());
    let mut kept = materials(&desk, "b");
    kept.push(Material { sha256: sha256(b"more"), source: MaterialSource::Bytes(b"more".to_vec().into()) });
    fs::write(desk.path("东城区.ods"), "c").unwrap();
    let error =
        publish(&series, &edition, &inputs("b"), &kept, || Ok::<_, PublishError>(bundle(&edition, "b")))
            .unwrap_err();
    assert!(error.is_temporary() && matches!(error, PublishError::Changed { .. }), "{error}");
    fs::write(desk.path("东城区.ods"), "a").unwrap();
    assert_eq!(desk.contents(), before);
    assert!(issue(&desk, 14, "b").is_ok());
}

#[test]
fn a_run_killed_with_its_inputs_kept_is_finished_by_the_next() {
    let straight = Desk::new();
    issue(&straight, 13, "a").unwrap();
    for steps in 1..=3 {
        let desk = Desk::new();
        let series = desk.open().unwrap();
        let edition = edition(13, 66);
        let (bundle, kept) = (bundle(&edition, "a"), materials(&desk, "a"));
        let lock = series.lock().unwrap();
        let kept = super::keep::keep(&series, &kept).unwrap();
        let prepared = super::issue::prepare(&series, &edition, &bundle, kept).unwrap();
        match steps {
            1 => std::mem::forget(prepared),
            2 => std::mem::forget(prepared.archive().unwrap()),
            _ => {
                // and a temporary of a write that was cut short
                desk.spoil(&place_of("a").replace(&sha256(b"a"), &format!(".tmp-{}", sha256(b"a"))), "");
                desk.remove(&place_of("a"));
                std::mem::forget(prepared);
            }
        }
        drop(lock);
        let left = desk.findings();
        assert!(
            left.iter().all(|f| f.starts_with("left over") || f.starts_with("extra: archive/s/2021")),
            "{left:#?}"
        );
        issue(&desk, 13, "a").unwrap();
        assert_eq!(desk.contents(), straight.contents(), "after {steps} steps");
        assert_eq!(desk.findings(), NOTHING);
    }
}

#[test]
fn a_kept_input_that_was_spoilt_is_put_right_by_an_edition_that_has_it() {
    let desk = Desk::new();
    issue(&desk, 13, "a").unwrap();
    desk.spoil(&place_of("plan"), "nalp");
    assert_eq!(desk.findings().len(), 1);
    let receipt = issue(&desk, 14, "b").unwrap();
    assert!(
        receipt.notices[0].ends_with("was not what its name says, and is put right"),
        "{:?}",
        receipt.notices
    );
    assert_eq!(desk.findings(), NOTHING);
}
