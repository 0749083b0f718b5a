//! What the upstream remembers of one connection.

use std::sync::Arc;

use super::counts::Counts;
use super::question::{Question, Subject};
use crate::server::Cutter;

/// A longer head is refused.
const LONGEST_HEAD: usize = 16 * 1024;
/// Answers that may wait on one connection. Whoever asks further ahead means no good, and would have our memory.
const MOST_WAITING: u32 = 1024;
/// What may come behind the last question of a connection, and is thrown away.
const LONGEST_FAREWELL: usize = 2 * 1024 * 1024;
/// Later than any answer.
pub(super) const NEVER: u64 = u64::MAX;

/// Its end, however it comes, gives up what is still waiting.
pub(super) struct Visit {
    pub cutter: Cutter,
    counts: Arc<Counts>,
    /// When the last of the answers that wait is due, in ns on the clock.
    last_due: u64,
    /// Answers that wait, and those of them about articles.
    waiting: u32,
    articles: u32,
    /// Its last question has been asked.
    pub ended: bool,
    thrown_away: usize,
}

impl Visit {
    pub fn begin(counts: &Arc<Counts>) -> Visit {
        counts.opened();
        Visit {
            cutter: Cutter::new(LONGEST_HEAD),
            counts: Arc::clone(counts),
            last_due: 0,
            waiting: 0,
            articles: 0,
            ended: false,
            thrown_away: 0,
        }
    }

    /// When the answer to `question`, asked at `now`, is due: answers of one connection go out in the order of their
    /// questions (RFC 9112, 9.3.2), so none before the last that waits. One due `now` may go at once. None: too many wait.
    pub fn ask(&mut self, question: &Question, now: u64) -> Option<u64> {
        if self.waiting == MOST_WAITING {
            return None;
        }
        let mut due = now;
        if let Subject::Article(article) = question.subject {
            self.counts.asked();
            self.articles += 1;
            due = article.wait().map_or(NEVER, |wait| now + wait);
        }
        if self.waiting > 0 {
            // What is due but has not gone yet is waited for, too.
            due = due.max(self.last_due).max(now + 1);
        }
        self.waiting += 1;
        self.last_due = due;
        self.ended |= question.ends;
        Some(due)
    }

    /// The answer to the question asked first has gone out.
    pub fn answered(&mut self, question: &Question) {
        self.waiting -= 1;
        if let Subject::Article(_) = question.subject {
            self.articles -= 1;
            self.counts.answered();
        }
    }

    /// Throws `bytes` away that came behind the last question. False: it is too much of it.
    pub fn throw_away(&mut self, bytes: usize) -> bool {
        self.thrown_away += bytes;
        self.thrown_away <= LONGEST_FAREWELL
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.counts.abandoned(u64::from(self.articles));
        self.counts.closed();
    }
}

#[cfg(test)]
#[path = "visit_test.rs"]
mod tests;
