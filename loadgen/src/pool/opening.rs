//! Opening the pool's connections, losing them, and opening them again.

use std::cmp::Reverse;
use std::io;
use std::os::fd::AsRawFd;

use super::{OPENING_AT_ONCE, Pool};
use crate::clock::{self, MILLISECOND, SECOND};
use crate::connection::State;
use crate::socket::begin_connect;

impl Pool {
    pub(super) fn opened(&mut self, index: u32) {
        let connection = &mut self.connections[index as usize];
        let error = connection
            .stream
            .as_ref()
            .and_then(|stream| stream.take_error().unwrap_or_else(Some));
        if let Some(error) = error {
            self.refused(index, &error);
            return;
        }
        self.opening -= 1;
        self.traffic.reconnects += u64::from(connection.opened_before);
        self.opened_once += usize::from(!connection.opened_before);
        connection.opened_before = true;
        self.rest(index, clock::now());
    }

    /// Gives the socket up and plans the next attempt: the first at once, then after 10 ms, 20 ms … 1 s, until
    /// an answer comes; else a server that accepts and hangs up would be stormed.
    pub(super) fn lose(&mut self, index: u32) {
        let connection = &mut self.connections[index as usize];
        connection.stream = None;
        connection.state = State::Closed;
        connection.generation = connection.generation.wrapping_add(1);
        connection.body.clear();
        let pause = match connection.attempts {
            0 => 0,
            attempts => ((10 * MILLISECOND) << (attempts - 1).min(7)).min(SECOND),
        };
        connection.attempts += 1;
        self.reopen.push(Reverse((clock::now() + pause, index)));
    }

    pub(super) fn refused(&mut self, index: u32, error: &io::Error) {
        self.opening -= 1;
        self.refusals += 1;
        self.last_refusal = Some(error.to_string());
        // A refusal is never followed by an attempt at once.
        let connection = &mut self.connections[index as usize];
        connection.attempts = connection.attempts.max(1);
        self.lose(index);
    }

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
            self.opening += 1;
            let limit = now + self.plan.timeout;
            let connection = &mut self.connections[index as usize];
            let token = u64::from(connection.generation) << 32 | u64::from(index);
            connection.state = State::Opening { limit };
            let opened = begin_connect(&self.plan.target).and_then(|stream| {
                self.epoll.watch(stream.as_raw_fd(), token)?;
                Ok(stream)
            });
            match opened {
                Ok(stream) => {
                    connection.stream = Some(stream);
                    if !connection.on_wheel {
                        connection.on_wheel = true;
                        self.wheel.put(index, limit);
                    }
                }
                Err(error) => self.refused(index, &error),
            }
        }
    }
}
