//! The end of a worker's part of a phase: the last message issued, the drain, and a little longer.

use super::board::Board;
use super::part::Part;
use crate::clock::{MILLISECOND, SECOND};
use crate::cost::Usage;
use crate::plan::Plan;

/// After the last delivery: long enough for a duplicate on its heels.
const LINGER: u64 = 50 * MILLISECOND;

/// How far a worker is with its phase.
pub struct Closing {
    pub issuing: bool,
    /// When it ends, whatever has not come.
    pub over: u64,
    drain: u64,
    /// This thread's usage when the phase began.
    before: Usage,
    looked_back: bool,
}

impl Closing {
    /// At the beginning.
    pub fn new(plan: &Plan) -> Closing {
        Closing {
            issuing: true,
            over: u64::MAX,
            drain: plan.drain,
            before: Usage::of_this_thread(),
            looked_back: false,
        }
    }

    /// The run is to stop. As of now, and not of when it was asked: what became due in between may have been sent.
    pub fn stop(&mut self, board: &Board, part: &mut Part, now: u64) {
        if !part.stopped {
            part.stopped = true;
            part.end = part.end.min(now.max(board.begin) + 1);
            self.drain = self.drain.min(SECOND);
            self.over = self.over.min(now + self.drain);
        }
    }

    /// Whether the phase is over for this worker, of `workers`.
    pub fn over(&mut self, board: &Board, workers: u64, part: &mut Part, now: u64) -> bool {
        if self.issuing && (now >= part.end || part.early.is_some()) {
            self.issuing = false;
            self.over = self.over.min(now + self.drain);
            board.issued_all();
        }
        let complete = !self.issuing && board.complete(workers);
        // Whoever issued its last before its time is busy until the last delivery: issuing alone may take no time.
        let busy = part.early.is_some() && !complete && now < part.end.min(self.over);
        if !self.issuing && !busy && !self.looked_back {
            self.looked_back = true;
            part.issuing = now.saturating_sub(board.begin);
            part.usage = Usage::of_this_thread().since(&self.before);
        }
        if complete {
            self.over = self.over.min(now + LINGER);
        }
        now >= self.over
    }
}
