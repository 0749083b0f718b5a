//! Time limits at no cost per request: a coarse wheel on which each connection stands at most once.
//!
//! Sending only writes the new limit into the connection. When the wheel comes round to a connection
//! whose limit has moved on meanwhile, it is put down again at the new place. So a limit fires up to one
//! tick late, never early.
//!
//! What else is due some time later may stand on one of its own, as often as need be.

use crate::clock::MILLISECOND;

/// The wheel of one thread.
#[derive(Debug)]
pub struct Wheel<Who> {
    tick: u64,
    slots: Vec<Vec<Who>>,
    /// How many stand on it.
    standing: usize,
    /// The next tick to be looked at.
    next: u64,
    /// The first tick at which somebody stands; `u64::MAX`: nobody.
    earliest: u64,
}

impl<Who> Wheel<Who> {
    /// A wheel for limits up to `longest` ns ahead, beginning at `now`.
    pub fn new(longest: u64, now: u64) -> Wheel<Who> {
        // One hundredth of the limit, so that short limits are not blurred, at most 10 ms.
        Wheel::ticking((longest / 100).clamp(MILLISECOND / 10, 10 * MILLISECOND), longest, now)
    }

    /// The same with ticks of so many ns.
    pub fn ticking(tick: u64, longest: u64, now: u64) -> Wheel<Who> {
        let slots = longest / tick + 3;
        Wheel {
            tick,
            slots: (0..slots).map(|_| Vec::new()).collect(),
            standing: 0,
            next: now / tick,
            earliest: u64::MAX,
        }
    }

    /// Puts `who` down to be looked at once `limit` (ns on the clock) is over. Whoever is put down beyond the wheel's
    /// reach is looked at too early, never too late; the caller compares the limit anyway.
    pub fn put(&mut self, who: Who, limit: u64) {
        let tick = limit.div_ceil(self.tick).max(self.next);
        let slot = (tick % self.slots.len() as u64) as usize;
        self.slots[slot].push(who);
        self.standing += 1;
        self.earliest = self.earliest.min(tick);
    }

    /// When to look next, in ns on the clock; none while nobody stands on the wheel.
    pub fn next_look(&self) -> Option<u64> {
        (self.earliest != u64::MAX).then(|| self.earliest * self.tick)
    }

    /// Moves everybody whose tick is over by `now` into `out`: by their ticks, and those of one tick as they were put.
    pub fn turn(&mut self, now: u64, out: &mut Vec<Who>) {
        let current = now / self.tick;
        if current < self.earliest {
            // Nobody is due: skip the empty ticks at once.
            self.next = self.next.max(current);
            return;
        }
        let n = self.slots.len() as u64;
        let last = current.min(self.next + n - 1);
        let before = out.len();
        for tick in self.next..=last {
            out.append(&mut self.slots[(tick % n) as usize]);
        }
        self.standing -= out.len() - before;
        self.next = current + 1;
        // With nobody left there is nothing to search for.
        let reach = if self.standing == 0 { 0 } else { n };
        self.earliest = (self.next..self.next + reach)
            .find(|tick| !self.slots[(tick % n) as usize].is_empty())
            .unwrap_or(u64::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_early_and_everybody_within_a_tick() {
        let start = 123_456_789_012;
        let longest = 500 * MILLISECOND;
        let mut wheel = Wheel::new(longest, start);
        let mut limits = std::collections::HashMap::new();
        for who in 0..500u32 {
            let limit = start + (u64::from(who) * 7919) % longest;
            limits.insert(who, limit);
            wheel.put(who, limit);
        }
        let mut out = Vec::new();
        let mut now = start;
        while let Some(look) = wheel.next_look() {
            now = now.max(look);
            wheel.turn(now, &mut out);
            for who in out.drain(..) {
                let limit = limits.remove(&who).unwrap();
                assert!(
                    limit <= now && now < limit + 2 * wheel.tick,
                    "limit {limit}, looked at {now}"
                );
            }
        }
        assert!(limits.is_empty());
    }

    #[test]
    fn they_come_in_the_order_of_their_limits_and_those_of_one_limit_as_they_were_put() {
        let mut wheel = Wheel::ticking(MILLISECOND, 300 * MILLISECOND, 0);
        for who in 0..1000_u64 {
            wheel.put((who * 7919 % 250, who), who * 7919 % 250 * MILLISECOND);
        }
        let mut out = Vec::new();
        wheel.turn(249 * MILLISECOND, &mut out);
        assert_eq!(out.len(), 1000);
        assert!(out.is_sorted());
        assert_eq!((wheel.next_look(), wheel.standing), (None, 0));
    }

    #[test]
    fn a_wheel_not_turned_for_long_loses_nobody() {
        let mut wheel = Wheel::new(1000 * MILLISECOND, 0);
        let mut out = Vec::new();
        wheel.turn(700 * MILLISECOND, &mut out);
        wheel.put(1, 1700 * MILLISECOND);
        wheel.put(2, 800 * MILLISECOND);
        wheel.turn(90_000 * MILLISECOND, &mut out);
        out.sort_unstable();
        assert_eq!(out, [1, 2]);
        assert_eq!(wheel.next_look(), None);
        wheel.put(3, 90_500 * MILLISECOND);
        assert_eq!(wheel.next_look(), Some(90_500 * MILLISECOND));
    }
}
