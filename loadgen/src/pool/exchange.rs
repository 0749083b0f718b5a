//! Sending a request and reading its answer over one of the pool's connections.

use std::io::{ErrorKind, Read, Write};

use super::{BUFFER, LONGEST_SAMPLE, Landed, Pool, READS_IN_A_ROW, Sample};
use crate::answer::Step;
use crate::books::{Failure, Wrong};
use crate::clock;
use crate::connection::{Connection, State};
use crate::plan::Expected;
use crate::record::{Ending, Flight};

impl Pool {
    /// Hands the kernel what it has not taken of the request.
    pub(super) fn flush(&mut self, index: u32) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        let State::Sending { flight, offset, limit } = connection.state else {
            return None;
        };
        let bytes = &self.plan.request(flight.operation, flight.variant).bytes;
        let mut offset = offset;
        while offset < bytes.len() {
            let sent = connection
                .stream
                .as_mut()
                .map_or(Ok(0), |stream| stream.write(&bytes[offset..]));
            match sent {
                Ok(taken) => {
                    self.traffic.bytes_out += taken as u64;
                    offset += taken;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    connection.state = State::Sending { flight, offset, limit };
                    return None;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return self.land_failed(index, Failure::Reset),
            }
        }
        connection.state = State::Awaiting { flight, limit };
        None
    }

    pub(super) fn receive(&mut self, index: u32, closing: bool, since: u64) -> Option<Landed> {
        let mut landed = None;
        for _ in 0..READS_IN_A_ROW {
            let connection = &mut self.connections[index as usize];
            let Some(stream) = connection.stream.as_mut() else {
                return landed;
            };
            match stream.read(&mut self.buffer) {
                Ok(0) => return landed.or(self.ended(index)),
                Ok(count) => {
                    self.traffic.bytes_in += count as u64;
                    landed = landed.or(self.digest(index, count, since));
                    // A short read has emptied the socket; a close still to be seen comes as its own report.
                    if count < BUFFER && !closing {
                        return landed;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return landed,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return landed.or_else(|| self.broken(index)),
            }
        }
        let generation = u64::from(self.connections[index as usize].generation);
        self.again.push_back(generation << 32 | u64::from(index));
        landed
    }

    /// Reads `count` bytes of the buffer as (part of) the answer under way.
    fn digest(&mut self, index: u32, count: usize, since: u64) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        let Some(flight) = connection.flight() else {
            self.traffic.unsolicited += 1;
            self.lose(index);
            return None;
        };
        let Connection {
            parser, body, sampled, ..
        } = connection;
        let step = parser.feed(&self.buffer[..count], &mut |data| {
            if *sampled && body.len() < LONGEST_SAMPLE {
                body.extend_from_slice(data);
            }
        });
        match step {
            Step::More => None,
            Step::Broken(_) => Some(self.land(index, flight, Ending::Wrong(Wrong::Framing), false, since)),
            Step::Done { used } if used < count => {
                Some(self.land(index, flight, Ending::Wrong(Wrong::Framing), false, since))
            }
            Step::Done { .. } => {
                let whole = matches!(connection.state, State::Awaiting { .. });
                let keep = whole && connection.parser.head().is_some_and(|head| head.keep_alive);
                let ending = self.connections[index as usize].judge(self.expected(flight));
                Some(self.land(index, flight, ending, keep, since))
            }
        }
    }

    fn expected(&self, flight: Flight) -> &Expected {
        &self.plan.request(flight.operation, flight.variant).expected
    }

    /// The peer closed its side.
    fn ended(&mut self, index: u32) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        match connection.flight() {
            Some(flight) if connection.parser.close() => {
                let ending = self.connections[index as usize].judge(self.expected(flight));
                Some(self.land(index, flight, ending, false, 0))
            }
            Some(_) => self.land_failed(index, Failure::Eof),
            None => {
                self.lose(index);
                None
            }
        }
    }

    fn broken(&mut self, index: u32) -> Option<Landed> {
        if self.connections[index as usize].flight().is_some() {
            return self.land_failed(index, Failure::Reset);
        }
        self.lose(index);
        None
    }

    fn land(&mut self, index: u32, flight: Flight, ending: Ending, keep: bool, since: u64) -> Landed {
        let done = clock::now();
        self.in_flight -= 1;
        let connection = &mut self.connections[index as usize];
        connection.attempts = 0;
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
        if keep {
            self.rest(index, since.min(done));
        } else {
            self.lose(index);
        }
        Landed { flight, ending, done }
    }

    pub(super) fn land_failed(&mut self, index: u32, failure: Failure) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        let flight = connection.flight()?;
        connection.abort_on_close();
        self.in_flight -= 1;
        self.lose(index);
        Some(Landed {
            flight,
            ending: Ending::Failed(failure),
            done: clock::now(),
        })
    }
}
