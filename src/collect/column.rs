//! What one column of a table gives, by the heads over it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::model::{Day, Measure};

use super::date::find_dates;
use super::normal::{brackets, fold};
use super::units::Unit;
use super::vocabulary::{self, Key, Kind};

/// A column under its heads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// 0-based
    pub(super) index: u32,
    /// row of its lowest head, 0-based
    pub(super) row: u32,
    /// its heads from top to bottom, as they stand, joined by `/`
    pub(super) title: String,
    /// the lowest head, folded
    pub(super) leaf: String,
    /// what it holds
    pub(super) holds: Holds,
    /// the unit that its heads state
    pub(super) unit: Option<Unit>,
    /// what of its heads is no known word
    residue: String,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// a figure of a measure (index into the plan's)
    Figure(usize, Kind),
    /// words or dates
    Key(Key),
    /// nothing known
    Unknown,
}

/// The measures of a plan, by the words for them.
pub(super) struct Lexicon {
    measures: Vec<Words>,
    day: Day,
    /// heads understood before, under their column 0
    known: RefCell<BTreeMap<Vec<String>, Column>>,
}

/// So many heads are remembered, of so many characters at most: enough for any form, whatever a hostile
/// sheet holds.
const KNOWN: usize = 4096;
const KNOWN_LENGTH: usize = 200;

struct Words {
    /// name and aliases, folded, longest first
    names: Vec<String>,
    /// words of its unit; none where another measure's unit is of the same family
    of_unit: Vec<String>,
    unit: Unit,
    sole: bool,
}

impl Lexicon {
    /// From the plan's measures; heads with a date are read against the report day.
    pub(super) fn new(measures: &[Measure], day: Day) -> Lexicon {
        let units: Vec<Unit> = measures.iter().map(|m| Unit::of_measure(&m.unit)).collect();
        let words = measures.iter().zip(&units).map(|(measure, unit)| {
            let mut names: Vec<String> = measure.names().map(fold).collect();
            names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
            let sole = units.iter().filter(|other| other.family == unit.family).count() == 1;
            Words {
                names,
                of_unit: if sole { vocabulary::measure_words(unit) } else { Vec::new() },
                unit: unit.clone(),
                sole,
            }
        });
        Lexicon { measures: words.collect(), day, known: RefCell::default() }
    }

    /// The unit of a measure.
    pub(super) fn unit(&self, measure: usize) -> &Unit {
        &self.measures[measure].unit
    }

    /// Does a ledger's row count as one of this measure, where no column gives its amount? One in 户 does;
    /// without such, the only measure that is counted at all.
    pub(super) fn counts_rows(&self, measure: usize) -> bool {
        let household = |w: &Words| w.unit == Unit::of_measure("户");
        match self.measures.iter().position(household) {
            Some(first) => {
                household(&self.measures[measure])
                    && self.measures.iter().filter(|w| household(w)).count() == 1
                    && first == measure
            }
            None => {
                self.measures[measure].unit.is_count()
                    && self.measures.iter().filter(|w| w.unit.is_count()).count() == 1
            }
        }
    }

    /// How many measures.
    pub(super) fn len(&self) -> usize {
        self.measures.len()
    }

    /// What a column holds under these heads, top to bottom, with the word that named its measure.
    pub(super) fn column(&self, index: u32, row: u32, heads: &[String]) -> Column {
        if let Some(known) = self.known.borrow().get(heads) {
            return Column { index, row, ..known.clone() };
        }
        let column = self.understand(index, row, heads);
        let mut known = self.known.borrow_mut();
        if known.len() < KNOWN && heads.iter().map(String::len).sum::<usize>() <= KNOWN_LENGTH {
            known.insert(heads.to_vec(), column.clone());
        }
        column
    }

    fn understand(&self, index: u32, row: u32, heads: &[String]) -> Column {
        let levels: Vec<String> = heads.iter().map(|head| fold(head)).collect();
        let leaf = levels.last().cloned().unwrap_or_default();
        let title: Vec<String> = heads.iter().map(|h| h.split_whitespace().collect()).collect();
        let mut column = Column {
            index,
            row,
            title: title.join("/"),
            leaf,
            holds: Holds::Unknown,
            unit: None,
            residue: String::new(),
        };
        let path = levels.join("/");
        if let Some(key) = vocabulary::key(&column.leaf, &path) {
            column.holds = Holds::Key(key);
            return column;
        }
        let (parts, units): (Vec<String>, Vec<Option<Unit>>) =
            levels.iter().map(|level| self.split_unit(level)).unzip();
        column.unit = units.iter().rev().find_map(Clone::clone);
        let Some(path) = self.dated(&parts.join("/")) else { return column };
        // a note that stands beside the head
        if vocabulary::is_note(&column.leaf) {
            column.holds = Holds::Key(Key::Other);
            return column;
        }
        let percent = levels.iter().any(|level| level.ends_with("%)") || level.ends_with('%'));
        let named = self.named(&parts);
        let kind = match self.kind(&path, named.as_ref()) {
            Some(Kind::Rank) => Kind::Rank,
            Some(_) if percent => Kind::Share,
            Some(kind) => kind,
            None => return column,
        };
        let (measure, word) = match named.or_else(|| self.by_unit(column.unit.as_ref())) {
            Some(found) => found,
            // a bulletin of one measure need not name it in every head
            None if self.len() == 1 && kind != Kind::Bare && self.fits(0, column.unit.as_ref()) => {
                (0, String::new())
            }
            None if matches!(kind, Kind::Share | Kind::Rank) => (usize::MAX, String::new()),
            None => return column,
        };
        column.residue = vocabulary::residue(&path, &word);
        column.holds = Holds::Figure(measure, kind);
        if column.unit.is_none() && measure < self.len() {
            column.unit = levels.iter().rev().find_map(|level| self.multiple(level, measure));
        }
        column
    }

    /// The unit of `累计面积（万）`: so many of the measure's own. Of a measure in 万㎡ it could be either, which
    /// makes a unit that converts to none.
    fn multiple(&self, level: &str, measure: usize) -> Option<Unit> {
        let own = &self.measures[measure].unit;
        let (_, inside) = brackets(level);
        let is_multiple = |word: &&str| matches!(*word, "万" | "亿" | "千" | "百万");
        let word = inside.iter().map(|c| c.strip_prefix("单位:").unwrap_or(c)).find(is_multiple)?;
        let unit = Unit::parse_folded(&fold(&format!("{word}{}", own.name)));
        Some(unit.unwrap_or_else(|| Unit::of_measure(word)))
    }

    /// What of a measure the heads say. The measure's own name says nothing of it (未拆面积/累计完成 is what
    /// was done), unless nothing else does (整治户数).
    fn kind(&self, path: &str, named: Option<&(usize, String)>) -> Option<Kind> {
        let beside =
            named.filter(|(_, word)| path.contains(word.as_str()) && path != word).map(|(_, word)| {
                let rest = path.replace(word.as_str(), "");
                vocabulary::kind(rest.trim_matches('/'))
            });
        match beside {
            Some(Some(kind)) if kind != Kind::Bare => Some(kind),
            _ => vocabulary::kind(path),
        }
    }

    /// A head without its unit, and the unit: in brackets, at its end, or the whole head.
    fn split_unit(&self, level: &str) -> (String, Option<Unit>) {
        if let Some(unit) = self.unit_word(level) {
            return (String::new(), Some(unit));
        }
        let (mut text, inside) = brackets(level);
        let mut unit = None;
        for content in inside {
            let word = content.strip_prefix("单位:").unwrap_or(&content);
            match self.unit_word(word) {
                Some(found) => unit = unit.or(Some(found)),
                None => {
                    // 平方米，含附属房
                    let parts = || content.split([',', '、', ';']);
                    let mut units = parts().filter_map(|part| self.unit_word(part));
                    match (units.next(), units.next()) {
                        (Some(found), None) => {
                            unit = unit.or(Some(found));
                            parts().filter(|p| self.unit_word(p).is_none()).for_each(|p| text.push_str(p));
                        }
                        _ => text.push_str(&content),
                    }
                }
            }
        }
        if unit.is_none() {
            const ENDINGS: &[&str] = &["m2", "平方米", "平米", "亩", "公顷", "元", "公里", "吨"];
            if let Some(ending) =
                ENDINGS.iter().find(|ending| text.ends_with(*ending) && !text.ends_with("单元"))
            {
                let mut cut = text.len() - ending.len();
                for multiple in ["百万", "万", "亿", "千"] {
                    if text[..cut].ends_with(multiple) {
                        cut -= multiple.len();
                        break;
                    }
                }
                unit = Unit::parse_folded(&text[cut..]);
                if unit.is_some() {
                    text.truncate(cut);
                    text.truncate(text.trim_end_matches([':', '/', ',', '-', '_']).len());
                }
            }
        }
        (text, unit)
    }

    fn unit_word(&self, word: &str) -> Option<Unit> {
        if word == "平" || word == "平方" {
            return None;
        }
        Unit::parse_folded(word).or_else(|| {
            let own = self.measures.iter().map(|m| &m.unit).find(|unit| **unit == Unit::of_measure(word));
            own.cloned()
        })
    }

    /// Heads that hold a date: the report day's own are 今日's, up to it 累计's; any other day's are of no use.
    fn dated(&self, path: &str) -> Option<String> {
        let mut text = path.to_owned();
        for (written, range) in find_dates(path).into_iter().rev() {
            let until = ["截至", "截止", "至", "到"].iter().any(|word| path[..range.start].ends_with(word));
            if until {
                text.replace_range(range, "");
            } else if written.resolve(self.day) == Some(self.day) {
                text.replace_range(range, "今日");
            } else {
                return None;
            }
        }
        Some(text)
    }

    /// The measure that the lowest head names, else the next above.
    fn named(&self, levels: &[String]) -> Option<(usize, String)> {
        for level in levels.iter().rev() {
            for by_name in [true, false] {
                let found = self.measures.iter().enumerate().flat_map(|(index, m)| {
                    let words = if by_name { &m.names } else { &m.of_unit };
                    words.iter().filter(|word| level.contains(word.as_str())).map(move |word| (index, word))
                });
                let mut found: Vec<(usize, &String)> = found.collect();
                found.sort_by_key(|(_, word)| std::cmp::Reverse(word.chars().count()));
                let longest = found.first().map(|(_, word)| word.chars().count());
                found.retain(|(_, word)| Some(word.chars().count()) == longest);
                found.dedup_by_key(|(index, _)| *index);
                if let [(index, word)] = found[..] {
                    return Some((index, word.clone()));
                }
                if !found.is_empty() {
                    return None;
                }
            }
        }
        None
    }

    /// The measure that alone is counted in this unit: `今日完成（户）`.
    fn by_unit(&self, unit: Option<&Unit>) -> Option<(usize, String)> {
        let unit = unit?;
        let measure = self.measures.iter().position(|m| m.sole && m.unit.family == unit.family)?;
        Some((measure, String::new()))
    }

    fn fits(&self, measure: usize, unit: Option<&Unit>) -> bool {
        unit.is_none_or(|unit| unit.ratio_to(&self.measures[measure].unit).is_some())
    }
}

/// Gives shares and ranks that name no measure that of the figure to their left, under the reference table's
/// heads `累计进度: 户数 占比 排名 面积 占比 排名`; what has none stays unknown.
pub(super) fn inherit(columns: &mut [Column]) {
    let mut last = None;
    for column in columns {
        match column.holds {
            Holds::Figure(usize::MAX, kind) => {
                column.holds = last.map_or(Holds::Unknown, |measure| Holds::Figure(measure, kind));
            }
            Holds::Figure(measure, _) => last = Some(measure),
            Holds::Key(_) | Holds::Unknown => {}
        }
    }
}

/// Of several columns for one figure keeps that with the fewest unknown characters, where the others are
/// narrower; gives back the figures for which two stay.
pub(super) fn settle(columns: &mut [Column]) -> Vec<(usize, Kind, Vec<usize>)> {
    let mut doubled = Vec::new();
    for at in 0..columns.len() {
        let Holds::Figure(measure, kind) = columns[at].holds else { continue };
        let rivals: Vec<usize> =
            (0..columns.len()).filter(|i| columns[*i].holds == columns[at].holds).collect();
        if rivals.len() < 2 || rivals[0] != at {
            continue;
        }
        let length = |i: &usize| columns[*i].residue.chars().count();
        let least = rivals.iter().map(length).min().unwrap_or(0);
        let shortest = rivals.iter().find(|i| length(i) == least).copied().unwrap_or(at);
        // a share is only compared with what was reckoned: no figure hangs on which of two is meant
        let counts = !matches!(kind, Kind::Share | Kind::Rank | Kind::Bare);
        let unlike =
            |i: &usize| counts && !vocabulary::is_narrower(&columns[*i].residue, &columns[shortest].residue);
        let (best, rest): (Vec<usize>, Vec<usize>) =
            rivals.iter().partition(|i| length(i) == least || unlike(i));
        for i in rest {
            columns[i].holds = Holds::Unknown;
        }
        if best.len() > 1 {
            doubled.push((measure, kind, best));
        }
    }
    doubled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(measures: &[(&str, &str)]) -> Lexicon {
        let measures: Vec<Measure> = measures
            .iter()
            .map(|(name, unit)| Measure {
                name: (*name).into(),
                unit: (*unit).into(),
                decimals: 0,
                aliases: vec![],
                may_exceed: false,
                verb: None,
            })
            .collect();
        Lexicon::new(&measures, "2021-07-14".parse().unwrap())
    }

    fn holds(lexicon: &Lexicon, heads: &[&str]) -> (Holds, Option<Unit>) {
        let heads: Vec<String> = heads.iter().map(|h| (*h).to_owned()).collect();
        let column = lexicon.column(0, 0, &heads);
        (column.holds, column.unit)
    }

    #[test]
    fn a_measure_is_known_by_its_name_its_alias_or_its_unit() {
        let both = lexicon(&[("户数", "户"), ("面积", "㎡")]);
        assert_eq!(holds(&both, &["累计整治", "户数"]).0, Holds::Figure(0, Kind::Done));
        assert_eq!(
            holds(&both, &["累计完成面积（万平方米）"]),
            (Holds::Figure(1, Kind::Done), Some(Unit::of_measure("万㎡")))
        );
        assert_eq!(holds(&both, &["今日完成（户）"]).0, Holds::Figure(0, Kind::Day));
        assert_eq!(
            holds(&both, &["今日完成", "㎡"]),
            (Holds::Figure(1, Kind::Day), Some(Unit::of_measure("㎡")))
        );
        assert_eq!(
            holds(&both, &["排查面积㎡"]),
            (Holds::Figure(1, Kind::Task), Some(Unit::of_measure("㎡")))
        );
        assert_eq!(holds(&both, &["累计完成"]).0, Holds::Unknown);
        assert_eq!(holds(&both, &["户均面积"]).0, Holds::Unknown);
    }

    #[test]
    fn any_other_campaign_is_read_by_the_words_of_its_own_plan() {
        let trees = lexicon(&[("栽植", "棵")]);
        assert_eq!(holds(&trees, &["今日栽植（棵）"]).0, Holds::Figure(0, Kind::Day));
        assert_eq!(holds(&trees, &["累计完成（万棵）"]).0, Holds::Figure(0, Kind::Done));
        assert_eq!(holds(&trees, &["年度计划"]).0, Holds::Figure(0, Kind::Task));
        let money = lexicon(&[("项目数", "个"), ("投资额", "万元")]);
        assert_eq!(
            holds(&money, &["累计完成投资（亿元）"]),
            (Holds::Figure(1, Kind::Done), Some(Unit::of_measure("亿元")))
        );
        assert_eq!(holds(&money, &["计划总投资(万元)"]).0, Holds::Figure(1, Kind::Task));
    }

    #[test]
    fn a_head_with_the_report_day_in_it_is_the_days_and_with_another_is_not_used() {
        let both = lexicon(&[("户数", "户"), ("面积", "㎡")]);
        assert_eq!(holds(&both, &["7月14日整治户数"]).0, Holds::Figure(0, Kind::Day));
        assert_eq!(holds(&both, &["截至7月14日", "完成户数"]).0, Holds::Figure(0, Kind::Done));
        assert_eq!(holds(&both, &["7月13日整治户数"]).0, Holds::Unknown);
    }

    #[test]
    fn rows_of_a_ledger_count_for_the_measure_in_households_only() {
        let both = lexicon(&[("户数", "户"), ("人数", "人"), ("面积", "㎡")]);
        assert_eq!([0, 1, 2].map(|m| both.counts_rows(m)), [true, false, false]);
        assert!(lexicon(&[("点位", "处"), ("面积", "㎡")]).counts_rows(0));
    }
}
