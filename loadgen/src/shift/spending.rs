//! What a worker spends of its core as a phase goes on, second by second.

use super::Shift;
use crate::clock::SECOND;
use crate::cost::Usage;
use crate::pool::Pool;
use crate::record::Spent;

impl Shift {
    /// Notes how things stand at each full second gone by.
    pub fn look_at_the_clock(&mut self, now: u64, pool: &Pool) {
        while now >= self.next_second {
            let spent = self.spent(now);
            self.record
                .at_second(self.next_second, pool.in_flight as u64, self.demand.waiting(), spent);
            self.next_second += SECOND;
        }
    }

    /// Polling for `ns` brought nothing: time in which this thread ran and could have done more.
    pub fn had_time(&mut self, ns: u64) {
        self.had_time.0 += ns;
    }

    /// What this thread spent since it last looked, on polling for nothing left out.
    pub(super) fn spent(&mut self, now: u64) -> Spent {
        let usage = Usage::of_this_thread();
        let (then, before) = std::mem::replace(&mut self.looked, (now, usage));
        let spent = usage.since(&before);
        let polled = self.had_time.0 - std::mem::replace(&mut self.had_time.1, self.had_time.0);
        Spent {
            wall: now.saturating_sub(then),
            cpu: spent.cpu.saturating_sub(polled),
            waited: spent.waited,
            stolen: spent.stolen,
            involuntary_switches: spent.involuntary_switches,
        }
    }
}
