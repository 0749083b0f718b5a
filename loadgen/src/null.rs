//! The null server: answers every HTTP/1.1 request with the same bytes, at the least cost a server can have.
//!
//! What the generator reaches against it is the generator's ceiling, and what it measures there is the floor under
//! every latency. With a delay, a stall or a limit of known size it is ground truth: what a generator ought to say of it
//! can be worked out beforehand.
//!
//! A client that asks for an upgrade to WebSocket joins a room instead, and what it says goes to the others there: the
//! ceiling and the floor of rooms.

mod bucket;
mod rooms;
mod serve;
mod speech;
mod upgrade;

use std::net::SocketAddr;

use crate::problem::Problem;
use crate::server::{self, Site, Spread};

pub use self::serve::LONGEST_BODY;

/// How the null server is to behave. Times in ns.
#[derive(Debug, Clone, PartialEq)]
pub struct NullServer {
    pub site: Site,
    /// Bytes of each answer's body.
    pub body: usize,
    /// Each answer is held back for so long.
    pub delay: u64,
    pub stall: Option<Stall>,
    /// Answers a second at most, by a token bucket; what is asked beyond it waits its turn.
    pub limit: Option<f64>,
}

/// The server stands still for `length` ns after its `first`th answer and after each `every`th from there on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stall {
    pub length: u64,
    pub first: u64,
    pub every: u64,
}

impl Stall {
    /// Whether the server stands still once it has given `answers` answers.
    pub fn after(&self, answers: u64) -> bool {
        answers >= self.first && (answers - self.first) % self.every == 0
    }
}

/// Serves until the process ends. `listening` is told the address once every thread takes connections.
pub fn run(server: &NullServer, listening: impl FnOnce(SocketAddr) -> Result<(), Problem>) -> Result<(), Problem> {
    let told = server.clone();
    server::run(&server.site, Spread::ByCore, move || serve::Null::new(&told), listening)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stalls_come_after_the_first_and_every_nth_answer_from_there() {
        let stall = Stall {
            length: 1,
            first: 125,
            every: 250,
        };
        let stalls: Vec<u64> = (0..1000).filter(|answers| stall.after(*answers)).collect();
        assert_eq!(stalls, [125, 375, 625, 875]);
    }
}
