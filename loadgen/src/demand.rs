//! What a worker is to send next: its share of the plan.

mod schedule;

pub use self::schedule::Schedule;

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
            Demand::Open(schedule) => schedule.waiting(),
            Demand::Closed(_) => 0,
        }
    }

    /// When the next request becomes due; never in a closed loop.
    pub fn next_due(&self) -> u64 {
        match self {
            Demand::Open(schedule) => schedule.next_due(),
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

/// A request that is to go out. `due` is ns on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub k: u64,
    pub due: u64,
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
