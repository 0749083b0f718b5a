//! A worker's connections: opening, sending, reading, losing and opening again.

mod ending;
mod exchange;
mod opening;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::io;
use std::sync::Arc;

use crate::clock;
use crate::connection::{Connection, State};
use crate::epoll::{Bell, Epoll, Ready};
use crate::plan::Plan;
use crate::record::{Ending, Flight};
use crate::timeouts::Wheel;

/// The token of the bell; no connection has it, since there are fewer than 2^32.
const BELL: u64 = u64::MAX;
/// Read at once; an answer that fits takes one call.
const BUFFER: usize = 64 * 1024;
/// Reads from one connection before the others get their turn.
const READS_IN_A_ROW: u32 = 16;
/// Connections being opened at a time, so that a listener's backlog does not overflow.
const OPENING_AT_ONCE: usize = 32;
/// A sampled body is kept up to here; the plan's schema checks need no more.
const LONGEST_SAMPLE: usize = 8 * 1024 * 1024;

/// A request that came to its end.
#[derive(Debug, Clone, Copy)]
pub struct Landed {
    pub flight: Flight,
    pub ending: Ending,
    pub done: u64,
}

/// A sampled answer.
#[derive(Debug, Clone)]
pub struct Sample {
    pub flight: Flight,
    pub correct: bool,
    pub status: Option<u16>,
    pub body: Vec<u8>,
}

/// What passed over the connections since last asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Traffic {
    pub reconnects: u64,
    /// Connections closed because bytes came that nobody had asked for.
    pub unsolicited: u64,
    pub bytes_in: u64,
    pub bytes_out: u64,
}

/// The connections of one worker.
pub struct Pool {
    plan: Arc<Plan>,
    epoll: Epoll,
    connections: Vec<Connection>,
    idle: VecDeque<u32>,
    reopen: BinaryHeap<Reverse<(u64, u32)>>,
    wheel: Wheel,
    over: Vec<u32>,
    buffer: Vec<u8>,
    /// Connections with more to read than their turn allowed.
    again: VecDeque<u64>,
    opening: usize,
    opened_once: usize,
    pub in_flight: usize,
    /// Attempts to open that failed and have not been charged to a request yet.
    pub refusals: u32,
    pub last_refusal: Option<String>,
    pub traffic: Traffic,
    pub samples: Vec<Sample>,
}

impl Pool {
    /// `size` places, all closed; `bell` will end waits.
    pub fn new(plan: Arc<Plan>, size: usize, bell: &Bell) -> io::Result<Pool> {
        let epoll = Epoll::new()?;
        epoll.watch_bell(bell, BELL)?;
        let now = clock::now();
        Ok(Pool {
            wheel: Wheel::new(plan.timeout, now),
            epoll,
            connections: (0..size).map(|_| Connection::default()).collect(),
            idle: VecDeque::with_capacity(size),
            reopen: (0..size as u32).map(|index| Reverse((now, index))).collect(),
            over: Vec::with_capacity(size),
            buffer: vec![0; BUFFER],
            again: VecDeque::with_capacity(size),
            opening: 0,
            opened_once: 0,
            in_flight: 0,
            refusals: 0,
            last_refusal: None,
            traffic: Traffic::default(),
            samples: Vec::new(),
            plan,
        })
    }

    /// Whether every place holds an open connection.
    pub fn complete(&self) -> bool {
        self.opening == 0 && self.reopen.is_empty()
    }

    /// Whether every place has held an open connection, be it lost again since: the target accepts as many.
    pub fn accepted(&self) -> bool {
        self.opened_once == self.connections.len()
    }

    /// The connection idle for longest and since when. Round-robin: the last used would starve the others, and
    /// with them the workers of a server that runs several processes.
    pub fn next_idle(&mut self) -> Option<(u32, u64)> {
        while let Some(&index) = self.idle.front() {
            if let State::Idle { since } = self.connections[index as usize].state {
                return Some((index, since));
            }
            // Lost while idle; it will queue again once it is open.
            self.idle.pop_front();
            self.connections[index as usize].in_idle_queue = false;
        }
        None
    }

    /// Sends `flight`'s request over the connection `next_idle` gave; a landing at once means it failed.
    pub fn launch(&mut self, index: u32, flight: Flight) -> Option<Landed> {
        debug_assert_eq!(self.idle.front(), Some(&index));
        self.idle.pop_front();
        let request = self.plan.request(flight.operation, flight.variant);
        let limit = flight.sent + self.plan.timeout;
        let connection = &mut self.connections[index as usize];
        connection.in_idle_queue = false;
        connection.parser.begin(request.head);
        connection.sampled = self.plan.sampling.is_some_and(|sampling| sampling.keeps(flight.k));
        connection.state = State::Sending {
            flight,
            offset: 0,
            limit,
        };
        if !connection.on_wheel {
            connection.on_wheel = true;
            self.wheel.put(index, limit);
        }
        self.in_flight += 1;
        self.flush(index)
    }

    /// Waits for reports until `until` (none: until one comes); returns how many there are.
    pub fn wait(&mut self, until: Option<u64>) -> usize {
        let ns = match until {
            _ if !self.again.is_empty() => Some(0),
            Some(until) => Some(until.saturating_sub(clock::now())),
            None => None,
        };
        self.epoll.wait(ns)
    }

    /// Acts on report `nth` of the last wait. A connection that becomes idle by it counts as idle since `since`
    /// at the latest: see the worker's account of whose fault a wait is.
    pub fn react(&mut self, nth: usize, since: u64) -> Option<Landed> {
        let ready = self.epoll.report(nth);
        self.react_to(ready, since)
    }

    /// Goes on with a connection that had more to read than its turn allowed.
    pub fn react_again(&mut self, since: u64) -> Option<Landed> {
        let token = self.again.pop_front()?;
        self.react_to(
            Ready {
                token,
                readable: true,
                writable: false,
                closing: true,
            },
            since,
        )
    }

    /// How many such connections there are.
    pub fn turns_owed(&self) -> usize {
        self.again.len()
    }

    fn react_to(&mut self, ready: Ready, since: u64) -> Option<Landed> {
        let index = ready.token as u32;
        if ready.token == BELL || self.connections[index as usize].generation != (ready.token >> 32) as u32 {
            return None;
        }
        if let State::Opening { .. } = self.connections[index as usize].state {
            if !ready.writable && !ready.closing {
                return None;
            }
            self.opened(index);
        }
        if ready.writable {
            if let Some(landed) = self.flush(index) {
                return Some(landed);
            }
        }
        if ready.readable || ready.closing {
            self.receive(index, ready.closing, since)
        } else {
            None
        }
    }

    /// The connection is free for the next request.
    fn rest(&mut self, index: u32, since: u64) {
        let connection = &mut self.connections[index as usize];
        connection.state = State::Idle { since };
        if !connection.in_idle_queue {
            connection.in_idle_queue = true;
            self.idle.push_back(index);
        }
    }

    /// When something of this pool's own is to be done next, in ns.
    pub fn next_task(&self) -> Option<u64> {
        let open = self
            .reopen
            .peek()
            .filter(|_| self.opening < OPENING_AT_ONCE)
            .map(|Reverse((at, _))| *at);
        [open, self.wheel.next_look()].into_iter().flatten().min()
    }
}
