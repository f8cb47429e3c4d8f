//! What a new reading of a day changes in what was printed of it.

use super::record::{DistrictRecord, FiguresRecord, Record};

/// Every printed figure that differs, as (district or 合计, figure, old, new), in the table's order.
#[must_use]
pub fn changes(old: &Record, new: &Record) -> Vec<[String; 4]> {
    let mut found = Vec::new();
    for district in &new.districts {
        let before = old.districts.iter().find(|d| d.name == district.name);
        if let Some(before) = before.filter(|b| b.status != district.status) {
            let word = |d: &DistrictRecord| {
                if d.status.as_deref() == Some("reported") { "已报" } else { "未报" }.to_owned()
            };
            if word(before) != word(district) {
                found.push([district.name.clone(), "报送情况".to_owned(), word(before), word(district)]);
            }
        }
        for measure in &new.measures {
            let old = before.and_then(|b| b.figures.get(&measure.name));
            let pair = (old, district.figures.get(&measure.name));
            found.extend(of_figures(&district.name, &measure.name, pair));
        }
    }
    for measure in &new.measures {
        let pair = (old.total.get(&measure.name), new.total.get(&measure.name));
        found.extend(of_figures("合计", &measure.name, pair));
    }
    found
}

fn of_figures(
    who: &str,
    measure: &str,
    pair: (Option<&FiguresRecord>, Option<&FiguresRecord>),
) -> Vec<[String; 4]> {
    let (old, new) = (printed(pair.0, measure), printed(pair.1, measure));
    let differing = old.into_iter().zip(new).filter(|(old, new)| old != new);
    differing.map(|((figure, old), (_, new))| [who.to_owned(), figure, old, new]).collect()
}

/// The printed figures of one measure; — where there is none.
fn printed(figures: Option<&FiguresRecord>, measure: &str) -> Vec<(String, String)> {
    let of = |get: &dyn Fn(&FiguresRecord) -> Option<String>| {
        figures.and_then(get).unwrap_or_else(|| "—".to_owned())
    };
    vec![
        (format!("当日{measure}"), of(&|f| f.day.clone())),
        (format!("累计{measure}"), of(&|f| Some(f.done.clone()))),
        (format!("{measure}占比"), of(&|f| f.share.as_ref().map(|s| format!("{s}%")))),
        (format!("{measure}排名"), of(&|f| f.rank.map(|r| r.to_string()))),
        (format!("剩余{measure}"), of(&|f| Some(f.left.clone()))),
    ]
}
