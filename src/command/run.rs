//! `tongbao run`: one edition of each plan and day, now.

use serde_json::{Value, json};

use super::edition::{Order, Outcome, exit, make};
use super::report::{self, Paint, Tally};
use super::{desk, fonts, is_json, print_json};
use crate::args::{Common, Days, RunArgs};
use crate::error::{Exit, Failure};
use crate::model::{Day, Lang};
use crate::plan::Plan;
use crate::reckon::FaultRecord;
use crate::schedule::Clock;

/// Runs every plan for every day, oldest first; one that fails does not keep the others from going out.
pub(super) fn run(args: &RunArgs, common: &Common, clock: &dyn Clock) -> Result<Exit, Failure> {
    let plans = desk::plans(&args.plans, &args.folders)?;
    if args.correct.as_deref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(Failure::new(Exit::Usage, "--correct needs a reason, which is printed in the bulletin")
            .hint("--correct \"东城区补报\""));
    }
    let mut ended = Exit::Done;
    let mut reports = Vec::new();
    for plan in &plans {
        let faces = fonts::open(common.fonts.as_deref(), plan)?;
        let today = desk::report_day(plan, clock);
        for day in args.date.unwrap_or(Days { from: today, to: today }).each() {
            let order = Order {
                plan,
                day,
                faces: &faces,
                correct: args.correct.as_deref(),
                dry_run: args.dry_run,
                out_of_order: args.out_of_order,
            };
            let outcome = make(&order);
            ended = ended.and(match &outcome {
                Ok(outcome) => exit(outcome, common.strict),
                Err(failure) => failure.exit,
            });
            if is_json(args.format) {
                reports.push(as_json(plan, day, &outcome));
            } else {
                say(plan, day, &outcome, common);
            }
        }
    }
    if is_json(args.format) {
        print_json(&Value::Array(reports));
    }
    Ok(ended)
}

/// A line to stdout for what was issued; faults and failures to stderr.
fn say(plan: &Plan, day: Day, outcome: &Result<Outcome, Failure>, common: &Common) {
    match outcome {
        Ok(Outcome::Issued { receipt, faults }) => {
            outln!("{} {day} {} {}", plan.series, receipt.entry.label, receipt.outbox.display());
            tracing::info!(series = plan.series, head = receipt.head, "issued {}", receipt.entry.label);
            for notice in &receipt.notices {
                eprintln!("note: {notice}");
            }
            say_faults(plan, day, faults, common);
        }
        Ok(Outcome::Tried { edition, faults, pages }) => {
            outln!("{} {day} {} would be issued, {pages} pages", plan.series, edition.label());
            say_faults(plan, day, faults, common);
        }
        Ok(Outcome::Stands { entry, restored, asides }) => {
            outln!("{} {day} {} stands already", plan.series, entry.label);
            for path in restored {
                eprintln!("note: put back {}", path.display());
            }
            for aside in asides {
                eprintln!("note: {aside} since, which makes no other edition");
            }
        }
        Err(failure) => eprintln!("{failure}"),
    }
}

fn say_faults(plan: &Plan, day: Day, faults: &[crate::model::Fault], common: &Common) {
    let lang = Lang::from(common.lang);
    let text = report::painted(faults, lang, common.verbose > 0, Paint::on(&std::io::stderr()));
    if !text.is_empty() {
        eprint!("{text}");
        eprintln!("{} {day}: {}", plan.series, report::summary(Tally::of(faults), lang));
    }
}

fn as_json(plan: &Plan, day: Day, outcome: &Result<Outcome, Failure>) -> Value {
    let faults = |faults: &[crate::model::Fault]| {
        faults.iter().map(|f| FaultRecord::of(f, Lang::Zh)).collect::<Vec<_>>()
    };
    let mut value = match outcome {
        Ok(Outcome::Issued { receipt, faults: found }) => json!({
            "outcome": "issued", "number": receipt.entry.number, "revision": receipt.entry.revision,
            "pdf": receipt.outbox, "archived": receipt.pdf, "figures": receipt.figures,
            "beside": receipt.beside, "head": receipt.head,
            "faults": faults(found),
        }),
        Ok(Outcome::Tried { edition, faults: found, pages }) => json!({
            "outcome": "dry_run", "number": edition.number, "revision": edition.revision, "pages": pages,
            "faults": faults(found),
        }),
        Ok(Outcome::Stands { entry, restored, .. }) => json!({
            "outcome": "stands", "number": entry.number, "revision": entry.revision, "restored": restored,
        }),
        Err(failure) => report::failed(failure),
    };
    value["series"] = json!(plan.series);
    value["day"] = json!(day);
    value
}
