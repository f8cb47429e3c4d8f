//! What holds for any campaign, whatever the figures: over workbooks written to a folder and read back.
#![allow(clippy::unwrap_used, reason = "a test that cannot set its desk has failed")]

use std::path::Path;

use proptest::prelude::*;
use tongbao::collect::{Inbox, collect};
use tongbao::model::{Amount, Day};
use tongbao::plan::{self, Plan};
use tongbao::reckon::{Figures, Standings, Status, reckon};

/// Streets of a district: done today, done before, left.
type District = Vec<[u32; 3]>;

const NAMES: [&str; 6] = ["东城区", "西城区", "南城区", "北城区", "中原区", "新区"];

fn campaign(count: usize) -> Plan {
    let districts: Vec<String> = NAMES[..count].iter().map(|name| format!("  - {name}\n")).collect();
    let text = format!(
        "title: 通报\nissuer: 办公室\ninbox: inbox\noutbox: outbox\narchive: archive\n\
         measures:\n  - {{name: 栽植, unit: 株}}\ndistricts:\n{}",
        districts.concat()
    );
    plan::parse(&text, Path::new("campaign.yaml")).unwrap()
}

/// A csv of a district: a row a street, in the order given, 合计 at its end.
fn workbook(streets: &[(usize, [u32; 3])]) -> String {
    let mut text = String::from("街道,今日栽植（株）,累计栽植（株）,剩余栽植（株）\n");
    let mut sums = [0_u64; 3];
    for (name, [today, before, left]) in streets {
        let row = [u64::from(*today), u64::from(*today) + u64::from(*before), u64::from(*left)];
        sums.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
        text += &format!("第{name}街道,{},{},{}\n", row[0], row[1], row[2]);
    }
    text + &format!("合计,{},{},{}\n", sums[0], sums[1], sums[2])
}

/// Writes, reads and reckons; `prefix` names files so that a folder lists them in another order.
fn standings(districts: &[Vec<(usize, [u32; 3])>], prefix: impl Fn(usize) -> usize) -> Standings {
    let folder = tempfile::tempdir().unwrap();
    for (index, streets) in districts.iter().enumerate() {
        let path = folder.path().join(format!("{}{}.csv", prefix(index), NAMES[index]));
        #[allow(clippy::disallowed_methods, reason = "a district's file, not the program's")]
        std::fs::write(path, workbook(streets)).unwrap();
    }
    let (plan, day) = (campaign(districts.len()), "2026-03-31".parse::<Day>().unwrap());
    let inbox = Inbox::open(folder.path()).unwrap();
    reckon(&collect(&plan, day, &inbox), &plan, day, &[])
}

fn numbered(districts: &[District]) -> Vec<Vec<(usize, [u32; 3])>> {
    districts.iter().map(|streets| streets.iter().copied().enumerate().collect()).collect()
}

/// A district's status, its amounts and share, its place and whether it is tied.
type Printed = (Status, Option<[String; 5]>, Option<(u32, bool)>);

/// What a bulletin prints of each district.
fn printed(s: &Standings) -> Vec<Printed> {
    let of = |f: &Figures| {
        let day = f.day.as_ref().map_or_else(String::new, |d| d.amount.to_string());
        let share = f.share.map_or_else(String::new, |share| share.print(2));
        [day, f.done.amount.to_string(), f.task.amount.to_string(), f.left.amount.to_string(), share]
    };
    let rank = |f: &Figures| f.rank.map(|r| (r.place, r.tied));
    s.districts
        .iter()
        .map(|d| (d.status.clone(), d.figures[0].as_ref().map(of), d.figures[0].as_ref().and_then(rank)))
        .collect()
}

fn districts() -> impl Strategy<Value = Vec<District>> {
    let street = [0..2000_u32, 0..20_000_u32, 0..20_000_u32];
    prop::collection::vec(prop::collection::vec(street, 1..6), 1..=NAMES.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_and_rows_changes_nothing(districts in districts(), turn in 0..6_usize) {
        let there = numbered(&districts);
        let mut turned = there.clone();
        for streets in &mut turned {
            let by = turn % streets.len();
            streets.rotate_left(by);
        }
        let first = standings(&there, |index| index);
        let second = standings(&turned, |index| 9 - index);
        prop_assert_eq!(printed(&first), printed(&second));
        prop_assert_eq!(first.total, second.total);
    }

    #[test]
    fn shares_lie_within_bounds_and_ranks_follow_them(districts in districts()) {
        let s = standings(&numbered(&districts), |index| index);
        let ranked: Vec<_> = s.districts.iter().filter_map(|d| d.figures[0].as_ref()?.rank.map(|r| (r, d))).collect();
        for d in &s.districts {
            let figures = d.figures[0].as_ref().unwrap();
            prop_assert_eq!(figures.done.amount + figures.left.amount, figures.task.amount);
            prop_assert_eq!(figures.share.is_none(), figures.task.amount.is_zero());
            if let Some(share) = figures.share {
                prop_assert!((0..=1_000_000).contains(&share.millionths()));
            }
        }
        // a place is one more than the number of those above; without ties they are 1, 2, 3 …
        for (rank, d) in &ranked {
            let own = d.figures[0].as_ref().unwrap().share;
            let above = ranked.iter().filter(|(_, o)| o.figures[0].as_ref().unwrap().share > own).count();
            let equal = ranked.iter().filter(|(_, o)| o.figures[0].as_ref().unwrap().share == own).count();
            prop_assert_eq!((rank.place as usize, rank.tied), (above + 1, equal > 1));
        }
        if ranked.iter().all(|(rank, _)| !rank.tied) {
            let mut places: Vec<u32> = ranked.iter().map(|(rank, _)| rank.place).collect();
            places.sort_unstable();
            prop_assert!(places.iter().copied().eq(1..=u32::try_from(ranked.len()).unwrap()));
        }
    }

    #[test]
    fn streets_sum_to_their_district_and_districts_to_the_total(districts in districts()) {
        let s = standings(&numbered(&districts), |index| index);
        let sum = |of: &dyn Fn(&Figures) -> Amount, all: &[Option<&Figures>]| -> Amount {
            all.iter().flatten().map(|f| of(f)).sum()
        };
        type Get<'a> = &'a dyn Fn(&Figures) -> Amount;
        let kinds: [Get<'_>; 3] = [&|f| f.done.amount, &|f| f.task.amount, &|f| f.left.amount];
        let all: Vec<Option<&Figures>> = s.districts.iter().map(|d| d.figures[0].as_ref()).collect();
        let total = &s.total[0];
        for (get, of_total) in kinds.iter().zip([total.done, total.task, total.left]) {
            prop_assert_eq!(sum(get, &all), of_total);
            for d in s.districts.iter().filter(|d| !d.streets.is_empty()) {
                let streets: Vec<Option<&Figures>> = d.streets.iter().map(|x| x.figures[0].as_ref()).collect();
                prop_assert_eq!(sum(get, &streets), get(d.figures[0].as_ref().unwrap()));
            }
        }
    }
}
