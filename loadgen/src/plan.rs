//! What a run will do, checked and ready: the domain form of `loadgen/plan@1`.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::arrivals::{Law, Rate};

/// Everything a run needs to know. Times are nanoseconds.
#[derive(Debug, Clone)]
pub struct Plan {
    pub target: SocketAddr,
    pub connections: usize,
    pub workers: usize,
    /// Worker i is pinned to `cores[i % len]`; empty: the scheduler decides.
    pub cores: Vec<usize>,
    /// Workers go before every ordinary thread, where the system allows it.
    pub realtime: bool,
    pub seed: u64,
    pub timeout: u64,
    pub drain: u64,
    /// Requests that may wait, over all workers; those beyond are shed.
    pub queue_cap: usize,
    pub handshake: bool,
    pub sampling: Option<Sampling>,
    pub operations: Vec<Operation>,
    /// WebSocket rooms instead of operations.
    pub rooms: Option<Rooms>,
    pub phases: Vec<Phase>,
}

impl Plan {
    /// The request that a draw's two indexes name.
    pub fn request(&self, operation: u32, variant: u32) -> &Request {
        &self.operations[operation as usize].requests[variant as usize]
    }
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

/// One kind of request, drawn by weight.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub weight: f64,
    pub requests: Vec<Request>,
}

/// One pre-rendered request and the answer it must get.
#[derive(Debug, Clone)]
pub struct Request {
    pub bytes: Box<[u8]>,
    /// A HEAD request's answer has no body whatever its header says.
    pub head: bool,
    pub expected: Expected,
}

/// What makes an answer correct, on top of its framing.
#[derive(Debug, Clone)]
pub struct Expected {
    pub status: u16,
    /// Media type without parameters, lower case; none: not checked.
    pub media_type: Option<Arc<str>>,
    /// Bounds of the decoded body's length in bytes, both included.
    pub min_length: u64,
    pub max_length: u64,
}

/// One stretch of load.
#[derive(Debug, Clone)]
pub struct Phase {
    pub id: String,
    pub load: Load,
}

/// Who decides when the next request goes out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Load {
    /// The schedule does; `length` in nanoseconds.
    Open { law: Law, rate: Rate, length: u64 },
    /// The last answer does; ends at whichever limit comes first, one at least is set.
    Closed { requests: Option<u64>, length: Option<u64> },
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
