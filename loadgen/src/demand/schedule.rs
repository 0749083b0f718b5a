//! An open loop's requests: each due at its own time, and waiting for a connection where none is idle.

use std::collections::VecDeque;

use super::{Share, Wanted};
use crate::arrivals::Arrivals;

/// How many requests beyond the next are looked at for a due time.
const OUTLOOK: usize = 64;

/// An open loop: requests become due whatever the answers do, and wait in one queue for any idle connection.
#[derive(Debug)]
pub struct Schedule {
    arrivals: Arrivals,
    share: Share,
    begin: u64,
    next: Wanted,
    /// Those after the next, as far as they were looked at.
    later: VecDeque<Wanted>,
    waiting: VecDeque<Wanted>,
    cap: usize,
    /// What has waited for longer is dropped.
    age_cap: u64,
}

impl Schedule {
    /// The share of `arrivals` beginning at `begin`; at most `cap` requests wait.
    pub fn new(arrivals: Arrivals, share: Share, begin: u64, cap: usize) -> Schedule {
        let mut schedule = Schedule {
            arrivals,
            share,
            begin,
            next: Wanted { k: 0, due: 0 },
            later: VecDeque::new(),
            waiting: VecDeque::with_capacity(cap.min(1024)),
            cap,
            age_cap: u64::MAX,
        };
        schedule.advance();
        schedule
    }

    /// The same, in which no request waits for longer than `age_cap` ns.
    pub fn with_age_cap(self, age_cap: Option<u64>) -> Schedule {
        Schedule {
            age_cap: age_cap.unwrap_or(u64::MAX),
            ..self
        }
    }

    fn advance(&mut self) {
        match self.later.pop_front().or_else(|| self.draw()) {
            Some(wanted) => self.next = wanted,
            // The plan has ended: nothing is due any more.
            None => self.next.due = u64::MAX,
        }
    }

    /// Walks the whole sequence and stops at the next of this share, so that the plan is the same for any number
    /// of workers.
    fn draw(&mut self) -> Option<Wanted> {
        let Share { index, of } = self.share;
        let (k, due) = self.arrivals.by_ref().find(|(k, _)| k % of == index)?;
        Some(Wanted {
            k,
            due: self.begin + due,
        })
    }

    /// How many requests are due and wait.
    pub fn waiting(&self) -> u64 {
        self.waiting.len() as u64
    }

    /// When the next request becomes due.
    pub fn next_due(&self) -> u64 {
        self.next.due
    }

    /// The first due time after `moment`; none: there is none, or it is more than `OUTLOOK` requests away.
    pub fn due_after(&mut self, moment: u64) -> Option<u64> {
        if self.next.due > moment {
            return (self.next.due != u64::MAX).then_some(self.next.due);
        }
        let known = self.later.iter().find(|wanted| wanted.due > moment);
        if let Some(wanted) = known {
            return Some(wanted.due);
        }
        while self.later.len() < OUTLOOK {
            let wanted = self.draw()?;
            self.later.push_back(wanted);
            if wanted.due > moment {
                return Some(wanted.due);
            }
        }
        None
    }

    /// The request to send now: the longest waiting, else one due by `now` and before `end`.
    pub fn take(&mut self, now: u64, end: u64) -> Option<Wanted> {
        if let Some(wanted) = self.waiting.pop_front() {
            return Some(wanted);
        }
        (self.next.due <= now && self.next.due < end).then(|| {
            let wanted = self.next;
            self.advance();
            wanted
        })
    }

    /// Takes out what has waited for more than the age cap by `now`, for it will not be sent. A request due before
    /// `end` that this worker has not got round to queueing has waited just the same.
    pub fn drop_aged(&mut self, now: u64, end: u64, mut shed: impl FnMut(Wanted)) {
        let oldest = now.saturating_sub(self.age_cap);
        // The queue stands in the order of due times.
        while let Some(wanted) = self.waiting.front().copied().filter(|wanted| wanted.due < oldest) {
            self.waiting.pop_front();
            shed(wanted);
        }
        while self.next.due < oldest && self.next.due < end {
            shed(self.next);
            self.advance();
        }
    }

    /// Queues all that are due by `now` and before `end`; those the queue has no room for go to `shed`.
    pub fn queue(&mut self, now: u64, end: u64, mut shed: impl FnMut(Wanted)) {
        while self.next.due <= now && self.next.due < end {
            if self.waiting.len() < self.cap {
                self.waiting.push_back(self.next);
            } else {
                shed(self.next);
            }
            self.advance();
        }
    }

    /// The longest waiting request, taken out because it will not be sent.
    pub fn give_up(&mut self) -> Option<Wanted> {
        self.waiting.pop_front()
    }
}

#[cfg(test)]
#[path = "schedule_test.rs"]
mod tests;
