//! Sending a request and reading its answer over one of the pool's connections.

use super::reading::{Reading, read};
use super::{Landed, Pool, Sample};
use crate::books::Failure;
use crate::clock;
use crate::connection::State;
use crate::network::Received;
use crate::plan::{Delivery, Serial};
use crate::record::{Ending, Flight};
use crate::stream::{EventCounter, Pieces, Streamed};

impl Pool {
    /// Hands the network the request of `flight`.
    pub(super) fn send(&mut self, index: u32, flight: Flight, limit: u64) -> Option<Landed> {
        let request = self.plan.request(flight.operation, flight.variant);
        let connection = &mut self.connections[index as usize];
        connection.parser.begin(request.head);
        connection.streamed = match self.plan.operations[flight.operation as usize].delivery {
            Delivery::Whole => None,
            Delivery::Bytes => Some(Streamed::new(Pieces::Bytes)),
            Delivery::Events { .. } => Some(Streamed::new(Pieces::Events(EventCounter::default()))),
        };
        let fixed = request.is_fixed();
        if !fixed {
            let serial = Serial {
                phase: self.phase,
                k: flight.k,
            };
            request.render(serial, &connection.captured, &mut self.rendered);
        }
        connection.outgoing = if fixed {
            request.bytes.len()
        } else {
            self.rendered.len()
        } as u64;
        let sent = match (&connection.session, fixed) {
            (None, true) => self.network.send_request(index, flight.operation, flight.variant),
            (None, false) => self.network.send_bytes(index, &self.rendered),
            (Some(_), _) => self.send_wrapped(index, flight),
        };
        let connection = &mut self.connections[index as usize];
        connection.state = State::Sending { flight, limit };
        match sent {
            Ok(true) => self.sent(index),
            Ok(false) => {}
            Err(_) => return self.land_failed(index, Failure::Reset),
        }
        None
    }

    /// The last of a request has gone out.
    pub(super) fn sent(&mut self, index: u32) {
        let connection = &mut self.connections[index as usize];
        if let State::Sending { flight, limit } = connection.state {
            connection.state = State::Awaiting { flight, limit };
            self.traffic.bytes_out += connection.outgoing;
        }
    }

    /// Reads what came as (part of) the answer under way.
    pub(super) fn receive(&mut self, index: u32, received: &Received, since: u64) -> Option<Landed> {
        self.traffic.bytes_in += received.count();
        if self.connections[index as usize].session.is_some() {
            return self.receive_wrapped(index, received, since);
        }
        let bytes = self.network.bytes(received);
        let connection = &mut self.connections[index as usize];
        let reading = read(
            connection,
            &self.plan,
            bytes,
            received.at,
            &mut self.heads,
            &mut self.gaps,
        );
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

    /// The peer closed its side.
    pub(super) fn ended(&mut self, index: u32) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        match connection.flight() {
            Some(flight) if connection.parser.close() => {
                let ending = self.judge(index, flight);
                Some(self.land(index, flight, ending, false, None, 0))
            }
            Some(_) => self.land_failed(index, Failure::Eof),
            None => {
                self.lose(index, false);
                None
            }
        }
    }

    fn judge(&mut self, index: u32, flight: Flight) -> Ending {
        let operation = &self.plan.operations[flight.operation as usize];
        let expected = &operation.requests[flight.variant as usize].expected;
        self.connections[index as usize].judge(operation, expected)
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
        let streamed = connection.streamed.take();
        self.stamped = if at.is_some() { self.stamped + 1 } else { 0 };
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
        connection.body.clear();
        let used_up = |most: u64| connection.served >= most;
        if keep && !self.plan.requests_per_connection.is_some_and(used_up) {
            let since = if at.is_some() { done } else { since.min(done) };
            self.rest(index, since);
        } else {
            self.lose(index, false);
        }
        Landed {
            index,
            flight,
            ending,
            done,
            streamed,
        }
    }

    pub(super) fn land_failed(&mut self, index: u32, failure: Failure) -> Option<Landed> {
        let flight = self.connections[index as usize].flight()?;
        let streamed = self.connections[index as usize].streamed.take();
        self.in_flight -= 1;
        self.lose(index, true);
        Some(Landed {
            index,
            flight,
            ending: Ending::Failed(failure),
            done: clock::now(),
            streamed,
        })
    }
}
