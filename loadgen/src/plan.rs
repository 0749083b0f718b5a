//! What a run will do, checked and ready: the domain form of `loadgen/plan@1`.

mod capture;
mod request;

use std::net::SocketAddr;
use std::sync::Arc;

use crate::arrivals::{Course, Law, Spacing};
use crate::tls::Trust;

pub use capture::Capture;
pub use request::{Expected, Fill, Request, Serial, Slot, WIDEST_NUMBER};

/// Everything a run needs to know. Times are nanoseconds.
#[derive(Debug, Clone)]
pub struct Plan {
    pub target: SocketAddr,
    /// Over TLS, and whom to trust; none: plain.
    pub tls: Option<Trust>,
    pub connections: usize,
    pub workers: usize,
    /// Worker i is pinned to `cores[i % len]`; empty: the scheduler decides.
    pub cores: Vec<usize>,
    /// Workers go before every ordinary thread, where the system allows it.
    pub realtime: bool,
    pub io: Io,
    pub seed: u64,
    pub timeout: u64,
    pub drain: u64,
    /// Requests that may wait, over all workers; those beyond are shed.
    pub queue_cap: usize,
    /// A request that has waited for longer is shed.
    pub queue_age_cap: Option<u64>,
    /// Requests on the wire at a time, over all workers; from one a worker to one a connection.
    pub in_flight_cap: usize,
    /// A connection is opened by the request that needs it and closed after so many; none: all are opened beforehand and
    /// kept.
    pub requests_per_connection: Option<u64>,
    /// So long before a due time a worker polls instead of sleeping.
    pub spin: u64,
    pub handshake: bool,
    pub sampling: Option<Sampling>,
    pub operations: Vec<Operation>,
    /// WebSocket rooms instead of operations.
    pub rooms: Option<Rooms>,
    /// The number of the first phase, from which the others count on. Where several plans put load on what keeps what
    /// it was sent, each has numbers of its own by it.
    pub first_phase: u32,
    pub phases: Vec<Phase>,
}

impl Plan {
    /// The request that a draw's two indexes name.
    pub fn request(&self, operation: u32, variant: u32) -> &Request {
        &self.operations[operation as usize].requests[variant as usize]
    }

    /// The operation that is issued when `operation` was answered correctly.
    pub fn follower(&self, operation: u32) -> Option<u32> {
        self.operations[operation as usize].follower
    }
}

/// How the worker's sockets are used: by io_uring, by epoll, or by the first of them that the kernel allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Io {
    Auto,
    Ring,
    Epoll,
}

/// Rooms of WebSocket clients; member m of all is in room m / members.
#[derive(Debug, Clone)]
pub struct Rooms {
    /// `${room}` stands for the room's number, here, in the join and in the message.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub count: usize,
    pub members: usize,
    /// What each client sends once it is connected.
    pub join: Option<String>,
    /// Holds `${stamp}` once.
    pub message: String,
    pub echo_to_sender: bool,
    pub binary: bool,
    pub kept: Kept,
    /// The key, as it stands in a delivered JSON text, of a number that must rise with each delivery to a member.
    pub counting: Option<String>,
}

/// Which deliveries are kept whole: those to the first members, while fewer than `max` are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    pub members: usize,
    pub max: usize,
}

/// Which answers' bodies are kept: k = 0, every, 2·every, … while fewer than `max`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    pub every: u64,
    pub max: u64,
}

impl Sampling {
    /// Whether request k's body is kept. A rule on k alone, so that workers need not agree on it.
    pub fn keeps(self, k: u64) -> bool {
        k % self.every == 0 && k / self.every < self.max
    }
}

/// One kind of request.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub turn: Turn,
    /// The operation whose turn is after this one.
    pub follower: Option<u32>,
    /// What must be found in a correct answer; the follower's requests may use it.
    pub capture: Option<Capture>,
    pub delivery: Delivery,
    pub requests: Vec<Request>,
}

/// When it is an operation's turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Turn {
    /// When it is drawn; the number is its weight.
    Drawn(f64),
    /// At once after a correct answer of this operation: by the same user, on the same connection, due at that moment.
    After(u32),
}

/// How an answer's body comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// In one go, as far as anyone cares.
    Whole,
    /// Bit by bit, and the moments of its bytes are of interest.
    Bytes,
    /// As server-sent events. `enough`: after so many the answer is complete and we close the connection; none: it
    /// is complete when the server ends it.
    Events { enough: Option<u64> },
}

/// One stretch of load.
#[derive(Debug, Clone)]
pub struct Phase {
    pub id: String,
    pub load: Load,
}

/// Who decides when the next request goes out.
#[derive(Debug, Clone, PartialEq)]
pub enum Load {
    /// The schedule does; `length` in nanoseconds.
    Open { law: Law, length: u64 },
    /// The last answer does; ends at whichever limit comes first, one at least is set.
    Closed { requests: Option<u64>, length: Option<u64> },
}

impl Load {
    /// At a rate that changes; as long as the change takes.
    pub fn changing(course: Course, spacing: Spacing) -> Load {
        Load::Open {
            length: course.length(),
            law: Law::Changing(course, spacing),
        }
    }

    /// At these offsets, of which there is one at least: those before `length`, or all of them.
    pub fn replay(offsets: Arc<[u64]>, length: Option<u64>) -> Load {
        // An offset is due only if it lies before the end, so the last needs one nanosecond more.
        let whole = offsets.last().map_or(1, |last| last + 1);
        Load::Open {
            length: length.unwrap_or(whole),
            law: Law::Replay(offsets),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sampling_keeps_every_nth_up_to_the_maximum() {
        let sampling = Sampling { every: 100, max: 3 };
        let kept: Vec<u64> = (0..1000).filter(|k| sampling.keeps(*k)).collect();
        assert_eq!(kept, [0, 100, 200]);
    }
}
