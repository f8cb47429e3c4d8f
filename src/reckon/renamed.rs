//! An earlier issue under today's names: a district or measure that the plan calls otherwise since, and
//! whose old name it keeps among the aliases, is the same one. Else it would stand as 首次, lose what is
//! carried for it, and its D with it, by a change of letters alone.

use super::ordered::Ordered;
use super::past::Past;
use super::record::{DistrictRecord, FiguresRecord, Record};
use super::scope;
use crate::model::{District, Measure};

impl Past {
    /// The issue with today's names of what goes by another name there. A name that the issue has itself,
    /// or that two of it could be, is left as it was.
    #[must_use]
    pub fn under(record: Record, districts: &[District], measures: &[Measure]) -> Past {
        let mut record = record;
        let names: Vec<String> = record.districts.iter().map(|d| d.name.clone()).collect();
        let now: Vec<&str> = districts.iter().map(|d| d.name.as_str()).collect();
        for district in districts {
            if let Some(index) = under_an_alias(&names, &now, &district.name, &district.aliases) {
                record.districts[index].name.clone_from(&district.name);
            }
        }
        let names: Vec<String> = record.measures.iter().map(|m| m.name.clone()).collect();
        let now: Vec<&str> = measures.iter().map(|m| m.name.as_str()).collect();
        for measure in measures {
            if let Some(index) = under_an_alias(&names, &now, &measure.name, &measure.aliases) {
                measure_renamed(&mut record, &names[index], &measure.name);
            }
        }
        for measure in measures {
            if scope::other_unit(&record, measure).is_some() {
                measure_dropped(&mut record, &measure.name);
            }
        }
        Past::from(record)
    }
}

/// Its figures are counted in another unit: they compare with none of today's, and are carried for none.
fn measure_dropped(record: &mut Record, name: &str) {
    let drop = |figures: &mut Ordered<FiguresRecord>| figures.0.retain(|(of, _)| of != name);
    for district in &mut record.districts {
        drop(&mut district.figures);
        district.streets.iter_mut().for_each(|street| drop(&mut street.figures));
    }
    drop(&mut record.total);
}

/// Which of `names` is `name` under one of its aliases.
fn under_an_alias(names: &[String], now: &[&str], name: &str, aliases: &[String]) -> Option<usize> {
    if names.iter().any(|other| other == name) {
        return None;
    }
    let is_it = |(_, other): &(usize, &String)| aliases.contains(other) && !now.contains(&other.as_str());
    let mut found = names.iter().enumerate().filter(is_it);
    match (found.next(), found.next()) {
        (Some((index, _)), None) => Some(index),
        _ => None,
    }
}

fn measure_renamed(record: &mut Record, from: &str, to: &str) {
    let rename = |figures: &mut Ordered<FiguresRecord>| {
        for (name, _) in figures.0.iter_mut().filter(|(name, _)| name == from) {
            to.clone_into(name);
        }
    };
    let every = |district: &mut DistrictRecord| {
        rename(&mut district.figures);
        district.streets.iter_mut().for_each(|street| rename(&mut street.figures));
    };
    record.districts.iter_mut().for_each(every);
    rename(&mut record.total);
    for measure in record.measures.iter_mut().filter(|measure| measure.name == from) {
        to.clone_into(&mut measure.name);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Amount, Edition};
    use crate::reckon::tests::{collected, day, plan, reported, returned};
    use crate::reckon::{Past, Record, Status, reckon};

    fn archived(districts: &[&str]) -> Record {
        let figures = || vec![reported(5, 10, 90), reported(50, 100, 900)];
        let returns = (0..districts.len()).map(|n| returned(n, figures())).collect();
        let standings = reckon(&collected(returns), &plan(districts), day(13), &[]);
        let edition = Edition {
            series: "s".into(),
            title: "t".into(),
            number: 1,
            day: day(13),
            revision: 0,
            correction: None,
            document_number: None,
        };
        Record::of(&standings, &edition, &[])
    }

    #[test]
    fn a_district_and_a_measure_renamed_go_on_where_their_old_names_are_aliases() {
        let mut plan = plan(&["魏都新区", "建安区"]);
        plan.districts[0].aliases = vec!["魏都区".into()];
        plan.measures[0].name = "栋数".into();
        plan.measures[0].aliases = vec!["户数".into()];
        let past = Past::under(archived(&["魏都区", "建安区"]), &plan.districts, &plan.measures);
        let tonight = vec![returned(1, vec![reported(6, 16, 84), reported(60, 160, 840)])];
        let standings = reckon(&collected(tonight), &plan, day(14), &[past]);
        assert!(matches!(standings.districts[0].status, Status::Carried(_)));
        let done = |d: usize| standings.districts[d].figures[0].as_ref().map(|f| f.done.amount);
        assert_eq!((done(0), done(1)), (Some(Amount::whole(10)), Some(Amount::whole(16))));
        let change = standings.districts[1].figures[0].as_ref().and_then(|f| f.change).map(|c| c.print(2));
        assert_eq!(change.as_deref(), Some("+6.00"));
        assert!(standings.total[0].change.is_some());
    }

    #[test]
    fn a_name_that_the_issue_has_or_two_could_be_is_left() {
        let mut plan = plan(&["魏都区"]);
        plan.districts[0].aliases = vec!["老魏都区".into(), "小魏都区".into()];
        let names = |past: &Past| past.record().districts.iter().map(|d| d.name.clone()).collect::<Vec<_>>();
        let both = Past::under(archived(&["魏都区", "老魏都区"]), &plan.districts, &plan.measures);
        assert_eq!(names(&both), ["魏都区", "老魏都区"]);
        let two = Past::under(archived(&["老魏都区", "小魏都区"]), &plan.districts, &plan.measures);
        assert_eq!(names(&two), ["老魏都区", "小魏都区"]);
    }
}
