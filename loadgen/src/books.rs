//! What became of every request, and the sum that must come out.

/// Why an answer was wrong, in the order the checks are made: the first that fails counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Framing,
    Status,
    Type,
    Length,
    /// The answer lacks the value its operation captures.
    Capture,
}

/// Why there was no whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    Timeout,
    Connect,
    Reset,
    Eof,
}

/// The names of `Wrong`, in its order.
pub const WRONG_NAMES: [&str; 5] = ["framing", "status", "type", "length", "capture"];
/// The names of `Failure`, in its order.
pub const FAILURE_NAMES: [&str; 4] = ["timeout", "connect", "reset", "eof"];

/// What became of the requests of one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub correct: u64,
    pub wrong: [u64; 5],
    pub failed: [u64; 4],
    pub shed: u64,
    pub unfinished: u64,
}

impl Counts {
    /// Wrong answers of every reason.
    pub fn wrong_total(&self) -> u64 {
        self.wrong.iter().sum()
    }

    /// Failures of every reason.
    pub fn failed_total(&self) -> u64 {
        self.failed.iter().sum()
    }

    fn add(&mut self, other: &Counts) {
        self.correct += other.correct;
        for (mine, theirs) in self.wrong.iter_mut().zip(other.wrong) {
            *mine += theirs;
        }
        for (mine, theirs) in self.failed.iter_mut().zip(other.failed) {
            *mine += theirs;
        }
        self.shed += other.shed;
        self.unfinished += other.unfinished;
    }
}

/// The books of a phase, by operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    pub operations: Vec<Counts>,
}

impl Books {
    /// Empty books for `operations` operations.
    pub fn new(operations: usize) -> Books {
        Books {
            operations: vec![Counts::default(); operations],
        }
    }

    /// The page of one operation.
    pub fn of(&mut self, operation: u32) -> &mut Counts {
        &mut self.operations[operation as usize]
    }

    /// All operations together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.operations.iter().for_each(|counts| total.add(counts));
        total
    }

    /// Adds another worker's books.
    pub fn merge(&mut self, other: &Books) {
        for (mine, theirs) in self.operations.iter_mut().zip(&other.operations) {
            mine.add(theirs);
        }
    }

    /// The sum that does not come out, in words; none: it does, planned = correct + wrong + failed + shed + unfinished.
    /// `planned` must come from elsewhere (the schedule, the count of requests issued), or this proves nothing.
    pub fn imbalance(&self, planned: u64) -> Option<String> {
        let total = self.total();
        let (wrong, failed) = (total.wrong_total(), total.failed_total());
        let sum = total.correct + wrong + failed + total.shed + total.unfinished;
        (sum != planned).then(|| {
            format!(
                "planned {planned} is not {} correct + {wrong} wrong + {failed} failed + {} shed + {} unfinished = {sum}",
                total.correct, total.shed, total.unfinished
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_balance_only_when_every_request_is_somewhere() {
        let mut books = Books::new(2);
        books.of(0).correct = 5;
        books.of(0).wrong[Wrong::Length as usize] = 1;
        books.of(1).failed[Failure::Eof as usize] = 2;
        books.of(1).shed = 3;
        books.of(1).unfinished = 4;
        assert_eq!(books.imbalance(15), None);
        let sum = books.imbalance(14).unwrap();
        assert_eq!(
            sum,
            "planned 14 is not 5 correct + 1 wrong + 2 failed + 3 shed + 4 unfinished = 15"
        );
        assert!(books.imbalance(16).is_some());
    }

    #[test]
    fn merging_adds_page_by_page() {
        let mut a = Books::new(2);
        let mut b = Books::new(2);
        a.of(0).correct = 1;
        b.of(0).correct = 2;
        b.of(1).failed[Failure::Timeout as usize] = 7;
        a.merge(&b);
        assert_eq!(a.operations[0].correct, 3);
        assert_eq!(a.operations[1].failed, [7, 0, 0, 0]);
        assert_eq!(a.imbalance(10), None);
    }

    #[test]
    fn names_stand_in_the_order_of_the_reasons() {
        assert_eq!(WRONG_NAMES[Wrong::Status as usize], "status");
        assert_eq!(WRONG_NAMES[Wrong::Capture as usize], "capture");
        assert_eq!(FAILURE_NAMES[Failure::Reset as usize], "reset");
    }
}
