//! The connections that can take a request, and in which order they get one.

use super::Pool;
use crate::connection::State;

impl Pool {
    /// The connection idle for longest and since when. Round-robin: the last used would starve the others, and
    /// with them the workers of a server that runs several processes.
    pub fn next_idle(&mut self) -> Option<(u32, u64)> {
        while let Some(&index) = self.idle.front() {
            match self.connections[index as usize].state {
                State::Idle { since } => return Some((index, since)),
                State::Closed { since } if self.plan.requests_per_connection.is_some() => return Some((index, since)),
                // Lost while idle; it will queue again once it is open.
                _ => {
                    self.idle.pop_front();
                    self.connections[index as usize].in_idle_queue = false;
                }
            }
        }
        None
    }

    /// Whether place `index` can take a request, and since when.
    pub fn idle_at(&self, index: u32) -> Option<(u32, u64)> {
        match self.connections[index as usize].state {
            State::Idle { since } => Some((index, since)),
            _ => None,
        }
    }

    /// What the last answer of place `index` held for its follower.
    pub fn take_captured(&mut self, index: u32) -> Vec<u8> {
        std::mem::take(&mut self.connections[index as usize].captured)
    }

    /// The next request of place `index` is to be filled with this.
    pub fn give_captured(&mut self, index: u32, captured: Vec<u8>) {
        self.connections[index as usize].captured = captured;
    }

    /// The connection is free for the next request.
    pub(super) fn rest(&mut self, index: u32, since: u64) {
        self.connections[index as usize].state = State::Idle { since };
        self.make_available(index);
    }

    pub(super) fn make_available(&mut self, index: u32) {
        let connection = &mut self.connections[index as usize];
        if !connection.in_idle_queue {
            connection.in_idle_queue = true;
            self.idle.push_back(index);
        }
    }
}
