//! Requests that follow an answer: the same user's next step, due the moment the answer came.

use super::Shift;
use crate::charge::Charge;
use crate::clock;
use crate::pool::{Landed, Pool};
use crate::record::{Ending, Flight};

/// A request about to follow an answer.
#[derive(Debug)]
pub(super) struct Follow {
    k: u64,
    pub operation: u32,
    /// When the answer came, in ns on the clock.
    pub from: u64,
    /// The place of the connection it came over: the user's own.
    index: u32,
    /// What the answer held for it.
    captured: Vec<u8>,
}

impl Shift {
    /// Notes what follows a correct answer, if anything does.
    pub(super) fn follow(&mut self, landed: &Landed, pool: &mut Pool) {
        if landed.ending != Ending::Correct {
            return;
        }
        if let Some(operation) = self.followers[landed.flight.operation as usize] {
            self.follows.push_back(Follow {
                k: landed.flight.k,
                operation,
                from: landed.done,
                index: landed.index,
                captured: pool.take_captured(landed.index),
            });
        }
    }

    /// Sends what follows: over the connection that brought the answer, or, if that was lost, over any.
    pub(super) fn issue_follows(&mut self, pool: &mut Pool, now: u64) {
        while let Some(follow) = self.follows.front() {
            let Some((index, since)) = pool.idle_at(follow.index).or_else(|| pool.next_idle()) else {
                return;
            };
            let next_due = self.demand.next_due();
            let Some(room_since) = self.room.since(pool.in_flight, now, next_due) else {
                return;
            };
            let Some(follow) = self.follows.pop_front() else {
                return;
            };
            let sent = clock::now();
            let due = self.is_open().then_some(follow.from);
            let charge = due.map_or(Charge::Generator, |due| {
                self.backlog.charge(due, since.max(room_since), sent)
            });
            let flight = Flight {
                k: follow.k,
                operation: follow.operation,
                variant: self.choice.variant_of(follow.operation, follow.k),
                due,
                sent,
                in_flight: pool.in_flight as u32 + 1,
            };
            pool.give_captured(index, follow.captured);
            self.launch(pool, index, flight, charge);
        }
    }
}
