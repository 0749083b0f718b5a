//! The verdict on a phase and on each of its seconds, from what the workers saw.

use super::{Outcome, busiest};
use crate::clock::{MILLISECOND, SECOND};
use crate::cost::{self, surely_stolen};
use crate::histogram::Times;
use crate::plan::{Load, Phase, Plan};
use crate::record::{Cell, Outcome as Became, Record, Second, Spent};
use crate::result::{CellResult, SecondResult};
use crate::verdict::{Crowding, Demanded, Evidence, Verdict, judge};
use crate::worker::Part;

pub(super) struct Judging<'a> {
    record: &'a Record,
    pub open: bool,
    crowding: Option<Crowding>,
}

impl<'a> Judging<'a> {
    pub fn of(plan: &Plan, phase: &Phase, record: &'a Record, outcome: &Outcome) -> Judging<'a> {
        let crowding = match &phase.load {
            Load::Open { law, length } => Some(Crowding {
                connections: plan.in_flight_cap.min(plan.connections),
                per_s: law.mean_per_s(*length),
                crowded: record.crowded.roughly(0.5, LEAST_COMPARED),
                // The lower quartile: the first requests of all find a cold server, and most connections free.
                roomy: record.roomy.roughly(0.25, LEAST_COMPARED),
            }),
            Load::Closed { .. } => None,
        };
        debug_assert!(!outcome.parts.is_empty());
        Judging {
            record,
            open: crowding.is_some(),
            crowding,
        }
    }

    fn demand(&self) -> Demanded {
        if self.open { Demanded::Requests } else { Demanded::Turns }
    }

    pub fn phase(&self, parts: &[Part], planned: u64) -> (Verdict, Vec<String>) {
        judge(&Evidence {
            unbalanced: self.record.books.imbalance(planned),
            demand: self.demand(),
            planned,
            late: self.record.late,
            busy: busiest(parts, |part| Some(part.issuing_usage.cpu)).unwrap_or(0.0),
            waited_for_core: busiest(parts, |part| part.issuing_usage.waited),
            stolen: busiest(parts, |part| surely_stolen(part.issuing_usage.stolen)),
            shed: self.record.books.total().shed,
            queued_at_end: parts.iter().map(|part| part.queued_at_end).sum(),
            found_all_busy: self.record.waited_for_server,
            crowding: self.crowding,
        })
    }

    pub fn seconds(&self, plan: &Plan) -> Vec<SecondResult> {
        let seconds = self.record.seconds.iter().enumerate();
        seconds
            .map(|(index, second)| self.second(plan, index, second))
            .collect()
    }

    fn second(&self, plan: &Plan, index: usize, second: &Second) -> SecondResult {
        let (verdict, reasons) = judge(&self.evidence(second));
        let mut times = Times::new();
        for (_, became, cell) in second.cells() {
            if became == Became::Correct {
                times.add(if self.open { &cell.response } else { &cell.service });
            }
        }
        let ms = |p| times.percentile(p).map(|ns| ns as f64 / MILLISECOND as f64);
        SecondResult {
            second: index,
            verdict,
            reasons,
            correct: second.correct,
            wrong: second.wrong,
            failed: second.failed,
            p50_ms: ms(0.5),
            p99_ms: ms(0.99),
            in_flight: second.in_flight,
            queued: second.queued,
            sent: second.sent,
            waited_for_server: second.waited_for_server,
            late: second.late,
            busy_share: largest(second, |spent| Some(spent.cpu)),
            stolen_share: largest(second, |spent| spent.stolen),
            involuntary_switches: second.spent.iter().map(|spent| spent.involuntary_switches).sum(),
            cells: second
                .cells()
                .map(|(operation, became, cell)| cell_result(&plan.operations[operation].id, became, cell))
                .collect(),
        }
    }

    /// A second has no books of its own: what was due in it may be answered in another. Nor is a queue at its end a growing
    /// one, unless a hundredth of what was due in it still waits.
    fn evidence(&self, second: &Second) -> Evidence {
        Evidence {
            unbalanced: None,
            demand: self.demand(),
            planned: second.due(),
            late: second.late,
            busy: largest(second, |spent| Some(spent.cpu)).unwrap_or(0.0),
            waited_for_core: largest(second, |spent| spent.waited),
            stolen: largest(second, |spent| surely_stolen(spent.stolen)),
            shed: second.shed,
            queued_at_end: if second.due() > 0 { second.queued } else { 0 },
            found_all_busy: second.waited_for_server,
            crowding: self.crowding,
        }
    }
}

/// A load beyond what the connections carry fills them so soon that few requests ever find half of them free.
const LEAST_COMPARED: u64 = 5;
/// A shorter look, the last of a phase, says nothing of shares.
const LEAST_LOOK: u64 = SECOND / 5;

/// The largest share of its time that any worker spent so.
fn largest(second: &Second, part: impl Fn(&Spent) -> Option<u64>) -> Option<f64> {
    let looks = second.spent.iter().filter(|spent| spent.wall >= LEAST_LOOK);
    cost::largest_share(looks.map(|spent| (part(spent), spent.wall)))
}

fn cell_result(operation: &str, became: Became, cell: &Cell) -> CellResult {
    let encoded = |tally| {
        let mut times = Times::new();
        times.add(tally);
        times.encoded()
    };
    CellResult {
        operation: operation.to_string(),
        outcome: became.name(),
        count: cell.count,
        response: encoded(&cell.response),
        service: encoded(&cell.service),
        send_lag: encoded(&cell.send_lag),
    }
}
