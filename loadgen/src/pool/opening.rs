//! Opening the pool's connections, losing them, and opening them again.

use std::cmp::Reverse;
use std::io;

use super::{Landed, OPENING_AT_ONCE, Pool};
use crate::books::Failure;
use crate::clock::{self, MILLISECOND, SECOND};
use crate::connection::State;
use crate::record::Flight;

impl Pool {
    /// Opens what is to be opened by `now`, a few at a time.
    pub fn open_due(&mut self, now: u64) {
        while self.opening < OPENING_AT_ONCE {
            match self.reopen.peek() {
                Some(Reverse((at, _))) if *at <= now => {}
                _ => return,
            }
            let Some(Reverse((_, index))) = self.reopen.pop() else {
                return;
            };
            if self.on_demand() && self.accepted() {
                // The pause after a failure is over; the next request that comes by opens it.
                self.make_available(index);
                continue;
            }
            self.opening += 1;
            let limit = now + self.plan.timeout;
            let connection = &mut self.connections[index as usize];
            connection.state = State::Opening { flight: None, limit };
            if !connection.on_wheel {
                connection.on_wheel = true;
                self.wheel.put(index, limit);
            }
            if let Err(error) = self.network.open(index) {
                self.refused(index, &error);
            }
        }
    }

    /// Opens a connection for one request.
    pub(super) fn open_for(&mut self, index: u32, flight: Flight, limit: u64) -> Option<Landed> {
        self.connections[index as usize].state = State::Opening {
            flight: Some(flight),
            limit,
        };
        match self.network.open(index) {
            Ok(()) => None,
            Err(error) => self.refused(index, &error),
        }
    }

    pub(super) fn opened(&mut self, index: u32) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        let State::Opening { flight, limit } = connection.state else {
            return None;
        };
        connection.served = 0;
        self.traffic.reconnects += u64::from(connection.opened_before);
        self.opened_once += usize::from(!connection.opened_before);
        connection.opened_before = true;
        if let Some(flight) = flight {
            return self.send(index, flight, limit);
        }
        self.opening -= 1;
        if self.on_demand() {
            // It was opened to see whether it can be; a request that found it open would not pay for its opening.
            self.close(index, false);
        } else {
            self.rest(index, clock::now());
        }
        None
    }

    /// An attempt to open failed.
    pub(super) fn refused(&mut self, index: u32, error: &io::Error) -> Option<Landed> {
        self.last_refusal = Some(error.to_string());
        // A refusal is never followed by an attempt at once.
        let connection = &mut self.connections[index as usize];
        connection.attempts = connection.attempts.max(1);
        if connection.flight().is_some() {
            return self.land_failed(index, Failure::Connect);
        }
        self.opening -= 1;
        self.refusals += 1;
        self.lose(index, true);
        None
    }

    /// Gives the connection up and plans the next attempt: the first at once, then after 10 ms, 20 ms … 1 s, until
    /// an answer comes; else a server that accepts and hangs up would be stormed.
    pub(super) fn lose(&mut self, index: u32, abort: bool) {
        let connection = &mut self.connections[index as usize];
        let attempts = connection.attempts;
        connection.attempts += 1;
        if attempts == 0 && self.on_demand() {
            self.close(index, abort);
            return;
        }
        let pause = match attempts {
            0 => 0,
            attempts => ((10 * MILLISECOND) << (attempts - 1).min(7)).min(SECOND),
        };
        let now = clock::now();
        self.shut(index, abort, now);
        self.reopen.push(Reverse((now + pause, index)));
    }

    /// Closes the connection of a place that the next request may open again.
    pub(super) fn close(&mut self, index: u32, abort: bool) {
        self.shut(index, abort, clock::now());
        self.make_available(index);
    }

    fn shut(&mut self, index: u32, abort: bool, now: u64) {
        self.network.close(index, abort);
        let connection = &mut self.connections[index as usize];
        connection.state = State::Closed { since: now };
        connection.session = None;
        connection.body.clear();
    }
}
