//! Sending a request and reading its answer over one of the pool's connections.

use super::{LONGEST_SAMPLE, Landed, Pool, Sample};
use crate::answer::Step;
use crate::books::{Failure, Wrong};
use crate::clock;
use crate::connection::{Connection, State};
use crate::network::Received;
use crate::plan::{Expected, Plan};
use crate::record::{Ending, Flight};

/// What some bytes came to.
pub(super) enum Reading {
    More,
    /// Nobody had asked for them.
    Unsolicited,
    /// They end an answer; `keep`: the connection may carry another request.
    Answer {
        flight: Flight,
        ending: Ending,
        keep: bool,
    },
}

/// Reads `bytes` as (part of) the answer under way on `connection`.
pub(super) fn read(connection: &mut Connection, plan: &Plan, bytes: &[u8]) -> Reading {
    let flight = match connection.state {
        State::Sending { flight, .. } | State::Awaiting { flight, .. } => flight,
        State::Opening { .. } | State::Closed { .. } | State::Idle { .. } => return Reading::Unsolicited,
    };
    let Connection {
        parser, body, sampled, ..
    } = connection;
    let step = parser.feed(bytes, &mut |data| {
        if *sampled && body.len() < LONGEST_SAMPLE {
            body.extend_from_slice(data);
        }
    });
    let (ending, keep) = match step {
        Step::More => return Reading::More,
        Step::Broken(_) => (Ending::Wrong(Wrong::Framing), false),
        Step::Done { used } if used < bytes.len() => (Ending::Wrong(Wrong::Framing), false),
        Step::Done { .. } => {
            let whole = matches!(connection.state, State::Awaiting { .. });
            let keep = whole && connection.parser.head().is_some_and(|head| head.keep_alive);
            let expected = &plan.request(flight.operation, flight.variant).expected;
            (connection.judge(expected), keep)
        }
    };
    Reading::Answer { flight, ending, keep }
}

impl Pool {
    /// Hands the network the request of `flight`.
    pub(super) fn send(&mut self, index: u32, flight: Flight, limit: u64) -> Option<Landed> {
        let request = self.plan.request(flight.operation, flight.variant);
        let connection = &mut self.connections[index as usize];
        connection.parser.begin(request.head);
        let sent = match connection.session {
            None => self.network.send_request(index, flight.operation, flight.variant),
            Some(_) => self.send_wrapped(index, flight),
        };
        let connection = &mut self.connections[index as usize];
        let request = self.plan.request(flight.operation, flight.variant);
        match sent {
            Ok(true) => {
                self.traffic.bytes_out += request.bytes.len() as u64;
                connection.state = State::Awaiting { flight, limit };
                None
            }
            Ok(false) => {
                connection.state = State::Sending { flight, limit };
                None
            }
            Err(_) => {
                connection.state = State::Sending { flight, limit };
                self.land_failed(index, Failure::Reset)
            }
        }
    }

    /// The last of a request has gone out.
    pub(super) fn sent(&mut self, index: u32) {
        let connection = &mut self.connections[index as usize];
        if let State::Sending { flight, limit } = connection.state {
            connection.state = State::Awaiting { flight, limit };
            self.traffic.bytes_out += self.plan.request(flight.operation, flight.variant).bytes.len() as u64;
        }
    }

    /// Reads what came as (part of) the answer under way.
    pub(super) fn receive(&mut self, index: u32, received: &Received, since: u64) -> Option<Landed> {
        self.traffic.bytes_in += received.count();
        if self.connections[index as usize].session.is_some() {
            return self.receive_wrapped(index, received, since);
        }
        let bytes = self.network.bytes(received);
        let reading = read(&mut self.connections[index as usize], &self.plan, bytes);
        self.conclude(index, reading, received.at, since)
    }

    /// Acts on what was read.
    pub(super) fn conclude(&mut self, index: u32, reading: Reading, at: Option<u64>, since: u64) -> Option<Landed> {
        match reading {
            Reading::More => None,
            Reading::Unsolicited => {
                self.traffic.unsolicited += 1;
                self.lose(index, false);
                None
            }
            Reading::Answer { flight, ending, keep } => Some(self.land(index, flight, ending, keep, at, since)),
        }
    }

    fn expected(&self, flight: Flight) -> &Expected {
        &self.plan.request(flight.operation, flight.variant).expected
    }

    /// The peer closed its side.
    pub(super) fn ended(&mut self, index: u32) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        match connection.flight() {
            Some(flight) if connection.parser.close() => {
                let ending = self.connections[index as usize].judge(self.expected(flight));
                Some(self.land(index, flight, ending, false, None, 0))
            }
            Some(_) => self.land_failed(index, Failure::Eof),
            None => {
                self.lose(index, false);
                None
            }
        }
    }

    pub(super) fn broken(&mut self, index: u32) -> Option<Landed> {
        if self.connections[index as usize].flight().is_some() {
            return self.land_failed(index, Failure::Reset);
        }
        self.lose(index, false);
        None
    }

    /// A whole answer came at `at` by the kernel's word, or by now.
    fn land(&mut self, index: u32, flight: Flight, ending: Ending, keep: bool, at: Option<u64>, since: u64) -> Landed {
        let done = at.unwrap_or_else(clock::now).max(flight.sent);
        self.in_flight -= 1;
        let connection = &mut self.connections[index as usize];
        connection.attempts = 0;
        connection.served += 1;
        self.seen += 1;
        self.longest = self.longest.max(connection.parser.length());
        if connection.sampled {
            let status = connection.parser.head().map(|head| head.status);
            let body = std::mem::take(&mut connection.body);
            self.samples.push(Sample {
                flight,
                correct: ending == Ending::Correct,
                status,
                body,
            });
        }
        let used_up = |most: u64| connection.served >= most;
        if keep && !self.plan.requests_per_connection.is_some_and(used_up) {
            let since = if at.is_some() { done } else { since.min(done) };
            self.rest(index, since);
        } else {
            self.lose(index, false);
        }
        Landed { flight, ending, done }
    }

    pub(super) fn land_failed(&mut self, index: u32, failure: Failure) -> Option<Landed> {
        let flight = self.connections[index as usize].flight()?;
        self.in_flight -= 1;
        self.lose(index, true);
        Some(Landed {
            flight,
            ending: Ending::Failed(failure),
            done: clock::now(),
        })
    }
}
