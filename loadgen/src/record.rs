//! What one worker saw of one phase, and the sum of several.

mod past;
mod second;
mod totals;

use crate::books::{Books, Failure, Wrong};
use crate::charge::Charge;
use crate::clock::{MILLISECOND, SECOND};
use crate::histogram::Times;
use crate::stream::Streamed;

pub use self::second::{Cell, Outcome, Second, Spent};
pub use self::totals::Totals;

/// A request sent later than this after it was due, with an idle connection at hand, waited for the
/// generator. Below lies the ordinary price of waking a thread.
pub const PROMPT_NS: u64 = MILLISECOND / 10;
/// Sent this late through the generator's own fault, a request's response time is not the server's.
pub const LATE_NS: u64 = MILLISECOND;
/// One request on the wire. Times are CLOCK_MONOTONIC in ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flight {
    pub k: u64,
    pub operation: u32,
    pub variant: u32,
    /// None in a closed loop, where nothing is due.
    pub due: Option<u64>,
    pub sent: u64,
    /// Requests of this worker on the wire when it was sent, itself among them.
    pub in_flight: u32,
}

/// How a flight ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Correct,
    Wrong(Wrong),
    Failed(Failure),
}

/// What came bit by bit of one operation's answers.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    /// From due (closed loop: sent) to the first byte of the body.
    pub first_byte: Times,
    /// Between one piece and the next.
    pub gap: Times,
    pub bytes: u64,
    pub events: u64,
}

/// A worker's record of a phase.
#[derive(Debug, Clone)]
pub struct Record {
    pub begin: u64,
    /// When issuing ends; answers of a closed loop count towards its rate up to here only.
    pub end: u64,
    pub books: Books,
    pub generator_lag: Times,
    /// Service times of correct answers to requests sent while every connection was busy, and while at most half were.
    pub crowded: Times,
    pub roomy: Times,
    pub seconds: Vec<Second>,
    /// By operation; none where nothing was streamed.
    pub streams: Vec<Option<Stream>>,
    pub sent: u64,
    pub waited_for_generator: u64,
    pub waited_for_server: u64,
    pub late: u64,
    pub correct_in_time: u64,
    pub first: Option<u64>,
    pub last: Option<u64>,
    connections: u32,
    /// The second to be tidied next.
    tidied: usize,
}

impl Record {
    /// An empty record of a phase that issues from `begin` to `end` (ns on the clock) over so many connections.
    pub fn new(operations: usize, connections: usize, begin: u64, end: u64) -> Record {
        Record {
            begin,
            end,
            books: Books::new(operations),
            generator_lag: Times::new(),
            crowded: Times::new(),
            roomy: Times::new(),
            seconds: Vec::new(),
            streams: vec![None; operations],
            sent: 0,
            waited_for_generator: 0,
            waited_for_server: 0,
            late: 0,
            correct_in_time: 0,
            first: None,
            last: None,
            connections: connections as u32,
            tidied: 0,
        }
    }

    /// The second of `time`; seconds are made as time passes, once a second and not per request.
    fn second(&mut self, time: u64) -> &mut Second {
        let index = (time.saturating_sub(self.begin) / SECOND) as usize;
        if self.seconds.len() <= index {
            self.seconds.resize_with(index + 1, Second::default);
        }
        &mut self.seconds[index]
    }

    /// A request went out.
    pub fn launched(&mut self, flight: &Flight, charge: Charge) {
        self.sent += 1;
        let from = flight.due.unwrap_or(flight.sent);
        self.first = Some(self.first.map_or(from, |first| first.min(from)));
        self.second(from).sent += 1;
        let Some(due) = flight.due else { return };
        let lag = flight.sent.saturating_sub(due);
        match charge {
            Charge::Server => {
                self.waited_for_server += 1;
                self.second(due).waited_for_server += 1;
            }
            Charge::Generator => {
                self.generator_lag.record(lag);
                self.waited_for_generator += u64::from(lag > PROMPT_NS);
                let late = u64::from(lag > LATE_NS);
                self.late += late;
                self.second(due).late += late;
            }
        }
    }

    /// A request that was sent came to its end at `done`.
    pub fn landed(&mut self, flight: &Flight, ending: Ending, done: u64) {
        self.last = Some(self.last.map_or(done, |last| last.max(done)));
        let operation = flight.operation;
        let outcome = match ending {
            Ending::Correct => {
                self.correct_in_time += u64::from(done <= self.end);
                self.books.of(operation).correct += 1;
                self.second(done).correct += 1;
                self.compare(flight, done);
                Outcome::Correct
            }
            Ending::Wrong(reason) => {
                self.books.of(operation).wrong[reason as usize] += 1;
                self.second(done).wrong += 1;
                Outcome::Wrong
            }
            Ending::Failed(reason) => {
                self.books.of(operation).failed[reason as usize] += 1;
                self.second(done).failed += 1;
                Outcome::Failed
            }
        };
        self.enter(flight, outcome, done);
    }

    /// Notes the times of a request that was sent.
    fn enter(&mut self, flight: &Flight, outcome: Outcome, done: u64) {
        let from = flight.due.unwrap_or(flight.sent);
        let cell = self.second(from).cell(flight.operation, outcome);
        cell.count += 1;
        cell.service.record(done.saturating_sub(flight.sent));
        if let Some(due) = flight.due {
            cell.response.record(done.saturating_sub(due));
            cell.send_lag.record(flight.sent.saturating_sub(due));
        }
    }

    /// Is the server slower when all connections are busy than when few are? Only where requests come at a rate: in a
    /// closed loop all always are.
    fn compare(&mut self, flight: &Flight, done: u64) {
        if flight.due.is_none() {
            return;
        }
        let service = done.saturating_sub(flight.sent);
        if flight.in_flight >= self.connections {
            self.crowded.record(service);
        } else if flight.in_flight <= self.connections.div_ceil(2) {
            self.roomy.record(service);
        }
    }

    /// A streamed answer, or what came of one, has ended.
    pub fn streamed(&mut self, flight: &Flight, streamed: &Streamed) {
        let stream = self.streams[flight.operation as usize].get_or_insert_with(Stream::default);
        stream.bytes += streamed.bytes;
        stream.events += streamed.events;
        if let Some(first) = streamed.first {
            let from = flight.due.unwrap_or(flight.sent);
            stream.first_byte.record(first.saturating_sub(from));
        }
    }

    /// So many ns lay between two pieces of an answer.
    pub fn gap(&mut self, operation: u32, ns: u64) {
        let stream = self.streams[operation as usize].get_or_insert_with(Stream::default);
        stream.gap.record(ns);
    }

    /// A request that was never sent failed at `at`; `from`: when it was due, or would have been sent.
    pub fn failed(&mut self, operation: u32, reason: Failure, from: u64, at: u64) {
        self.books.of(operation).failed[reason as usize] += 1;
        self.second(at).failed += 1;
        self.enter_unsent(operation, Outcome::Failed, from, at);
    }

    /// A request was on the wire when the phase ended at `at`.
    pub fn unfinished(&mut self, flight: &Flight, at: u64) {
        self.books.of(flight.operation).unfinished += 1;
        self.enter(flight, Outcome::Unfinished, at);
    }

    /// A request due at `from` was still waiting when the phase ended at `at`.
    pub fn never_sent(&mut self, operation: u32, from: u64, at: u64) {
        self.books.of(operation).unfinished += 1;
        self.enter_unsent(operation, Outcome::Unfinished, from, at);
    }

    fn enter_unsent(&mut self, operation: u32, outcome: Outcome, from: u64, at: u64) {
        let cell = self.second(from).cell(operation, outcome);
        cell.count += 1;
        cell.response.record(at.saturating_sub(from));
    }

    /// A request due at `due` was not taken. It has no time at all, so none is recorded.
    pub fn shed(&mut self, operation: u32, due: u64) {
        self.books.of(operation).shed += 1;
        let second = self.second(due);
        second.shed += 1;
        second.cell(operation, Outcome::Shed).count += 1;
    }

    /// How things stand as the second before `boundary` ends, and what it cost.
    pub fn at_second(&mut self, boundary: u64, in_flight: u64, queued: u64, spent: Spent) {
        let second = self.second(boundary - 1);
        second.in_flight = in_flight;
        second.queued = queued;
        second.spent.push(spent);
    }
}

#[cfg(test)]
#[path = "record_test.rs"]
mod tests;
