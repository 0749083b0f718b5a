//! What ends an exchange from outside: its time limit, and the end of its phase.

use std::io::{self, ErrorKind};

use super::{Landed, Pool};
use crate::books::Failure;
use crate::connection::State;
use crate::record::Flight;

impl Pool {
    /// Ends what has lasted too long, and tells which requests failed by it.
    pub fn expire(&mut self, now: u64) -> Vec<Landed> {
        // Nearly always empty, and then it takes no memory.
        let mut failed = Vec::new();
        let mut over = std::mem::take(&mut self.over);
        self.wheel.turn(now, &mut over);
        for index in over.drain(..) {
            let connection = &mut self.connections[index as usize];
            connection.on_wheel = false;
            let landed = match (connection.limit(), connection.state) {
                (Some(limit), _) if limit > now => {
                    connection.on_wheel = true;
                    self.wheel.put(index, limit);
                    None
                }
                (Some(_), State::Opening { .. }) => self.refused(index, &io::Error::from(ErrorKind::TimedOut)),
                (Some(_), _) => self.land_failed(index, Failure::Timeout),
                (None, _) => None,
            };
            failed.extend(landed);
        }
        self.over = over;
        failed
    }

    /// Breaks off every exchange under way, so that no late answer is taken for another request's. Hands each request
    /// to `left`, and whether its time limit is over by `now`, which the wheel may not have come round to say.
    pub fn abandon(&mut self, now: u64, mut left: impl FnMut(Flight, bool)) {
        for index in 0..self.connections.len() as u32 {
            let connection = &self.connections[index as usize];
            let over = connection.limit().is_some_and(|limit| limit <= now);
            if let Some(flight) = connection.flight() {
                self.in_flight -= 1;
                self.lose(index, true);
                left(flight, over);
            }
        }
    }
}
