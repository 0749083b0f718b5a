//! What decides when a worker's next message goes out.

use super::board::Board;
use super::turns::Turns;
use crate::arrivals::Arrivals;
use crate::clock;
use crate::demand::Share;
use crate::plan::{Load, Phase, Plan, Rooms};

/// A worker's part of what a phase demands.
pub enum Demand {
    Open(Schedule),
    /// The only worker's.
    Closed(Turns),
}

impl Demand {
    /// The part `share` of `phase`.
    pub fn new(plan: &Plan, rooms: &Rooms, phase: &Phase, share: Share, board: &Board) -> Demand {
        match &phase.load {
            Load::Open { law, .. } => {
                let arrivals = Arrivals::new(law, plan.seed, &phase.id);
                Demand::Open(Schedule::new(arrivals, share, board))
            }
            Load::Closed { requests, .. } => {
                Demand::Closed(Turns::new(rooms.count, plan.timeout, *requests, clock::now()))
            }
        }
    }

    /// When the clock alone will give something to do before `end`.
    pub fn next_step(&self, board: &Board, now: u64, end: u64) -> u64 {
        let step = match self {
            Demand::Open(schedule) => schedule.next.map(|(_, due)| due),
            Demand::Closed(_) if now < board.begin => Some(board.begin),
            Demand::Closed(turns) => turns.next_look(),
        };
        step.map_or(end, |step| step.min(end))
    }
}

/// The messages of a worker's members, as they become due.
pub struct Schedule {
    arrivals: Arrivals,
    share: Share,
    next: Option<(u64, u64)>,
}

impl Schedule {
    fn new(arrivals: Arrivals, share: Share, board: &Board) -> Schedule {
        let mut schedule = Schedule {
            arrivals,
            share,
            next: None,
        };
        schedule.advance(board);
        schedule
    }

    /// The next message and when it is due, once it is due by `now` and before `end`.
    pub fn take(&mut self, board: &Board, now: u64, end: u64) -> Option<(u64, u64)> {
        let due = self.next.filter(|(_, due)| *due <= now && *due < end);
        if due.is_some() {
            self.advance(board);
        }
        due
    }

    fn advance(&mut self, board: &Board) {
        let Share { index, of } = self.share;
        self.next = self
            .arrivals
            .by_ref()
            .take_while(|(k, _)| *k < board.planned())
            .find(|(k, _)| board.sender(*k) as u64 % of == index)
            .map(|(k, due)| (k, board.begin + due));
    }
}
