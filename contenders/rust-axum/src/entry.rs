//! What the cache holds: entries that follow from their ids, and how often each was read.

use std::{array, sync::Arc};

use serde::Serialize;

const HISTORY: u64 = 16;

/// What never changes is shared with the answers that are being written; the count is the cache's own.
pub struct Entry {
    facts: Arc<Facts>,
    reads: u64,
}

struct Facts {
    id: u64,
    name: String,
    score: u32,
    tags: [String; 4],
    history: Vec<u64>,
}

/// An entry as it was when it was read.
pub struct Seen {
    facts: Arc<Facts>,
    reads: u64,
}

#[derive(Serialize)]
pub struct Shown<'a> {
    pub id: u64,
    name: &'a str,
    score: u32,
    tags: &'a [String; 4],
    recent: u64,
    pub reads: u64,
}

impl Entry {
    pub fn new(id: u64) -> Self {
        // The product modulo 2^32.
        let score = (id as u32).wrapping_mul(2_654_435_761);
        let factors = [1, 7, 13, 31];
        let facts = Facts {
            id,
            name: format!("entry-{id}"),
            score,
            tags: array::from_fn(|index| format!("t{}", id * factors[index] % 97)),
            history: (0..HISTORY).map(|k| (u64::from(score) + k * k) % 1000).collect(),
        };
        Self { facts: Arc::new(facts), reads: 0 }
    }

    pub fn read(&mut self) -> Seen {
        self.reads += 1;
        Seen { facts: Arc::clone(&self.facts), reads: self.reads }
    }
}

impl Seen {
    pub fn show(&self) -> Shown<'_> {
        let Facts { id, name, score, tags, history } = &*self.facts;
        Shown { id: *id, name, score: *score, tags, recent: history[history.len() - 1], reads: self.reads }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn an_entry_follows_from_its_id() {
        assert_eq!(
            to_value(Entry::new(83_292).read().show()).expect("JSON"),
            // From an implementation apart.
            json!({ "id": 83_292, "name": "entry-83292", "score": 1_231_909_020, "tags": ["t66", "t74", "t82", "t9"], "recent": 245, "reads": 1 })
        );
        let history = &Entry::new(1).facts.history;
        assert_eq!(history[..5], [761, 762, 765, 770, 777]);
        assert_eq!((history.len(), history[15]), (16, 986));
    }

    #[test]
    fn a_score_near_the_end_of_32_bits_has_a_history() {
        // The inverse of the factor modulo 2^32 times 2^32 - 1.
        let entry = Entry::new(4_050_964_655);
        assert_eq!((entry.facts.score, entry.facts.history[15]), (u32::MAX, (u64::from(u32::MAX) + 225) % 1000));
    }

    #[test]
    fn what_was_seen_stays_as_it_was() {
        let mut entry = Entry::new(5);
        let first = entry.read();
        let second = entry.read();
        assert_eq!((first.show().reads, second.show().reads), (1, 2));
    }
}
