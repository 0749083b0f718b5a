//! One second of a phase.

use crate::tally::Tally;

/// What became of a request, by the books' five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Correct,
    Wrong,
    Failed,
    Shed,
    Unfinished,
}

impl Outcome {
    const ALL: [Outcome; 5] = [
        Outcome::Correct,
        Outcome::Wrong,
        Outcome::Failed,
        Outcome::Shed,
        Outcome::Unfinished,
    ];

    /// Its name in the result.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Correct => "correct",
            Outcome::Wrong => "wrong",
            Outcome::Failed => "failed",
            Outcome::Shed => "shed",
            Outcome::Unfinished => "unfinished",
        }
    }
}

/// The requests of one operation that were due (closed loop: sent) in one second and came to one outcome. Times in ns. A
/// time that an outcome has not is not recorded: what was never sent has neither service time nor lag, what was shed
/// has none at all. Of what failed or was not finished the times are the least that an answer would have taken.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub count: u64,
    /// Done − due; none in a closed loop.
    pub response: Tally,
    /// Done − sent.
    pub service: Tally,
    /// Sent − due; none in a closed loop.
    pub send_lag: Tally,
    touched: bool,
}

/// What a stretch of time cost one worker. Times in ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    pub wall: u64,
    pub cpu: u64,
    /// Ready to run but waiting for a core; none where the kernel does not tell.
    pub waited: Option<u64>,
    /// Taken from its core by the hypervisor; none where it cannot be read.
    pub stolen: Option<u64>,
    pub involuntary_switches: u64,
}

/// Counts by the second of completion; times, and whom a request waited for, by the second in which it was due (closed
/// loop: sent). Counting throughput by due second would credit a stalled server with answers it gave later.
#[derive(Debug, Clone, Default)]
pub struct Second {
    pub correct: u64,
    pub wrong: u64,
    pub failed: u64,
    /// At the second's end.
    pub in_flight: u64,
    pub queued: u64,
    /// Of the requests due in it.
    pub sent: u64,
    pub waited_for_server: u64,
    pub late: u64,
    pub shed: u64,
    /// One for each worker that looked.
    pub spent: Vec<Spent>,
    /// By operation and outcome; none where no request came to it.
    cells: Vec<Option<Box<Cell>>>,
    packed: bool,
}

impl Second {
    /// The cell of an operation and an outcome.
    pub fn cell(&mut self, operation: u32, outcome: Outcome) -> &mut Cell {
        let at = operation as usize * Outcome::ALL.len() + outcome as usize;
        if self.cells.len() <= at {
            self.cells.resize_with(at + 1, || None);
        }
        self.packed = false;
        let cell = self.cells[at].get_or_insert_with(Box::default);
        cell.touched = true;
        cell
    }

    /// The cells that hold anything, each with its operation and its outcome.
    pub fn cells(&self) -> impl Iterator<Item = (usize, Outcome, &Cell)> {
        self.cells.iter().enumerate().filter_map(|(at, cell)| {
            let outcomes = Outcome::ALL.len();
            Some((at / outcomes, Outcome::ALL[at % outcomes], cell.as_deref()?))
        })
    }

    /// Packs one cell that nothing has come to since the last call; false when there was none to pack. So a second
    /// long past takes little room, and one that answers still come to is left alone.
    pub fn pack_one(&mut self) -> bool {
        if self.packed {
            return false;
        }
        let mut all = true;
        for cell in self.cells.iter_mut().flatten() {
            if std::mem::take(&mut cell.touched) {
                all = false;
                continue;
            }
            if cell.response.pack() | cell.service.pack() | cell.send_lag.pack() {
                return true;
            }
        }
        self.packed = all;
        false
    }

    /// How many requests were due in it, sent or not.
    pub fn due(&self) -> u64 {
        self.cells().map(|(_, _, cell)| cell.count).sum()
    }

    /// Adds another worker's same second.
    pub fn merge(&mut self, other: &Second) {
        self.correct += other.correct;
        self.wrong += other.wrong;
        self.failed += other.failed;
        self.in_flight += other.in_flight;
        self.queued += other.queued;
        self.sent += other.sent;
        self.waited_for_server += other.waited_for_server;
        self.late += other.late;
        self.shed += other.shed;
        self.spent.extend_from_slice(&other.spent);
        if self.cells.len() < other.cells.len() {
            self.cells.resize_with(other.cells.len(), || None);
        }
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            let Some(theirs) = theirs else { continue };
            let mine = mine.get_or_insert_with(Box::default);
            mine.count += theirs.count;
            mine.response.merge(&theirs.response);
            mine.service.merge(&theirs.service);
            mine.send_lag.merge(&theirs.send_lag);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_packed_once_nothing_has_come_to_it_for_a_while() {
        let mut second = Second::default();
        second.cell(1, Outcome::Correct).response.record(7);
        second.cell(0, Outcome::Failed).response.record(9);
        assert!(!second.pack_one(), "both were touched just now");
        second.cell(0, Outcome::Failed).response.record(10);
        assert!(second.pack_one() && second.pack_one(), "each once");
        assert!(!second.pack_one() && second.packed);
        let cells: Vec<(usize, &str, u64)> = second
            .cells()
            .map(|(operation, outcome, cell)| (operation, outcome.name(), cell.response.count()))
            .collect();
        assert_eq!(cells, [(0, "failed", 2), (1, "correct", 1)]);
    }
}
