//! A worker's connections: opening, sending, reading, losing and opening again.

mod ending;
mod exchange;
mod idle;
mod opening;
mod patience;
mod reading;
mod wrapping;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::io;
use std::sync::Arc;

use crate::clock;
use crate::connection::{Connection, State};
use crate::epoll::Bell;
use crate::head::HeadCache;
use crate::network::{Event, Network, Patience};
use crate::plan::Plan;
use crate::record::{Ending, Flight};
use crate::stream::Streamed;
use crate::timeouts::Wheel;

/// Connections being opened at a time, so that a listener's backlog does not overflow.
const OPENING_AT_ONCE: usize = 32;
/// A body that is sampled or searched is kept up to here.
const LONGEST_KEPT: usize = 8 * 1024 * 1024;
/// A request that came to its end.
#[derive(Debug, Clone, Copy)]
pub struct Landed {
    /// The place of its connection.
    pub index: u32,
    pub flight: Flight,
    pub ending: Ending,
    pub done: u64,
    /// What came bit by bit, where the operation is streamed.
    pub streamed: Option<Streamed>,
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
    network: Network,
    connections: Vec<Connection>,
    /// Places that can take a request, the one idle for longest first.
    idle: VecDeque<u32>,
    reopen: BinaryHeap<Reverse<(u64, u32)>>,
    wheel: Wheel<u32>,
    over: Vec<u32>,
    opening: usize,
    opened_once: usize,
    /// Events of this fetch, and of the last.
    fetching: u32,
    fetched: u32,
    /// Answers in a row that came with their time, and the longest body of all.
    stamped: u64,
    longest: u64,
    /// The head read last over any connection.
    heads: HeadCache,
    /// What TLS unwrapped, and wrapped.
    plain: Vec<u8>,
    wrapped: Vec<u8>,
    /// A request with its slots filled.
    rendered: Vec<u8>,
    /// The number of the phase under way, for slots that hold it.
    pub phase: u64,
    /// Ns between the pieces of streamed answers, each with its operation.
    pub gaps: Vec<(u32, u64)>,
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
        let now = clock::now();
        let mut pool = Pool {
            network: Network::new(&plan, size, bell)?,
            wheel: Wheel::new(plan.timeout, now),
            connections: (0..size).map(|_| Connection::default()).collect(),
            idle: VecDeque::with_capacity(size),
            reopen: BinaryHeap::with_capacity(size),
            over: Vec::with_capacity(size),
            opening: 0,
            opened_once: 0,
            fetching: 0,
            fetched: 0,
            stamped: 0,
            longest: 0,
            heads: HeadCache::default(),
            plain: Vec::new(),
            wrapped: Vec::new(),
            rendered: Vec::new(),
            phase: 0,
            gaps: Vec::new(),
            in_flight: 0,
            refusals: 0,
            last_refusal: None,
            traffic: Traffic::default(),
            samples: Vec::new(),
            plan,
        };
        // Where each request opens its own connection, one is opened beforehand, to see that the target accepts any.
        let ahead = if pool.on_demand() { 1 } else { size as u32 };
        pool.reopen.extend((0..ahead).map(|index| Reverse((now, index))));
        for index in ahead..size as u32 {
            pool.make_available(index);
        }
        Ok(pool)
    }

    /// Whether connections are opened for the requests that need them, and closed by us after so many.
    fn on_demand(&self) -> bool {
        self.plan.requests_per_connection.is_some()
    }

    /// The name of the way the sockets are used.
    pub fn io(&self) -> &'static str {
        self.network.name()
    }

    /// Whether every place holds an open connection, or could open one.
    pub fn complete(&self) -> bool {
        self.opening == 0 && self.reopen.is_empty()
    }

    /// Whether every place has held an open connection, be it lost again since: the target accepts as many. Where
    /// connections are opened on demand, one has.
    pub fn accepted(&self) -> bool {
        let needed = if self.on_demand() { 1 } else { self.connections.len() };
        self.opened_once >= needed
    }

    /// Sends `flight`'s request over a connection that `next_idle` or `idle_at` gave; a landing at once means it failed.
    pub fn launch(&mut self, index: u32, flight: Flight) -> Option<Landed> {
        let limit = flight.sent + self.plan.timeout;
        let connection = &mut self.connections[index as usize];
        if self.idle.front() == Some(&index) {
            self.idle.pop_front();
            connection.in_idle_queue = false;
        }
        connection.sampled = self.plan.sampling.is_some_and(|sampling| sampling.keeps(flight.k));
        if !connection.on_wheel {
            connection.on_wheel = true;
            self.wheel.put(index, limit);
        }
        self.in_flight += 1;
        if matches!(connection.state, State::Closed { .. }) {
            return self.open_for(index, flight, limit);
        }
        self.send(index, flight, limit)
    }

    /// Waits for events until `until` (none: until one comes).
    pub fn wait(&mut self, until: Option<u64>, patience: Patience) {
        let ns = until.map(|until| until.saturating_sub(clock::now()));
        self.fetched = std::mem::take(&mut self.fetching);
        self.network.wait(ns, patience);
    }

    /// Looks for events without waiting.
    pub fn poll(&mut self) {
        self.network.wait(Some(0), Patience::None);
    }

    /// The next event, with its place.
    pub fn next_event(&mut self) -> Option<(u32, Event)> {
        let event = self.network.next_event();
        self.fetching += u32::from(event.is_some());
        event
    }

    /// Acts on an event. A connection that becomes idle by it counts as idle since the event; where the event has no
    /// time of its own, since `since` at the latest: see the worker's account of whose fault a wait is.
    pub fn react(&mut self, index: u32, event: &Event, since: u64) -> Option<Landed> {
        match event {
            Event::Opened(None) if self.plan.tls.is_some() => self.begin_session(index),
            Event::Opened(None) => self.opened(index),
            Event::Opened(Some(error)) => self.refused(index, error),
            Event::Bytes(received) => {
                let landed = self.receive(index, received, since);
                self.network.release(received);
                landed
            }
            Event::Sent => {
                self.sent(index);
                None
            }
            Event::Ended => self.ended(index),
            Event::Broken => self.broken(index),
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
