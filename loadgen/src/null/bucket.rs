//! A token bucket: how many answers a limited null server may give by now, and when the next is due. Told every time, so
//! that it is the same in a test as at work.

use crate::clock::{MILLISECOND, SECOND};

/// Tokens of so long are kept for a server that wakes up late; beyond it what was missed is lost. A machine's usual
/// hiccups then cost no answers, and a burst of so few is answered at once.
const KEPT: u64 = 10 * MILLISECOND;

/// Fills at a rate, holds little, and each answer takes one token out of it.
#[derive(Debug)]
pub struct Bucket {
    per_s: f64,
    /// One token to hand out, and those of `KEPT`: with room for one alone, all that comes while it waits to be taken
    /// would spill, and the rate would be missed by the lateness of every timer.
    room: f64,
    tokens: f64,
    /// When there were so many, in ns on the clock.
    at: u64,
}

impl Bucket {
    /// A full one.
    pub fn full(per_s: f64, now: u64) -> Bucket {
        let room = 1.0 + per_s * KEPT as f64 / SECOND as f64;
        Bucket {
            per_s,
            room,
            tokens: room,
            at: now,
        }
    }

    /// When a token is there; a time that has passed where one is there already.
    pub fn ready_at(&self) -> u64 {
        let missing = (1.0 - self.tokens).max(0.0);
        self.at + (missing * SECOND as f64 / self.per_s).ceil() as u64
    }

    /// Takes a token, if there is one.
    pub fn take(&mut self, now: u64) -> bool {
        let came = now.saturating_sub(self.at) as f64 * self.per_s / SECOND as f64;
        self.tokens = (self.tokens + came).min(self.room);
        self.at = self.at.max(now);
        let there = self.tokens >= 1.0;
        if there {
            self.tokens -= 1.0;
        }
        there
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::MICROSECOND;

    /// How many tokens can be had at one moment.
    fn all(bucket: &mut Bucket, now: u64) -> u64 {
        (0..).take_while(|_| bucket.take(now)).count() as u64
    }

    #[test]
    fn a_burst_of_ten_milliseconds_and_one_is_there_at_first_and_after_any_rest() {
        for (per_s, burst) in [(1.0, 1), (50.0, 1), (100.0, 2), (500.0, 6), (5000.0, 51)] {
            let mut bucket = Bucket::full(per_s, 7);
            assert_eq!(all(&mut bucket, 7), burst, "{per_s}/s");
            assert_eq!(all(&mut bucket, 7 + 3600 * SECOND), burst, "{per_s}/s");
        }
    }

    #[test]
    fn an_empty_one_says_when_the_next_is_there_and_keeps_its_word() {
        let mut bucket = Bucket::full(333.0, 0);
        let mut now = 0;
        all(&mut bucket, now);
        for nth in 1..=1000 {
            // Room for the last digit: at the moment it names a token may lack a billionth of itself.
            while !bucket.take(now) {
                let ready = bucket.ready_at();
                assert!(ready > now && ready - now <= SECOND / 333 + 1);
                now = ready;
            }
            // A token may have come with those of the burst in part.
            assert!(now >= (nth - 1) * SECOND / 333, "answer {nth} at {now}");
        }
        assert!(now <= 1000 * SECOND / 333 + 1000, "{now}");
    }

    #[test]
    fn the_rate_is_kept_by_a_server_that_is_late_each_time() {
        for late in [MICROSECOND, 60 * MICROSECOND, MILLISECOND, 9 * MILLISECOND] {
            let mut bucket = Bucket::full(2000.0, 0);
            let (mut now, mut taken) = (0, 0);
            while now < 10 * SECOND {
                taken += all(&mut bucket, now);
                now = now.max(bucket.ready_at()) + late;
            }
            // 10 s of the rate and the burst of the beginning; what came since the last look is not taken.
            assert!((20_000 - 20..=20_021).contains(&taken), "{late} ns late: {taken}");
        }
    }

    #[test]
    fn what_is_missed_beyond_ten_milliseconds_is_lost() {
        let mut bucket = Bucket::full(1000.0, 0);
        all(&mut bucket, 0);
        assert_eq!(all(&mut bucket, 8 * MILLISECOND), 8);
        assert_eq!(all(&mut bucket, 108 * MILLISECOND), 11);
    }

    #[test]
    fn a_clock_that_is_read_twice_gives_nothing_twice() {
        let mut bucket = Bucket::full(1000.0, SECOND);
        all(&mut bucket, SECOND);
        assert_eq!(all(&mut bucket, SECOND), 0);
        assert_eq!(all(&mut bucket, SECOND - 1), 0);
        assert_eq!(bucket.ready_at(), SECOND + MILLISECOND);
    }
}
