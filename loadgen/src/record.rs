//! What one worker saw of one phase, and the sum of several.

use crate::books::{Books, Failure, Wrong};
use crate::charge::Charge;
use crate::clock::{MILLISECOND, SECOND};
use crate::histogram::Times;
use crate::stream::Streamed;

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
}

/// How a flight ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Correct,
    Wrong(Wrong),
    Failed(Failure),
}

/// One second of a phase. Counts by the second of completion, times by the second in which the request was due
/// (closed loop: sent): counting throughput by due second would credit a stalled server with answers it gave later.
#[derive(Debug, Clone)]
pub struct Second {
    pub correct: u64,
    pub wrong: u64,
    pub failed: u64,
    pub times: Times,
    /// At the second's end.
    pub in_flight: u64,
    pub queued: u64,
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
    pub response: Times,
    pub service: Times,
    pub send_lag: Times,
    pub generator_lag: Times,
    /// Time from due (closed loop: from sent) to the failure, for every failed and unfinished request: at least that
    /// long its answer would have taken.
    pub failure: Times,
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
}

impl Record {
    /// An empty record of a phase that issues from `begin` to `end` (ns on the clock).
    pub fn new(operations: usize, begin: u64, end: u64) -> Record {
        Record {
            begin,
            end,
            books: Books::new(operations),
            response: Times::new(),
            service: Times::new(),
            send_lag: Times::new(),
            generator_lag: Times::new(),
            failure: Times::new(),
            seconds: Vec::new(),
            streams: vec![None; operations],
            sent: 0,
            waited_for_generator: 0,
            waited_for_server: 0,
            late: 0,
            correct_in_time: 0,
            first: None,
            last: None,
        }
    }

    /// The second of `time`; seconds are made as time passes, once a second and not per request.
    fn second(&mut self, time: u64) -> &mut Second {
        let index = (time.saturating_sub(self.begin) / SECOND) as usize;
        while self.seconds.len() <= index {
            self.seconds.push(Second {
                correct: 0,
                wrong: 0,
                failed: 0,
                times: Times::coarse(),
                in_flight: 0,
                queued: 0,
            });
        }
        &mut self.seconds[index]
    }

    /// A request went out.
    pub fn launched(&mut self, flight: &Flight, charge: Charge) {
        self.sent += 1;
        let from = flight.due.unwrap_or(flight.sent);
        self.first = Some(self.first.map_or(from, |first| first.min(from)));
        let Some(due) = flight.due else { return };
        let lag = flight.sent.saturating_sub(due);
        self.send_lag.record(lag);
        match charge {
            Charge::Server => self.waited_for_server += 1,
            Charge::Generator => {
                self.generator_lag.record(lag);
                self.waited_for_generator += u64::from(lag > PROMPT_NS);
                self.late += u64::from(lag > LATE_NS);
            }
        }
    }

    /// A request that was sent came to its end at `done`.
    pub fn landed(&mut self, flight: &Flight, ending: Ending, done: u64) {
        let from = flight.due.unwrap_or(flight.sent);
        self.last = Some(self.last.map_or(done, |last| last.max(done)));
        match ending {
            Ending::Correct => {
                let service = done.saturating_sub(flight.sent);
                self.service.record(service);
                if flight.due.is_some() {
                    self.response.record(done.saturating_sub(from));
                }
                self.correct_in_time += u64::from(done <= self.end);
                self.books.of(flight.operation).correct += 1;
                self.second(from).times.record(done.saturating_sub(from));
                self.second(done).correct += 1;
            }
            Ending::Wrong(reason) => {
                self.books.of(flight.operation).wrong[reason as usize] += 1;
                self.second(done).wrong += 1;
            }
            Ending::Failed(reason) => self.failed(flight.operation, reason, from, done),
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

    /// A request failed at `at`, sent or not; `from`: when it was due, or sent in a closed loop.
    pub fn failed(&mut self, operation: u32, reason: Failure, from: u64, at: u64) {
        self.failure.record(at.saturating_sub(from));
        self.books.of(operation).failed[reason as usize] += 1;
        self.second(at).failed += 1;
    }

    /// A request was still waiting or on the wire when the phase ended at `at`.
    pub fn unfinished(&mut self, operation: u32, from: u64, at: u64) {
        self.failure.record(at.saturating_sub(from));
        self.books.of(operation).unfinished += 1;
    }

    /// A request was due while the queue was full. It has no time at all, so none is recorded.
    pub fn shed(&mut self, operation: u32) {
        self.books.of(operation).shed += 1;
    }

    /// How things stand as the second before `boundary` ends.
    pub fn at_second(&mut self, boundary: u64, in_flight: u64, queued: u64) {
        let second = self.second(boundary - 1);
        second.in_flight = in_flight;
        second.queued = queued;
    }

    /// Adds another worker's record of the same phase.
    pub fn merge(&mut self, other: &Record) {
        self.books.merge(&other.books);
        self.response.merge(&other.response);
        self.service.merge(&other.service);
        self.send_lag.merge(&other.send_lag);
        self.generator_lag.merge(&other.generator_lag);
        self.failure.merge(&other.failure);
        for (index, theirs) in other.seconds.iter().enumerate() {
            let mine = self.second(self.begin + index as u64 * SECOND);
            mine.correct += theirs.correct;
            mine.wrong += theirs.wrong;
            mine.failed += theirs.failed;
            mine.times.merge(&theirs.times);
            mine.in_flight += theirs.in_flight;
            mine.queued += theirs.queued;
        }
        for (mine, theirs) in self.streams.iter_mut().zip(&other.streams) {
            let Some(theirs) = theirs else { continue };
            let mine = mine.get_or_insert_with(Stream::default);
            mine.first_byte.merge(&theirs.first_byte);
            mine.gap.merge(&theirs.gap);
            mine.bytes += theirs.bytes;
            mine.events += theirs.events;
        }
        self.end = self.end.max(other.end);
        self.sent += other.sent;
        self.waited_for_generator += other.waited_for_generator;
        self.waited_for_server += other.waited_for_server;
        self.late += other.late;
        self.correct_in_time += other.correct_in_time;
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
    }
}

#[cfg(test)]
#[path = "record_test.rs"]
mod tests;
