//! A worker's sockets: opening, sending, waiting, and what came of it, by whichever of two ways the kernel offers.
//!
//! io_uring: requests go out and answers come in by the batch, one system call for all of them, and each answer carries
//! the time at which the kernel had it. epoll: one call a send, one a receive; for kernels and containers that forbid
//! the other. `docs/loadgen.md` has the measured difference.

mod readiness;
mod ring;

use std::io;
use std::ops::Range;
use std::sync::Arc;

use self::readiness::Readiness;
use self::ring::Ring;
use crate::epoll::Bell;
use crate::plan::{Io, Plan};

/// Something that happened on one connection.
#[derive(Debug)]
pub enum Event {
    /// The attempt to open came to its end; an error says that it failed.
    Opened(Option<io::Error>),
    /// Bytes came. They are read through `Network::bytes` and given back through `Network::release`.
    Bytes(Received),
    /// What `send` could not hand over at once has gone out whole.
    Sent,
    /// The peer closed its side.
    Ended,
    /// The connection broke.
    Broken,
}

/// Bytes that came, and where they lie.
#[derive(Debug, Clone)]
pub struct Received {
    buffer: u16,
    range: Range<u32>,
    /// When the kernel had them, in ns on the clock; none where it does not say.
    pub at: Option<u64>,
}

impl Received {
    /// How many bytes came.
    pub fn count(&self) -> u64 {
        u64::from(self.range.end - self.range.start)
    }
}

/// How a wait may be ended by events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// By the first.
    None,
    /// By this many, or by one after at most this many µs: answers that come in quick succession are fetched together.
    Batch { events: u32, us: u32 },
    /// By none, where each event says itself when it happened: only the time asked for ends it.
    Full,
}

/// The sockets of one worker.
pub enum Network {
    Ring(Box<Ring>),
    Readiness(Readiness),
}

macro_rules! both {
    ($network:expr, $way:ident => $call:expr) => {
        match $network {
            Network::Ring($way) => $call,
            Network::Readiness($way) => $call,
        }
    };
}

impl Network {
    /// `size` places for connections, all closed; `bell` ends waits. With `Io::Auto` epoll stands in where the kernel
    /// refuses io_uring.
    pub fn new(plan: &Arc<Plan>, size: usize, bell: &Bell) -> io::Result<Network> {
        let ring = |plan| Ring::new(plan, size, bell).map(|ring| Network::Ring(Box::new(ring)));
        match plan.io {
            Io::Ring => ring(plan),
            Io::Epoll => Readiness::new(plan, size, bell).map(Network::Readiness),
            Io::Auto => ring(plan).or_else(|_| Readiness::new(plan, size, bell).map(Network::Readiness)),
        }
    }

    /// The name of the way taken.
    pub fn name(&self) -> &'static str {
        match self {
            Network::Ring(_) => "io_uring",
            Network::Readiness(_) => "epoll",
        }
    }

    /// Whether events carry the time at which they happened.
    pub fn stamps(&self) -> bool {
        matches!(self, Network::Ring(_))
    }

    /// Begins to connect place `index` to the plan's target; `Event::Opened` tells how it went.
    pub fn open(&mut self, index: u32) -> io::Result<()> {
        both!(self, way => way.open(index))
    }

    /// Closes place `index`; `abort`: with a reset, so that neither side keeps a broken exchange lingering. Whatever
    /// was under way there is forgotten, and no event of it will come.
    pub fn close(&mut self, index: u32, abort: bool) {
        both!(self, way => way.close(index, abort));
    }

    /// Sends the plan's request as it is written. True: the kernel has it, or will have it unless the connection
    /// breaks; false: `Event::Sent` will follow.
    pub fn send_request(&mut self, index: u32, operation: u32, variant: u32) -> io::Result<bool> {
        both!(self, way => way.send_request(index, operation, variant))
    }

    /// Sends these bytes, behind whatever is still to go out there. True: the kernel has them; false: `Event::Sent`
    /// will follow once everything has gone out.
    pub fn send_bytes(&mut self, index: u32, bytes: &[u8]) -> io::Result<bool> {
        both!(self, way => way.send_bytes(index, bytes))
    }

    /// Hands over what is to be sent and waits up to `ns` (none: for ever) for events.
    pub fn wait(&mut self, ns: Option<u64>, patience: Patience) {
        both!(self, way => way.wait(ns, patience));
    }

    /// The next event that has happened, with its place; none: wait again.
    pub fn next_event(&mut self) -> Option<(u32, Event)> {
        both!(self, way => way.next_event())
    }

    /// The bytes of an event.
    pub fn bytes(&self, received: &Received) -> &[u8] {
        both!(self, way => way.bytes(received))
    }

    /// Gives the place of an event's bytes back; each is to be given back once.
    pub fn release(&mut self, received: &Received) {
        if let Network::Ring(ring) = self {
            ring.release(received);
        }
    }
}

#[cfg(test)]
#[path = "network_test.rs"]
mod tests;
