//! What is done with a record when its moment is over: making it smaller, and adding it to others.

use super::{Record, Stream};
use crate::clock::SECOND;

/// Seconds looked at in one go when the past is tidied.
const STEPS_AT_ONCE: u32 = 16;

impl Record {
    /// Makes a little of the past smaller; false when it found nothing to do within a few steps. The present second and the
    /// one before it are left alone; what is past is gone over again and again, since late answers make it larger.
    pub fn tidy(&mut self, now: u64) -> bool {
        let past = (now.saturating_sub(self.begin) / SECOND).saturating_sub(1) as usize;
        let past = past.min(self.seconds.len());
        for _ in 0..STEPS_AT_ONCE {
            let Some(second) = self.seconds[..past].get_mut(self.tidied) else {
                self.tidied = 0;
                return false;
            };
            if second.pack_one() {
                return true;
            }
            self.tidied += 1;
        }
        false
    }

    /// Adds another worker's record of the same phase.
    pub fn merge(&mut self, other: &Record) {
        self.books.merge(&other.books);
        self.generator_lag.merge(&other.generator_lag);
        self.crowded.merge(&other.crowded);
        self.roomy.merge(&other.roomy);
        for (index, theirs) in other.seconds.iter().enumerate() {
            self.second(self.begin + index as u64 * SECOND).merge(theirs);
        }
        for (mine, theirs) in self.streams.iter_mut().zip(&other.streams) {
            let Some(theirs) = theirs else { continue };
            let mine = mine.get_or_insert_with(Stream::default);
            mine.first_byte.merge(&theirs.first_byte);
            mine.gap.merge(&theirs.gap);
            mine.bytes += theirs.bytes;
            mine.events += theirs.events;
        }
        self.end = self.end.max(other.end);
        self.sent += other.sent;
        self.waited_for_generator += other.waited_for_generator;
        self.waited_for_server += other.waited_for_server;
        self.late += other.late;
        self.correct_in_time += other.correct_in_time;
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
        self.connections += other.connections;
    }
}
