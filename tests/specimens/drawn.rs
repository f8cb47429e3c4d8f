//! A chart as Typst's markup, from the same data: rows of boxes, a table of days, curves on a canvas, as
//! somebody draws them in plain Typst without a package. Bars and days are laid out by Typst itself, in a
//! grid and a table that break over pages and repeat their heads; points and labels of the others stand
//! where their figures put them, for Typst finds a label no place.

use std::fmt::Write as _;

use tongbao::compose::{
    BarChart, Chart, DayCell, DayChart, RankChart, RankLegend, RankLook, RemainingChart, RemainingPanel,
    ScatterChart,
};
use tongbao::model::{Amount, Day, Share};

use super::markup::escaped;

/// The functions that charts call, to stand once before them.
pub const FUNCTIONS: &str = include_str!("drawn.typ");

/// The markup of a chart.
pub fn drawn(chart: &Chart) -> String {
    let body = match chart {
        Chart::Bars(chart) => bars(chart),
        Chart::Ranks(chart) => ranks(chart),
        Chart::Remaining(chart) => remaining(chart),
        Chart::Days(chart) => days(chart),
        Chart::Scatter(chart) => scatter(chart),
    };
    format!("#chart({}, {body})\n", content(chart.caption()))
}

fn content(text: &str) -> String {
    format!("[{}]", escaped(text))
}

/// In percent, for a length.
fn percent(share: Share) -> String {
    format!("{}", share.millionths() as f64 / 1e4)
}

fn value(amount: Amount) -> f64 {
    amount.millionths() as f64 / 1e6
}

fn maybe(text: Option<String>) -> String {
    text.unwrap_or_else(|| "none".into())
}

/// An array of what a function makes of each; one of one too.
fn array<T>(of: impl IntoIterator<Item = T>, each: impl Fn(T) -> String) -> String {
    let mut out = "(".to_owned();
    for one in of {
        write!(out, "{}, ", each(one)).expect("a string takes all");
    }
    out + ")"
}

fn bars(chart: &BarChart) -> String {
    let groups = array(&chart.groups, |group| {
        let bars = array(&group.bars, |bar| {
            let (share, before) = (maybe(bar.share.map(percent)), maybe(bar.before.map(percent)));
            format!("({}, {share}, {before}, {})", content(&bar.label), content(&bar.text))
        });
        format!("({}, {bars})", content(&group.label))
    });
    let pace = chart.pace.as_ref();
    let pace = maybe(pace.map(|tick| format!("({}, {})", percent(tick.at), content(&tick.label))));
    let note = maybe(chart.note.as_deref().map(content));
    let (before, since) = (content(&chart.legend.before), content(&chart.legend.since));
    format!("bars({groups}, {pace}, {before}, {since}, {note})")
}

fn ranks(chart: &RankChart) -> String {
    let panels = array(&chart.panels, |panel| {
        let lines = array(&panel.lines, |line| {
            let points = array(&line.points, |point| {
                maybe(point.map(|point| format!("({}, {})", point.lane, point.carried)))
            });
            let (first, last) = (content(&line.first), content(&line.last));
            format!("({}, {first}, {last}, {}, {points})", content(&line.label), look(line.look))
        });
        format!("({}, {}, {lines})", content(&panel.title), panel.lanes)
    });
    let days = array(&chart.days, |day| content(&day.short()));
    let RankLegend { looks, other, tied, carried } = &chart.legend;
    let lines = looks.iter().map(|(of, said)| (Some(*of), said));
    let lines = lines.chain(other.iter().map(|said| (Some(RankLook::Other), said)));
    let marks = tied.iter().chain(carried).map(|said| (None, said));
    let legend = array(lines.chain(marks).collect::<Vec<_>>(), |(of, said)| {
        format!("({}, {})", maybe(of.map(|of| look(of).to_string())), content(said))
    });
    format!("ranks({days}, {panels}, {legend})")
}

/// The index of a line's stroke.
fn look(of: RankLook) -> usize {
    match of {
        RankLook::Foremost => 0,
        RankLook::Climber => 1,
        RankLook::Faller => 2,
        RankLook::Last => 3,
        RankLook::Other => 4,
    }
}

fn remaining(chart: &RemainingChart) -> String {
    let panels = array(&chart.panels, |panel| {
        let RemainingPanel { from, to, .. } = *panel;
        let across = to.since(from) as f64;
        let at = |day: Day| day.since(from) as f64 / across;
        let up = |amount: Amount| value(amount) / panel.per_unit as f64;
        let point = |(day, amount): (Day, Amount)| format!("({}, {})", at(day), up(amount));
        let runs = array(&panel.runs, |run| array(run.iter().copied(), point));
        let required = maybe(panel.required.map(|ends| array(ends, point)));
        let last = panel.runs.last().and_then(|run| run.last()).copied();
        let forecast = panel.forecast.as_ref().zip(last).map(|(cone, (day, left))| {
            let slowest = maybe(cone.slowest.map(|day| at(day).to_string()));
            let label = content(panel.outlook.as_deref().unwrap_or_default());
            format!("({}, {}, {slowest}, {}, {label})", point((day, left)), at(cone.mean), at(cone.fastest))
        });
        let deadline =
            panel.deadline.as_ref().map(|(day, text)| format!("({}, {})", at(*day), content(text)));
        let title = content(&format!("{}（{}）", panel.title, panel.unit));
        let ends = format!("({}, {})", content(&from.short()), content(&to.short()));
        let (forecast, deadline, now) = (maybe(forecast), maybe(deadline), content(&panel.now));
        format!("({title}, {ends}, {runs}, {required}, {forecast}, {deadline}, {now})")
    });
    let legend = &chart.legend;
    let further = [&legend.required, &legend.forecast, &legend.range];
    let legend = array(std::iter::once(Some(&legend.left)).chain(further.map(Option::as_ref)), |text| {
        maybe(text.map(|text| content(text)))
    });
    format!("remaining({panels}, {legend})")
}

fn days(chart: &DayChart) -> String {
    let panels = array(&chart.panels, |panel| {
        let rows = array(&panel.rows, |row| {
            let cells = array(&row.cells, |cell| match cell {
                DayCell::NoIssue => "none".into(),
                DayCell::Unreported => "\"unreported\"".into(),
                DayCell::Unknown | DayCell::NoTask | DayCell::Cleared => "\"unknown\"".into(),
                DayCell::Done { text, step } => format!("({}, {step})", content(text)),
            });
            format!("({}, {cells})", content(&row.label))
        });
        let steps = array(&panel.steps, |step| content(step));
        let unit = if panel.unit.is_empty() { String::new() } else { format!("（{}）", panel.unit) };
        let title = content(&format!("{}{unit}", panel.title));
        format!("({title}, {}, {steps}, {rows})", content(&panel.steps_of))
    });
    let days = array(&chart.days, |day| content(&format!("{}.{}", day.month(), day.day())));
    format!("days({days}, {panels}, {})", content(&chart.unreported))
}

fn scatter(chart: &ScatterChart) -> String {
    let points = array(&chart.points, |point| {
        let label = maybe(point.label.as_deref().map(content));
        format!("({label}, {}, {}, {})", percent(point.x), percent(point.y), point.carried)
    });
    let pace = chart.pace.as_ref();
    let pace = maybe(pace.map(|tick| format!("({}, {})", percent(tick.at), content(&tick.label))));
    let note = maybe(chart.note.as_deref().map(content));
    format!("scatter({}, {}, {points}, {pace}, {note})", content(&chart.x_title), content(&chart.y_title))
}
