//! The figures as JSON: what an edition leaves beside its PDF, and what later editions read.
//!
//! The names and shapes are a promise to users' scripts. Amounts are strings of exact decimals in the
//! measure's own unit; `share` and `change` are as printed, without %; null where a figure does not exist.

use serde::{Deserialize, Serialize};

use super::ordered::Ordered;
use super::past::PastFigures;
use super::standings::{Figures, Forecast, Required, Standing, Standings, Status, TotalFigures};
use crate::model::{Amount, Day, Edition, Fault, Lang, SourceFile};

/// An edition's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of the published JSON, described there")]
pub struct Record {
    pub series: String,
    pub title: String,
    pub number: u32,
    pub day: Day,
    pub revision: u32,
    /// why an earlier issue of the day is corrected
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub correction: Option<CorrectionRecord>,
    /// the issue compared with
    pub last: Option<IssueRecord>,
    pub measures: Vec<MeasureRecord>,
    pub districts: Vec<DistrictRecord>,
    pub total: Ordered<FiguresRecord>,
    pub faults: Vec<FaultRecord>,
    /// every file read
    #[serde(default)]
    pub inputs: Vec<InputRecord>,
}

/// A correction's reason and what it changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as printed")]
pub struct CorrectionRecord {
    pub reason: String,
    pub replaces: String,
    /// who, which figure, old, new
    pub changes: Vec<[String; 4]>,
}

/// An issue, by number and day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct IssueRecord {
    pub number: u32,
    pub day: Day,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct MeasureRecord {
    pub name: String,
    pub unit: String,
}

/// A district, or with `status` none a street.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct DistrictRecord {
    pub name: String,
    /// reported, carried or missing; streets have none
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
    /// the issue whose figures are carried
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub carried_from: Option<IssueRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<String>,
    pub figures: Ordered<FiguresRecord>,
    #[serde(default)]
    pub streets: Vec<DistrictRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reinspected: Option<ReinspectedRecord>,
    #[serde(default)]
    pub source: Option<SourceRecord>,
}

/// 回头看.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ReinspectedRecord {
    pub looked_at: String,
    pub failed: String,
}

/// A file, sheet and hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct SourceRecord {
    pub file: String,
    pub sheet: String,
    pub sha256: String,
}

/// A file of the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct InputRecord {
    pub file: String,
    pub sha256: String,
}

/// One measure of one district, street or the total.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct FiguresRecord {
    pub day: Option<String>,
    /// the day of the issue after which `day` was done, where that is not the day before
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    pub done: String,
    pub task: String,
    pub left: String,
    pub share: Option<String>,
    #[serde(default)]
    pub rank: Option<u32>,
    #[serde(default)]
    pub tied: bool,
    #[serde(default)]
    pub rank_change: Option<i32>,
    /// against the last issue's share, in percentage points
    #[serde(default)]
    pub change: Option<String>,
    /// ΔT against the last issue
    #[serde(default)]
    pub task_moved: Option<String>,
    /// days left at the mean rate of the last issues
    #[serde(default)]
    pub days_left: Option<u64>,
    /// per day, to meet the deadline
    #[serde(default)]
    pub required: Option<String>,
}

/// A fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct FaultRecord {
    pub code: String,
    pub severity: String,
    pub district: Option<String>,
    pub file: Option<String>,
    pub sheet: Option<String>,
    pub cell: Option<String>,
    /// of a text
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    pub found: String,
    pub expected: String,
    pub message: String,
    pub hint: String,
    #[serde(default)]
    pub count: u64,
    /// other places it was compared with
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
}

impl FaultRecord {
    /// A fault as JSON, its texts in `lang`.
    #[must_use]
    pub fn of(fault: &Fault, lang: Lang) -> FaultRecord {
        let place = fault.place.as_ref();
        FaultRecord {
            code: fault.code.to_string(),
            severity: fault.severity.name().to_owned(),
            district: fault.district.clone(),
            file: place.map(|p| p.file.clone()).filter(|f| !f.is_empty()),
            sheet: place.and_then(|p| p.sheet.clone()),
            cell: place.and_then(|p| p.cell).map(|c| c.to_string()),
            line: place.and_then(|p| p.line),
            found: fault.found_in(lang),
            expected: fault.expected_in(lang),
            message: fault.message(lang),
            hint: fault.hint(lang),
            count: fault.count,
            related: fault.related.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Why a record cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("not an edition's figures: {0}")]
pub struct RecordError(#[from] serde_json::Error);

impl Record {
    /// The record of an edition.
    #[must_use]
    pub fn of(standings: &Standings, edition: &Edition, sources: &[SourceFile]) -> Record {
        let decimals = standings.share_decimals;
        let named = |records: Vec<Option<FiguresRecord>>| {
            let names = standings.measures.iter().map(|m| m.name.clone());
            Ordered(names.zip(records).filter_map(|(name, r)| Some((name, r?))).collect())
        };
        let all = |figures: &[Option<Figures>]| {
            named(
                figures
                    .iter()
                    .map(|f| f.as_ref().map(|f| figures_record(f, edition.day, decimals)))
                    .collect(),
            )
        };
        let street = |s: &super::StreetStanding| DistrictRecord {
            name: s.name.clone(),
            status: None,
            carried_from: None,
            group: None,
            figures: all(&s.figures),
            streets: Vec::new(),
            reinspected: None,
            source: None,
        };
        let district = |d: &Standing| DistrictRecord {
            name: d.district.name.clone(),
            status: Some(status_name(&d.status).to_owned()),
            carried_from: match &d.status {
                Status::Carried(issue) => Some(IssueRecord { number: issue.number, day: issue.day }),
                _ => None,
            },
            group: d.district.group.clone(),
            figures: all(&d.figures),
            streets: d.streets.iter().map(street).collect(),
            reinspected: d.reinspected.map(|(looked_at, failed)| ReinspectedRecord {
                looked_at: looked_at.to_string(),
                failed: failed.to_string(),
            }),
            source: d.source.as_ref().map(|s| SourceRecord {
                file: s.file.clone(),
                sheet: s.sheet.clone(),
                sha256: s.sha256.clone(),
            }),
        };
        let totals = standings.total.iter().map(|t| Some(total_record(t, decimals))).collect();
        Record {
            series: edition.series.clone(),
            title: edition.title.clone(),
            number: edition.number,
            day: edition.day,
            revision: edition.revision,
            correction: edition.correction.as_ref().map(|c| CorrectionRecord {
                reason: c.reason.clone(),
                replaces: c.replaces.clone(),
                changes: c.changes.clone(),
            }),
            last: standings.last.as_ref().map(|l| IssueRecord { number: l.number, day: l.day }),
            measures: standings
                .measures
                .iter()
                .map(|m| MeasureRecord { name: m.name.clone(), unit: m.unit.clone() })
                .collect(),
            districts: standings.districts.iter().map(district).collect(),
            total: named(totals),
            faults: standings.faults.iter().map(|f| FaultRecord::of(f, Lang::Zh)).collect(),
            inputs: sources
                .iter()
                .map(|s| InputRecord { file: s.name.clone(), sha256: s.sha256.clone() })
                .collect(),
        }
    }

    /// As it is stored: indented, ending in a line feed, the same bytes for the same figures.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("strings, numbers and maps keyed by strings");
        bytes.push(b'\n');
        bytes
    }

    /// Reads what [`Record::to_json`] stored.
    ///
    /// # Errors
    /// [`RecordError`] with line and column where the bytes are no such JSON.
    pub fn from_json(bytes: &[u8]) -> Result<Record, RecordError> {
        Ok(serde_json::from_slice(bytes)?)
    }
}

fn status_name(status: &Status) -> &'static str {
    match status {
        Status::Reported => "reported",
        Status::Carried(_) => "carried",
        Status::Missing => "missing",
    }
}

fn figures_record(f: &Figures, day: Day, decimals: u8) -> FiguresRecord {
    FiguresRecord {
        day: f.day.as_ref().map(|d| d.amount.to_string()),
        since: f.since(day),
        done: f.done.amount.to_string(),
        task: f.task.amount.to_string(),
        left: f.left.amount.to_string(),
        share: f.share.map(|s| s.print(decimals)),
        rank: f.rank.map(|r| r.place),
        tied: f.rank.is_some_and(|r| r.tied),
        rank_change: f.rank_change,
        change: f.change.map(|c| c.print(decimals)),
        task_moved: f.task_moved.map(|a| a.to_string()),
        days_left: days_left(&f.forecast),
        required: f.required.as_ref().and_then(required),
    }
}

fn total_record(t: &TotalFigures, decimals: u8) -> FiguresRecord {
    FiguresRecord {
        day: t.day.map(|d| d.to_string()),
        since: t.since,
        done: t.done.to_string(),
        task: t.task.to_string(),
        left: t.left.to_string(),
        share: t.share.map(|s| s.print(decimals)),
        change: t.change.map(|c| c.print(decimals)),
        days_left: days_left(&t.forecast),
        required: t.required.as_ref().and_then(required),
        ..FiguresRecord::default()
    }
}

fn days_left(forecast: &Forecast) -> Option<u64> {
    match forecast {
        Forecast::Cleared => Some(0),
        Forecast::Days { mean, .. } => Some(*mean),
        Forecast::TooFew | Forecast::Never => None,
    }
}

fn required(required: &Required) -> Option<String> {
    match required {
        Required::Cleared => Some("0".to_owned()),
        Required::Overdue => None,
        Required::Daily { amount, .. } => Some(amount.to_string()),
    }
}

impl FiguresRecord {
    /// The exact amounts; none where one is no number.
    #[must_use]
    pub fn read(&self) -> Option<PastFigures> {
        let amount = |text: &str| Amount::parse(text).ok();
        Some(PastFigures {
            day: self.day.as_deref().and_then(amount),
            since: self.since,
            done: amount(&self.done)?,
            task: amount(&self.task)?,
            left: amount(&self.left)?,
            rank: self.rank,
        })
    }
}
