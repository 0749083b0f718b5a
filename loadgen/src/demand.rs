//! What a worker is to send next: its share of the plan.

use std::collections::VecDeque;

use crate::arrivals::Arrivals;

/// Requests on their way to a connection. Worker i of W owns each k with k mod W = i.
#[derive(Debug)]
pub enum Demand {
    Open(Schedule),
    Closed(Turns),
}

impl Demand {
    /// The k and due time of the request to send now; a closed loop's has none.
    pub fn take(&mut self, now: u64, end: u64) -> Option<(u64, Option<u64>)> {
        match self {
            Demand::Open(schedule) => schedule.take(now, end).map(|wanted| (wanted.k, Some(wanted.due))),
            Demand::Closed(turns) if now < end => turns.take().map(|k| (k, None)),
            Demand::Closed(_) => None,
        }
    }

    /// Takes out what has waited for too long; nothing waits in a closed loop.
    pub fn drop_aged(&mut self, now: u64, end: u64, shed: impl FnMut(Wanted)) {
        if let Demand::Open(schedule) = self {
            schedule.drop_aged(now, end, shed);
        }
    }

    /// How many requests are due and wait.
    pub fn waiting(&self) -> u64 {
        match self {
            Demand::Open(schedule) => schedule.waiting.len() as u64,
            Demand::Closed(_) => 0,
        }
    }

    /// When the next request becomes due; never in a closed loop.
    pub fn next_due(&self) -> u64 {
        match self {
            Demand::Open(schedule) => schedule.next.due,
            Demand::Closed(_) => u64::MAX,
        }
    }

    /// The first due time after `moment`; none: there is none, or it is not worth looking for.
    pub fn due_after(&mut self, moment: u64) -> Option<u64> {
        match self {
            Demand::Open(schedule) => schedule.due_after(moment),
            Demand::Closed(_) => None,
        }
    }
}

/// How many requests beyond the next are looked at for a due time.
const OUTLOOK: usize = 64;

/// A request that is to go out. `due` is ns on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub k: u64,
    pub due: u64,
}

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

/// Which of several workers this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub index: u64,
    pub of: u64,
}

impl Share {
    /// This worker's part of `total` things, the first workers taking one more when it does not divide.
    pub fn part(self, total: usize) -> usize {
        let (index, of) = (self.index as usize, self.of as usize);
        total / of + usize::from(index < total % of)
    }
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

    fn due_after(&mut self, moment: u64) -> Option<u64> {
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

/// A closed loop: each connection's next request is wanted as soon as it is idle.
#[derive(Debug)]
pub struct Turns {
    share: Share,
    issued: u64,
    limit: Option<u64>,
}

impl Turns {
    /// The share of `requests` in all (none: without limit).
    pub fn new(share: Share, requests: Option<u64>) -> Turns {
        let limit = requests.map(|total| total / share.of + u64::from(share.index < total % share.of));
        Turns {
            share,
            issued: 0,
            limit,
        }
    }

    /// The next k, none when all are issued.
    pub fn take(&mut self) -> Option<u64> {
        if self.exhausted() {
            return None;
        }
        let k = self.share.index + self.issued * self.share.of;
        self.issued += 1;
        Some(k)
    }

    /// Whether the limit is reached.
    pub fn exhausted(&self) -> bool {
        self.limit.is_some_and(|limit| self.issued >= limit)
    }

    /// How many were issued.
    pub fn issued(&self) -> u64 {
        self.issued
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrivals::{Course, Law, Ramp, Rate, Spacing, Steps};

    fn schedule(index: u64, of: u64, cap: usize) -> Schedule {
        let arrivals = Arrivals::new(&Law::Poisson(Rate::per_s(1000.0).unwrap()), 7, "steady");
        Schedule::new(arrivals, Share { index, of }, 5000, cap)
    }

    fn drain(mut schedule: Schedule, end: u64) -> Vec<Wanted> {
        std::iter::from_fn(|| schedule.take(u64::MAX, end)).collect()
    }

    fn laws() -> Vec<Law> {
        let rate = |per_s| Rate::per_s(per_s);
        let ramp = Ramp::new(None, rate(2000.0), 1_000_000_000).unwrap();
        let half = 500_000_000;
        let steps = Steps::new(&[(rate(700.0), half), (None, half / 2), (rate(3000.0), half / 2)]).unwrap();
        let offsets: Vec<u64> = (0..1000u64).map(|k| k * k * 997 / 3 * 3).collect();
        vec![
            Law::Constant(rate(1000.0).unwrap()),
            Law::Poisson(rate(1000.0).unwrap()),
            Law::Changing(Course::Ramp(ramp), Spacing::Even),
            Law::Changing(Course::Ramp(ramp), Spacing::Poisson),
            Law::Changing(Course::Steps(steps.clone()), Spacing::Even),
            Law::Changing(Course::Steps(steps), Spacing::Poisson),
            Law::Replay(offsets.into()),
        ]
    }

    #[test]
    fn any_number_of_workers_split_one_and_the_same_plan_whatever_the_law() {
        let end = 5000 + 1_000_000_000;
        for law in laws() {
            let part = |index, of| {
                let arrivals = Arrivals::new(&law, 7, "steady");
                drain(Schedule::new(arrivals, Share { index, of }, 5000, 10), end)
            };
            let whole = part(0, 1);
            assert!(whole.len() > 900, "{law:?}");
            assert!(whole.is_sorted_by_key(|wanted| wanted.due), "{law:?}");
            let planned = Arrivals::new(&law, 7, "steady").count_before(end - 5000);
            assert_eq!(whole.len() as u64, planned, "{law:?}");
            for of in [2, 3, 7] {
                let mut parts: Vec<Wanted> = (0..of).flat_map(|index| part(index, of)).collect();
                parts.sort_by_key(|wanted| wanted.k);
                assert_eq!(parts, whole, "{of} workers, {law:?}");
            }
        }
    }

    #[test]
    fn a_plan_that_has_ended_has_nothing_due_any_more() {
        let arrivals = Arrivals::new(&Law::Replay([3, 3].into()), 7, "steady");
        let mut schedule = Schedule::new(arrivals, Share { index: 1, of: 2 }, 5000, 10);
        assert_eq!(schedule.take(5003, 9000), Some(Wanted { k: 1, due: 5003 }));
        assert_eq!((schedule.next.due, schedule.take(u64::MAX, u64::MAX)), (u64::MAX, None));
    }

    #[test]
    fn what_has_waited_for_longer_than_the_age_cap_is_shed_wherever_it_stands() {
        let arrivals = Arrivals::new(&Law::Replay([0, 100, 200, 300].into()), 7, "steady");
        let mut schedule = Schedule::new(arrivals, Share { index: 0, of: 1 }, 5000, 10).with_age_cap(Some(150));
        schedule.queue(5100, u64::MAX, |wanted| panic!("{wanted:?}"));
        let mut shed = Vec::new();
        schedule.drop_aged(5150, u64::MAX, |wanted| shed.push(wanted.k));
        assert!(shed.is_empty(), "150 ns are not longer than 150 ns");
        schedule.drop_aged(5151, u64::MAX, |wanted| shed.push(wanted.k));
        assert_eq!(shed, [0]);
        schedule.drop_aged(5351, u64::MAX, |wanted| shed.push(wanted.k));
        assert_eq!(shed, [0, 1, 2], "k = 2 was never queued");
        assert_eq!(schedule.take(5351, u64::MAX).map(|w| w.k), Some(3));
    }

    #[test]
    fn nothing_is_taken_before_it_is_due_or_after_the_end() {
        let mut schedule = schedule(0, 1, 10);
        let due = schedule.next.due;
        assert_eq!(schedule.take(due - 1, u64::MAX), None);
        assert_eq!(schedule.take(due, due), None);
        assert_eq!(schedule.take(due, due + 1), Some(Wanted { k: 0, due }));
    }

    #[test]
    fn looking_ahead_changes_nothing_of_what_is_taken() {
        let whole = drain(schedule(0, 1, 10), 5000 + 1_000_000_000);
        let mut looking = schedule(0, 1, 10);
        let mut taken = Vec::new();
        while let Some(wanted) = looking.take(u64::MAX, 5000 + 1_000_000_000) {
            taken.push(wanted);
            let moment = wanted.due + 3_000_000;
            let after = whole.iter().find(|wanted| wanted.due > moment).map(|wanted| wanted.due);
            if after.is_some() {
                assert_eq!(looking.due_after(moment), after);
            }
        }
        assert_eq!(taken, whole);
        assert_eq!(looking.due_after(u64::MAX - 1), None);
        assert!(looking.later.len() <= OUTLOOK);
    }

    #[test]
    fn requests_wait_in_order_and_those_beyond_the_cap_are_shed() {
        let mut schedule = schedule(0, 1, 3);
        let mut shed = Vec::new();
        schedule.queue(5000 + 10_000_000, u64::MAX, |wanted| shed.push(wanted.k));
        assert_eq!(schedule.waiting.len(), 3);
        assert_eq!(shed.first(), Some(&3));
        assert_eq!(schedule.take(0, u64::MAX).map(|w| w.k), Some(0));
        assert_eq!(schedule.give_up().map(|w| w.k), Some(1));
    }

    #[test]
    fn closed_workers_share_the_requests_without_overlap() {
        let mut ks: Vec<u64> = (0..3)
            .flat_map(|index| {
                let mut turns = Turns::new(Share { index, of: 3 }, Some(10));
                std::iter::from_fn(move || turns.take()).collect::<Vec<_>>()
            })
            .collect();
        ks.sort_unstable();
        assert_eq!(ks, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn connections_are_dealt_out_completely() {
        let parts: Vec<usize> = (0..3).map(|index| Share { index, of: 3 }.part(64)).collect();
        assert_eq!(parts, [22, 21, 21]);
    }
}
