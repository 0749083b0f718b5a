//! What the upstream was asked and what became of it, over all its threads.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Each number is right by itself. Read while requests come they may differ by those that are between two of them; once
/// nothing is in flight, `requests = answered + abandoned`.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Requests for an article.
    requests: AtomicU64,
    answered: AtomicU64,
    /// Their client had gone before they were answered.
    abandoned: AtomicU64,
    in_flight: AtomicU64,
    most_in_flight: AtomicU64,
    /// Open now.
    connections: AtomicU64,
}

impl Counts {
    pub fn asked(&self) {
        self.requests.fetch_add(1, Relaxed);
        let in_flight = self.in_flight.fetch_add(1, Relaxed) + 1;
        // Nearly always it has been higher, and then nothing is written.
        if in_flight > self.most_in_flight.load(Relaxed) {
            self.most_in_flight.fetch_max(in_flight, Relaxed);
        }
    }

    pub fn answered(&self) {
        self.answered.fetch_add(1, Relaxed);
        self.in_flight.fetch_sub(1, Relaxed);
    }

    pub fn abandoned(&self, requests: u64) {
        self.abandoned.fetch_add(requests, Relaxed);
        self.in_flight.fetch_sub(requests, Relaxed);
    }

    pub fn opened(&self) {
        self.connections.fetch_add(1, Relaxed);
    }

    pub fn closed(&self) {
        self.connections.fetch_sub(1, Relaxed);
    }

    pub fn json(&self) -> Vec<u8> {
        let [requests, answered, abandoned, connections, most_in_flight] = [
            &self.requests,
            &self.answered,
            &self.abandoned,
            &self.connections,
            &self.most_in_flight,
        ]
        .map(|count| count.load(Relaxed));
        let version = env!("CARGO_PKG_VERSION");
        format!(
            "{{\"requests\":{requests},\"answered\":{answered},\"abandoned\":{abandoned},\
             \"connections\":{connections},\"most_in_flight\":{most_in_flight},\"version\":\"{version}\"}}"
        )
        .into_bytes()
    }
}
