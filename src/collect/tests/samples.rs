//! The five workbooks of two days, each in a style that real districts use, against the published table.

use std::path::PathBuf;

use super::desk::xuchang;
use crate::collect::{Collected, Inbox, Reported, collect};
use crate::model::{Amount, Origin, Severity};

fn samples(day: &str) -> Collected {
    let inbox = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples/xuchang/inbox").join(day);
    collect(&xuchang(), day.parse().unwrap(), &Inbox::open(&inbox).unwrap())
}

/// day, done, left, and the task: from the other two where the workbook leaves it out
fn four(reported: &Reported) -> [String; 4] {
    let amount = |t: &Option<crate::model::Traced>| t.as_ref().map(|t| t.amount);
    let done = amount(&reported.done).unwrap();
    let left = amount(&reported.left).unwrap_or_else(|| amount(&reported.task).unwrap() - done);
    let task = amount(&reported.task).unwrap_or(done + left);
    assert_eq!(task, done + left);
    [amount(&reported.day).unwrap(), done, left, task].map(|a| a.to_string())
}

#[test]
fn the_samples_give_the_published_figures_without_a_doubt() {
    let collected = samples("2021-07-14");
    let doubts: Vec<_> = collected.faults.iter().filter(|f| f.severity > Severity::Info).collect();
    assert!(doubts.is_empty(), "{doubts:#?}");
    let published = include_str!("../../../tests/samples/xuchang/published.csv");
    let plan = xuchang();
    let rows: Vec<Vec<&str>> = published.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(collected.returns.len(), rows.len());
    for (row, returned) in rows.iter().zip(&collected.returns) {
        assert_eq!(row[0], plan.districts[returned.district].name);
        let [day, done, left, _] = four(&returned.figures[0]);
        assert_eq!([day, done, left], [row[1], row[3], row[9]], "{} 户数", row[0]);
        let [day, done, left, _] = four(&returned.figures[1]);
        assert_eq!([day, done, left], [row[2], row[6], row[10]], "{} 面积", row[0]);
    }
}

#[test]
fn the_day_before_is_the_published_day_less_its_progress() {
    let (today, before) = (samples("2021-07-14"), samples("2021-07-13"));
    assert!(before.faults.iter().all(|f| f.severity == Severity::Info), "{:#?}", before.faults);
    for (today, before) in today.returns.iter().zip(&before.returns) {
        for (t, b) in today.figures.iter().zip(&before.figures) {
            let amount = |t: &Option<crate::model::Traced>| t.as_ref().unwrap().amount;
            assert_eq!(amount(&b.done) + amount(&t.day), amount(&t.done), "{}", today.file);
            assert_eq!(four(t)[3], four(b)[3]);
        }
    }
}

#[test]
fn streets_sum_to_their_district_and_every_cell_is_traced() {
    let collected = samples("2021-07-14");
    let streets: Vec<usize> = collected.returns.iter().map(|r| r.streets.len()).collect();
    assert_eq!(streets, [12, 0, 4, 2, 4]);
    for returned in collected.returns.iter().filter(|r| !r.streets.is_empty()) {
        for (measure, figure) in returned.figures.iter().enumerate() {
            let sum: Amount =
                returned.streets.iter().map(|s| s.figures[measure].done.as_ref().unwrap().amount).sum();
            assert_eq!(sum, figure.done.as_ref().unwrap().amount, "{}", returned.file);
        }
    }
    let Origin::Sum(parts) = &*collected.returns[4].figures[1].done.as_ref().unwrap().origin else {
        panic!()
    };
    let Origin::Cell { cell, found, factor, .. } = &*parts[0] else { panic!() };
    assert_eq!((cell.to_string().as_str(), *factor), ("E4", (10_000, 1)));
    assert!(found.parse::<f64>().is_ok());
    let Origin::Rows { rows, filter, column, .. } =
        &*collected.returns[3].figures[1].day.as_ref().unwrap().origin
    else {
        panic!()
    };
    assert_eq!((rows.count(), filter.as_str(), *column), (47, "整治完成日期 (I) = 2021-07-14", Some(4)));
}

#[test]
fn the_report_date_is_found_wherever_it_is_stated() {
    let stated: Vec<Option<String>> =
        samples("2021-07-14").returns.iter().map(|r| r.stated_day.map(|d| d.to_string())).collect();
    let day = Some("2021-07-14".to_owned());
    assert_eq!(stated, [day.clone(), day.clone(), day.clone(), None, day]);
}

#[test]
fn yesterdays_workbooks_are_refused_today_where_they_say_so() {
    let inbox = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples/xuchang/inbox/2021-07-13");
    let collected = collect(&xuchang(), "2021-07-14".parse().unwrap(), &Inbox::open(&inbox).unwrap());
    let reported: Vec<usize> = collected.returns.iter().map(|r| r.district).collect();
    assert_eq!(reported, [3], "only the ledger states no day");
    assert_eq!(collected.faults.iter().filter(|f| f.code == crate::model::Code::F005).count(), 4);
}

#[test]
fn reading_twice_gives_the_same_in_every_word() {
    assert_eq!(samples("2021-07-14"), samples("2021-07-14"));
}
