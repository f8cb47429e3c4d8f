//! Runs that meet, and runs that are killed.

use super::keep::KeptInputs;
use super::*;

#[test]
fn two_runs_at_once_do_not_meet() {
    let desk = Desk::with_two_issues();
    let before = desk.tree();
    let lock = desk.open().unwrap().lock().unwrap();
    let error = desk.run(15, "c").unwrap_err();
    assert!(error.is_temporary() && matches!(error, PublishError::Busy { .. }), "{error}");
    assert_eq!(desk.tree(), before);
    drop(lock);
    assert_eq!(desk.run(15, "c").unwrap(), "issued 第68期");
}

#[test]
fn of_eight_runs_at_once_one_issues_and_the_others_say_try_again() {
    let desk = Desk::with_two_issues();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| desk.run(15, "c"))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let issued = outcomes.iter().filter(|o| o.as_ref().is_ok_and(|text| text == "issued 第68期")).count();
    assert_eq!(issued, 1, "{outcomes:?}");
    for outcome in outcomes {
        // a run that came late enough finds the edition standing
        assert!(outcome.as_ref().map_or_else(PublishError::is_temporary, |_| true), "{outcome:?}");
    }
    assert_eq!(desk.manifest().lines().count(), 3);
    assert_eq!(desk.findings(), NOTHING);
}

#[test]
fn a_run_that_was_overtaken_does_not_give_the_same_number() {
    let desk = Desk::with_two_issues();
    let slow = desk.open().unwrap();
    desk.run(15, "c").unwrap();
    let edition = edition(16, slow.next_number());
    let error = put_out(&slow, &edition, &inputs("d"), bundle(&edition, "d")).unwrap_err();
    assert!(error.is_temporary() && matches!(error, PublishError::Moved { .. }), "{error}");
    assert_eq!(desk.run(16, "d").unwrap(), "issued 第69期");
}

/// Begins the edition of 15 July and stops after `steps` steps as a kill does: nothing is cleaned up.
pub(super) fn killed_after(desk: &Desk, steps: usize, workbook: &str) {
    let series = desk.open().unwrap();
    let edition = edition(15, series.next_number());
    let bundle = bundle(&edition, workbook);
    let _lock = series.lock().unwrap();
    let prepared = issue::prepare(&series, &edition, &bundle, KeptInputs::default()).unwrap();
    if steps == 1 {
        return std::mem::forget(prepared);
    }
    let archived = prepared.archive().unwrap();
    if steps == 2 {
        return std::mem::forget(archived);
    }
    std::mem::forget(archived.record(&series, &edition, &inputs(workbook), &bundle).unwrap());
}

#[test]
fn a_run_killed_at_any_step_is_finished_by_the_next() {
    let straight = Desk::with_two_issues();
    straight.run(15, "c").unwrap();
    for (steps, outcome) in [(1, "issued 第68期"), (2, "issued 第68期"), (3, "same, 1 put back")] {
        let desk = Desk::with_two_issues();
        killed_after(&desk, steps, "c");
        assert!(!desk.path("outbox/s-2021-07-15.pdf").exists(), "sent before it was recorded");
        assert_eq!(desk.run(15, "c").unwrap(), outcome, "after {steps} steps");
        assert_eq!(desk.contents(), straight.contents(), "after {steps} steps");
        assert_eq!(desk.findings(), NOTHING);
    }
}

#[test]
fn a_run_killed_between_pdf_and_figures_is_finished_by_the_next() {
    let straight = Desk::with_two_issues();
    straight.run(15, "c").unwrap();
    for kept in ["archive/s/2021/s-2021-07-15.pdf", "archive/s/2021/s-2021-07-15.json"] {
        let desk = Desk::with_two_issues();
        let bytes = String::from_utf8(straight.contents()[kept].clone()).unwrap();
        desk.spoil(kept, &bytes);
        assert_eq!(desk.run(15, "c").unwrap(), "issued 第68期");
        assert_eq!(desk.contents(), straight.contents());
    }
}

#[test]
fn a_run_killed_as_it_wrote_the_record_is_finished_by_the_next() {
    let straight = Desk::with_two_issues();
    straight.run(15, "c").unwrap();
    let (before, whole) = (Desk::with_two_issues().manifest().len(), straight.manifest());
    let cuts: Vec<usize> = (before..whole.len()).filter(|cut| whole.is_char_boundary(*cut)).collect();
    for cut in cuts.iter().copied().step_by(97).chain(cuts.last().copied()) {
        let desk = Desk::with_two_issues();
        killed_after(&desk, 2, "c");
        desk.spoil("archive/s/manifest.jsonl", &whole[..cut]);
        let outcome = desk.run(15, "c").unwrap();
        let is_whole_but_its_end = cut + 1 == whole.len();
        assert_eq!(
            outcome,
            if is_whole_but_its_end { "same, 1 put back" } else { "issued 第68期" },
            "at {cut}"
        );
        assert_eq!(desk.contents(), straight.contents(), "at {cut}");
    }
}

#[test]
fn after_a_kill_before_the_record_other_inputs_are_a_first_edition_still() {
    let straight = Desk::with_two_issues();
    straight.run(15, "later").unwrap();
    for (steps, outcome) in [(1, "issued 第68期"), (2, "issued 第68期, 2 notices")] {
        let desk = Desk::with_two_issues();
        killed_after(&desk, steps, "c");
        assert_eq!(desk.run(15, "later").unwrap(), outcome, "after {steps} steps");
        assert_eq!(desk.contents(), straight.contents(), "after {steps} steps");
    }
}

#[test]
fn what_a_kill_leaves_is_told_by_verify() {
    let desk = Desk::with_two_issues();
    killed_after(&desk, 1, "c");
    assert_eq!(
        desk.findings(),
        [
            "left over: archive/s/2021/.tmp-s-2021-07-15.json: a temporary of a run that was cut short",
            "left over: archive/s/2021/.tmp-s-2021-07-15.pdf: a temporary of a run that was cut short",
            "left over: outbox/.tmp-s-2021-07-15.pdf: a temporary of a run that was cut short",
        ]
    );
}

#[test]
fn what_other_programs_keep_beside_ours_is_left_alone() {
    let desk = Desk::with_two_issues();
    let others = ["outbox/.tmp-t-2021-07-15.pdf", "outbox/.tmp-s-notes.pdf", "archive/s/2021/.tmp-x"];
    others.iter().for_each(|name| desk.spoil(name, "not ours"));
    killed_after(&desk, 1, "c");
    desk.run(15, "c").unwrap();
    for name in others {
        assert!(desk.path(name).exists(), "{name}");
    }
}
