//! The times of a whole phase, put together from its seconds.

use super::{Outcome, Record};
use crate::histogram::Times;

/// Times in ns, over all seconds.
pub struct Totals {
    /// Of correct answers.
    pub response: Times,
    pub service: Times,
    /// Of every request sent.
    pub send_lag: Times,
    /// From due (closed loop: from sent) to the failure, for every failed and unfinished request: at least that long its
    /// answer would have taken.
    pub failure: Times,
    /// The first two, by operation.
    pub operations: Vec<(Times, Times)>,
}

impl Totals {
    /// The totals of `record`.
    pub fn of(record: &Record) -> Totals {
        let mut totals = Totals {
            response: Times::new(),
            service: Times::new(),
            send_lag: Times::new(),
            failure: Times::new(),
            operations: record.books.operations.iter().map(|_| Default::default()).collect(),
        };
        for (operation, outcome, cell) in record.seconds.iter().flat_map(super::Second::cells) {
            totals.send_lag.add(&cell.send_lag);
            match outcome {
                Outcome::Correct => {
                    totals.operations[operation].0.add(&cell.response);
                    totals.operations[operation].1.add(&cell.service);
                }
                // A closed loop knows no due times, and what was never sent no service time.
                Outcome::Failed | Outcome::Unfinished if cell.response.count() > 0 => {
                    totals.failure.add(&cell.response)
                }
                Outcome::Failed | Outcome::Unfinished => totals.failure.add(&cell.service),
                Outcome::Wrong | Outcome::Shed => {}
            }
        }
        for (response, service) in &totals.operations {
            totals.response.merge(response);
            totals.service.merge(service);
        }
        totals
    }
}
