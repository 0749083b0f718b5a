//! A rate that changes over a phase, and when its integral reaches a given number of requests.

use std::sync::Arc;

use super::Rate;
use crate::clock::SECOND;

/// One request as an area under the rate: 10^6 millionths of a request a second times 10^9 ns. In this unit
/// rate times time is a whole number, so nothing is ever rounded but the due time itself.
pub(super) const REQUEST: u128 = 1_000_000 * SECOND as u128;

/// The longest ramp. Within it (from + to)·T², the largest number of its equation, stays below 2^128.
pub const LONGEST_RAMP: u64 = 3600 * SECOND;

/// How the rate changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course {
    Ramp(Ramp),
    Steps(Steps),
}

impl Course {
    /// The last nanosecond at which no more than `area` has come together; none at or after the end. `step` is
    /// where the last search ended: areas must be asked for in rising order.
    pub(super) fn due(&self, area: u128, step: &mut usize) -> Option<u64> {
        match self {
            Course::Ramp(ramp) => ramp.due(area),
            Course::Steps(steps) => steps.due(area, step),
        }
    }

    /// Requests a second in the mean over the whole length.
    pub fn mean_per_s(&self) -> f64 {
        match self {
            Course::Ramp(ramp) => (ramp.from as f64 + ramp.to as f64) / 2e6,
            Course::Steps(steps) => steps.area as f64 / steps.length as f64 / 1e6,
        }
    }

    /// The highest rate on the way, in requests a second.
    pub fn highest_per_s(&self) -> f64 {
        let micro = match self {
            Course::Ramp(ramp) => ramp.from.max(ramp.to),
            Course::Steps(steps) => steps.steps.iter().map(|step| step.micro_per_s).max().unwrap_or(0),
        };
        micro as f64 / 1e6
    }

    /// Its length in ns.
    pub fn length(&self) -> u64 {
        match self {
            Course::Ramp(ramp) => ramp.length,
            Course::Steps(steps) => steps.length,
        }
    }
}

/// From one rate to another in a straight line. Rates are millionths of a request a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ramp {
    from: u64,
    to: u64,
    length: u64,
}

impl Ramp {
    /// None: a rate of 0. None as the whole when both are, or when `length` is 0 or above `LONGEST_RAMP`.
    pub fn new(from: Option<Rate>, to: Option<Rate>, length: u64) -> Option<Ramp> {
        let micro = |rate: Option<Rate>| rate.map_or(0, |rate| rate.micro_per_s);
        let ramp = Ramp {
            from: micro(from),
            to: micro(to),
            length,
        };
        (ramp.from + ramp.to > 0 && (1..=LONGEST_RAMP).contains(&length)).then_some(ramp)
    }

    /// 2T times the area up to t: 2T·(from·t + (to − from)·t²/2T) = from·t·(2T − t) + to·t², which needs no
    /// negative number.
    fn doubled(&self, t: u64) -> u128 {
        let (t, whole) = (u128::from(t), 2 * u128::from(self.length));
        u128::from(self.from) * t * (whole - t) + u128::from(self.to) * t * t
    }

    /// The exact answer does not depend on the guess, only the number of steps to it does: the guess is the
    /// quadratic formula in floating point, mostly right to a few ns; from there the bracket doubles until it holds
    /// the answer, and is halved.
    fn due(&self, area: u128) -> Option<u64> {
        let wanted = 2 * u128::from(self.length) * area;
        let reached = |t: u64| self.doubled(t) > wanted;
        if !reached(self.length) {
            return None;
        }
        let guess = self.guess(area).min(self.length);
        let (mut low, mut high) = (guess, guess);
        let mut reach = 1;
        while reached(low) {
            (low, high) = (low.saturating_sub(reach), low);
            reach *= 2;
        }
        reach = 1;
        while !reached(high) {
            (low, high) = (high, (high + reach).min(self.length));
            reach *= 2;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match reached(middle) {
                true => high = middle,
                false => low = middle,
            }
        }
        Some(low)
    }

    /// The smaller root in the form without cancellation: t = 2A / (from + √(from² + 2·(to − from)·A/T)).
    fn guess(&self, area: u128) -> u64 {
        let (from, to, area) = (self.from as f64, self.to as f64, area as f64);
        let under = from * from + 2.0 * (to - from) * area / self.length as f64;
        // 0 / 0 at the foot of a ramp from 0 becomes 0 by the cast.
        (2.0 * area / (from + under.max(0.0).sqrt())) as u64
    }
}

/// One rate after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    steps: Arc<[Step]>,
    area: u128,
    length: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    micro_per_s: u64,
    begin: u64,
    /// The area before this step, and with it.
    before: u128,
    after: u128,
}

impl Steps {
    /// Rates with their lengths in ns; none: a pause. None as the whole when nothing would ever be due.
    pub fn new(steps: &[(Option<Rate>, u64)]) -> Option<Steps> {
        let (mut area, mut length) = (0, 0);
        let steps: Arc<[Step]> = steps
            .iter()
            .map(|(rate, lasts)| {
                let micro_per_s = rate.map_or(0, |rate| rate.micro_per_s);
                let (begin, before) = (length, area);
                area += u128::from(micro_per_s) * u128::from(*lasts);
                length += lasts;
                Step {
                    micro_per_s,
                    begin,
                    before,
                    after: area,
                }
            })
            .collect();
        (area > 0).then_some(Steps { steps, area, length })
    }

    fn due(&self, area: u128, step: &mut usize) -> Option<u64> {
        loop {
            let now = self.steps.get(*step)?;
            // A pause gathers nothing, so it is always passed over here and never divides.
            if area < now.after {
                return Some(now.begin + ((area - now.before) / u128::from(now.micro_per_s)) as u64);
            }
            *step += 1;
        }
    }
}

#[cfg(test)]
#[path = "course_test.rs"]
mod tests;
