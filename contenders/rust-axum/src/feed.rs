//! The feed: eight entries out of a cache that gives away what was used longest ago.

use std::{
    array,
    num::{NonZeroU32, NonZeroUsize},
    sync::Mutex,
};

use axum::{Json, response::IntoResponse};
use lru::LruCache;
use serde::Serialize;

use crate::{
    digits::Digits,
    entry::{Entry, Seen, Shown},
    parts::Part,
    settings::Refusal,
};

const LENGTH: usize = 8;

pub struct FeedCache {
    capacity: NonZeroUsize,
    held: Mutex<Held>,
}

struct Held {
    entries: LruCache<u64, Entry>,
    counts: Counts,
}

/// What happened since the cache was filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
struct Counts {
    hits: u64,
    misses: u64,
    evictions: u64,
}

#[derive(Serialize)]
struct State {
    capacity: NonZeroUsize,
    entries: usize,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Feed<'a> {
    feed: &'a str,
    entries: [Shown<'a>; LENGTH],
}

impl FeedCache {
    /// Filled with the entries 1 to `capacity`, of which 1 is the first to go.
    pub fn new(capacity: NonZeroU32) -> Result<Self, Refusal> {
        let capacity: NonZeroUsize =
            capacity.try_into().map_err(|cause| format!("CACHE_ENTRIES is too large: {cause}"))?;
        let mut entries = LruCache::new(capacity);
        for id in 1..=capacity.get() as u64 {
            entries.put(id, Entry::new(id));
        }
        Ok(Self { capacity, held: Mutex::new(Held { entries, counts: Counts::default() }) })
    }

    /// The lock is taken once for all of them: they are a few microseconds of work, and the answer is written after it.
    fn read(&self, number: u64) -> [Seen; LENGTH] {
        let ids = 2 * self.capacity.get() as u64;
        let mut held = self.held.lock().expect("nobody panics with the lock");
        array::from_fn(|place| held.look_up(entry_id(number, place as u32, ids), self.capacity))
    }

    fn state(&self) -> State {
        let held = self.held.lock().expect("nobody panics with the lock");
        State { capacity: self.capacity, entries: held.entries.len(), counts: held.counts }
    }
}

impl Held {
    fn look_up(&mut self, id: u64, capacity: NonZeroUsize) -> Seen {
        if let Some(entry) = self.entries.get_mut(&id) {
            self.counts.hits += 1;
            return entry.read();
        }
        self.counts.misses += 1;
        // `put` would let go only after the new one was made: one too many.
        if self.entries.len() == capacity.get() {
            self.entries.pop_lru();
            self.counts.evictions += 1;
        }
        let mut made = Entry::new(id);
        let seen = made.read();
        self.entries.put(id, made);
        seen
    }
}

/// The id at a place of a feed, from 1 to `ids`: the finaliser of MurmurHash3, in 32 bits.
fn entry_id(number: u64, place: u32, ids: u64) -> u64 {
    let mut x = (number as u32).wrapping_add(place.wrapping_mul(0x9e37_79b9));
    x ^= x >> 16;
    x = x.wrapping_mul(0x85eb_ca6b);
    x ^= x >> 13;
    x = x.wrapping_mul(0xc2b2_ae35);
    x ^= x >> 16;
    1 + u64::from(x) % ids
}

pub async fn feed(Part(cache): Part<FeedCache>, given: Digits<10>) -> impl IntoResponse {
    let seen = cache.read(given.number);
    // The answer borrows from what was seen; Json writes it out before both are dropped.
    Json(Feed { feed: &given.text, entries: seen.each_ref().map(Seen::show) }).into_response()
}

pub async fn state(Part(cache): Part<FeedCache>) -> impl IntoResponse {
    Json(cache.state())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(capacity: u32) -> FeedCache {
        FeedCache::new(NonZeroU32::new(capacity).expect("a capacity")).expect("a cache")
    }

    fn look_up(cache: &FeedCache, ids: &[u64]) {
        let mut held = cache.held.lock().expect("a lock");
        for &id in ids {
            assert_eq!(held.look_up(id, cache.capacity).show().id, id);
        }
    }

    /// From the one used last to the one that goes next.
    fn held(cache: &FeedCache) -> Vec<u64> {
        cache.held.lock().expect("a lock").entries.iter().map(|(id, _)| *id).collect()
    }

    #[test]
    fn a_new_cache_is_full_and_has_counted_nothing() {
        let cache = cache(3);
        assert_eq!(held(&cache), [3, 2, 1]);
        let State { capacity, entries, counts } = cache.state();
        assert_eq!((capacity.get(), entries, counts), (3, 3, Counts::default()));
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let cache = cache(3);
        look_up(&cache, &[1, 4, 1, 5]);
        assert_eq!(held(&cache), [5, 1, 4]);
        look_up(&cache, &[2]);
        assert_eq!(held(&cache), [2, 5, 1]);
        assert_eq!(cache.state().counts, Counts { hits: 2, misses: 3, evictions: 3 });
    }

    #[test]
    fn an_entry_that_had_to_go_is_made_anew() {
        let cache = cache(1);
        let reads = |id| cache.held.lock().expect("a lock").look_up(id, cache.capacity).show().reads;
        assert_eq!([reads(1), reads(1), reads(2), reads(1)], [1, 2, 1, 1]);
        assert_eq!(cache.state().entries, 1);
    }

    #[test]
    fn ids_are_those_of_the_finaliser() {
        // The first of feeds 31, 534 and 3092 of a cache of 200,000, from an implementation apart.
        assert_eq!([31, 534, 3092].map(|number| entry_id(number, 0, 400_000)), [83_292, 349_242, 215_240]);
        assert_eq!(entry_id(31, 1, 400_000), 1651);
        // Numbers are taken modulo 2^32.
        assert_eq!(entry_id((1 << 32) + 31, 1, 400_000), 1651);
    }
}
