//! What a new reading of a day changes in what was printed of it.

use super::printed::moved;
use super::record::{DistrictRecord, FiguresRecord, Record};

/// Every printed figure that differs, as (district or 合计, figure, old, new), in the table's order.
#[must_use]
pub fn changes(old: &Record, new: &Record) -> Vec<[String; 4]> {
    let mut found = Vec::new();
    for district in &new.districts {
        let before = old.districts.iter().find(|d| d.name == district.name);
        if let Some(before) = before.filter(|b| b.status != district.status) {
            let word = |d: &DistrictRecord| if is_reported(d) { "已报" } else { "未报" }.to_owned();
            if word(before) != word(district) {
                found.push([district.name.clone(), "报送情况".to_owned(), word(before), word(district)]);
            }
        }
        for measure in &new.measures {
            let of =
                |d: &DistrictRecord| printed(d.figures.get(&measure.name), &measure.name, !is_reported(d));
            let was = before.map_or_else(|| printed(None, &measure.name, false), of);
            found.extend(differing(&district.name, was, of(district)));
            let pair =
                (before.and_then(|b| b.figures.get(&measure.name)), district.figures.get(&measure.name));
            found.extend(against_the_last(&district.name, &measure.name, pair));
        }
    }
    for measure in &new.measures {
        let pair = (old.total.get(&measure.name), new.total.get(&measure.name));
        let of = |figures| printed(figures, &measure.name, false);
        found.extend(differing("合计", of(pair.0), of(pair.1)));
        found.extend(against_the_last("合计", &measure.name, pair));
    }
    found
}

fn is_reported(district: &DistrictRecord) -> bool {
    district.status.as_deref() == Some("reported")
}

type Figure = (String, String);

fn differing(who: &str, old: Vec<Figure>, new: Vec<Figure>) -> Vec<[String; 4]> {
    let differing = old.into_iter().zip(new).filter(|(old, new)| old != new);
    differing.map(|((figure, old), (_, new))| [who.to_owned(), figure, old, new]).collect()
}

/// What is printed against the last issue, where that alone changed: after the last issue's own correction.
/// Where a share is another, that its change is another too goes without saying; so with ranks.
fn against_the_last(
    who: &str,
    measure: &str,
    pair: (Option<&FiguresRecord>, Option<&FiguresRecord>),
) -> Vec<[String; 4]> {
    let (Some(old), Some(new)) = pair else { return Vec::new() };
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    let mut found = Vec::new();
    if old.share == new.share && old.change != new.change {
        let figure = format!("{measure}占比较上期");
        found.push([who.to_owned(), figure, or_none(&old.change), or_none(&new.change)]);
    }
    if old.rank == new.rank && old.rank.is_some() && old.rank_change != new.rank_change {
        let figure = format!("{measure}排名较上期");
        found.push([who.to_owned(), figure, moved(old.rank_change), moved(new.rank_change)]);
    }
    found
}

/// The printed figures of one measure; — where there is none, and 未报 of the day where nobody reported.
fn printed(figures: Option<&FiguresRecord>, measure: &str, unreported: bool) -> Vec<Figure> {
    let of = |get: &dyn Fn(&FiguresRecord) -> Option<String>| {
        figures.and_then(get).unwrap_or_else(|| "—".to_owned())
    };
    let day = if unreported { "未报".to_owned() } else { of(&|f| f.day.clone()) };
    vec![
        (format!("当日{measure}"), day),
        (format!("累计{measure}"), of(&|f| Some(f.done.clone()))),
        (format!("{measure}占比"), of(&|f| f.share.as_ref().map(|s| format!("{s}%")))),
        (format!("{measure}排名"), of(&|f| f.rank.map(|r| r.to_string()))),
        (format!("剩余{measure}"), of(&|f| Some(f.left.clone()))),
    ]
}
