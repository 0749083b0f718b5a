//! The end of a worker's share of a phase.

use super::{Issuing, Shift};
use crate::books::Failure;
use crate::clock;
use crate::cost::Usage;
use crate::demand::Demand;
use crate::pool::Pool;
use crate::record::{Ending, Record};

impl Shift {
    /// Whether the phase is over: everything answered, or the drain used up. `before`: this thread's usage when the
    /// phase began.
    pub fn over(&mut self, now: u64, pool: &Pool, before: &Usage) -> bool {
        let issued_all = match &self.demand {
            Demand::Open(_) => self.demand.next_due() >= self.end,
            Demand::Closed(turns) => now >= self.end || turns.exhausted(),
        };
        if !issued_all {
            return false;
        }
        if self.drain_end == u64::MAX {
            // An open loop's last request may be due before the end; the drain counts from the end all the same.
            let from = if matches!(self.demand, Demand::Open(_)) {
                now.max(self.end)
            } else {
                now
            };
            self.drain_end = from + self.drain;
        }
        let answered = pool.in_flight == 0 && self.demand.waiting() == 0 && self.follows.is_empty();
        let over = answered || now >= self.drain_end;
        // A loop closed by its number of requests is busy until the last answer: its issuing alone may take no time.
        let by_number = matches!(self.demand, Demand::Closed(_)) && now < self.end;
        if self.issuing.is_none() && (over || !by_number) {
            self.issuing = Some(self.look_back(now, before));
        }
        over
    }

    fn look_back(&self, now: u64, before: &Usage) -> Issuing {
        let mut usage = Usage::of_this_thread().since(before);
        usage.cpu = usage.cpu.saturating_sub(self.had_time.0);
        Issuing {
            issued: match &self.demand {
                Demand::Open(_) => None,
                Demand::Closed(turns) => Some(turns.issued()),
            },
            lasted: now.saturating_sub(self.begin),
            usage,
            queued: self.demand.waiting(),
            stopped: self.stopped,
        }
    }

    /// Writes off what is left and hands the record over.
    pub fn close(mut self, pool: &mut Pool, before: &Usage) -> (Record, Issuing) {
        let now = clock::now();
        let spent = self.spent(now);
        let (in_flight, waiting) = (pool.in_flight as u64, self.demand.waiting());
        self.record
            .at_second(now.max(self.begin + 1), in_flight, waiting, spent);
        let record = &mut self.record;
        pool.abandon(now, |flight, over| match over {
            true => record.landed(&flight, Ending::Failed(Failure::Timeout), now),
            false => record.unfinished(&flight, now),
        });
        if let Demand::Open(schedule) = &mut self.demand {
            while let Some(wanted) = schedule.give_up() {
                let operation = self.choice.draw(wanted.k).operation;
                self.record.never_sent(operation, wanted.due, now);
            }
        }
        for follow in std::mem::take(&mut self.follows) {
            self.record.never_sent(follow.operation, follow.from, now);
        }
        let issuing = self.issuing.unwrap_or_else(|| self.look_back(now, before));
        // A stop may have come after issuing, during the drain.
        (
            self.record,
            Issuing {
                stopped: self.stopped,
                ..issuing
            },
        )
    }
}
