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
mod tests {
    use super::*;
    use crate::arrivals::{Arrivals, Law, Spacing};

    fn ramp(from: f64, to: f64, length: u64) -> Law {
        let ramp = Ramp::new(Rate::per_s(from), Rate::per_s(to), length).unwrap();
        Law::Changing(Course::Ramp(ramp), Spacing::Even)
    }

    fn steps(given: &[(f64, u64)]) -> Law {
        let given: Vec<_> = given.iter().map(|(rate, s)| (Rate::per_s(*rate), s * SECOND)).collect();
        Law::Changing(Course::Steps(Steps::new(&given).unwrap()), Spacing::Even)
    }

    fn dues(law: &Law) -> Vec<u64> {
        Arrivals::new(law, 7, "p").map(|(_, due)| due).collect()
    }

    #[test]
    fn a_ramp_from_nothing_is_due_at_the_root_of_2_t_k_over_to() {
        // 100/s after 2 s: N(t) = 25 t², so t = √k / 5 s.
        let dues = dues(&ramp(0.0, 100.0, 2 * SECOND));
        assert_eq!(dues.len(), 100);
        assert_eq!(dues[..5], [0, 200_000_000, 282_842_712, 346_410_161, 400_000_000]);
        assert_eq!(dues[81], 1_800_000_000);
    }

    #[test]
    fn a_ramp_down_to_nothing_mirrors_it() {
        // N(t) = 100 t − 25 t²; k = 75 at t = 1 s, k = 19 at t = 0.2 s, the 99th at 2 − 1/5 s.
        let dues = dues(&ramp(100.0, 0.0, 2 * SECOND));
        assert_eq!(dues.len(), 100);
        assert_eq!(
            (dues[0], dues[19], dues[75], dues[99]),
            (0, 200_000_000, SECOND, 1_800_000_000)
        );
    }

    #[test]
    fn a_level_ramp_is_the_constant_law() {
        let level = dues(&ramp(700.0, 700.0, SECOND));
        let constant: Vec<u64> = Arrivals::new(&Law::Constant(Rate::per_s(700.0).unwrap()), 7, "p")
            .map(|(_, due)| due)
            .take(700)
            .collect();
        assert_eq!(level, constant);
    }

    #[test]
    fn each_due_time_of_a_ramp_is_the_last_nanosecond_that_does_not_exceed_k() {
        for (from, to, length) in [
            (0.0, 3.7, 100 * SECOND),
            (9_000.5, 0.0, SECOND + 1),
            (1.0, 9_999.0, 999_999_937),
            (123.456_789, 123.456_788, 30 * SECOND),
        ] {
            let ramp = Ramp::new(Rate::per_s(from), Rate::per_s(to), length).unwrap();
            let mut k = 0;
            while let Some(due) = ramp.due(k * REQUEST) {
                let wanted = 2 * u128::from(length) * k * REQUEST;
                assert!(
                    ramp.doubled(due) <= wanted && wanted < ramp.doubled(due + 1),
                    "{from} to {to}: {k}"
                );
                k += 1;
            }
            // The count is the integral: the first k it never exceeds.
            let whole = u128::from(ramp.from + ramp.to) * u128::from(length);
            assert_eq!(k, whole.div_ceil(2 * REQUEST), "{from} to {to}");
        }
    }

    #[test]
    fn the_steepest_and_longest_ramp_does_not_overflow() {
        let most = Rate::per_s(crate::arrivals::HIGHEST_RATE);
        let ramp = Ramp::new(most, most, LONGEST_RAMP).unwrap();
        let last = 36_000_000_000 - 1;
        assert_eq!(ramp.due(last * REQUEST), Some(LONGEST_RAMP - 100));
        assert_eq!(ramp.due((last + 1) * REQUEST), None);
        assert_eq!(Ramp::new(most, most, LONGEST_RAMP + 1), None);
        assert_eq!(Ramp::new(None, None, SECOND), None);
    }

    #[test]
    fn steps_are_constant_within_and_carry_the_rest_over() {
        // 1.5 requests in the first second: the one half done by then is due when the second step completes it.
        let dues = dues(&steps(&[(1.5, 1), (4.0, 1)]));
        assert_eq!(
            dues,
            [
                0,
                666_666_666,
                1_125_000_000,
                1_375_000_000,
                1_625_000_000,
                1_875_000_000
            ]
        );
    }

    #[test]
    fn a_pause_among_the_steps_holds_requests_back_until_it_is_over() {
        let dues = dues(&steps(&[(2.0, 1), (0.0, 3), (1.0, 2), (0.0, 1)]));
        assert_eq!(dues, [0, SECOND / 2, 4 * SECOND, 5 * SECOND]);
        assert_eq!(Steps::new(&[(None, SECOND)]), None);
    }

    #[test]
    fn mean_and_highest_rate_are_those_of_the_course() {
        let Law::Changing(up, _) = ramp(100.0, 300.0, SECOND) else {
            panic!()
        };
        assert_eq!(
            (up.mean_per_s(), up.highest_per_s(), up.length()),
            (200.0, 300.0, SECOND)
        );
        let Law::Changing(stairs, _) = steps(&[(100.0, 1), (0.0, 1), (50.0, 2)]) else {
            panic!()
        };
        assert_eq!(
            (stairs.mean_per_s(), stairs.highest_per_s(), stairs.length()),
            (50.0, 100.0, 4 * SECOND)
        );
    }

    /// Through the integrated rate a Poisson process of changing rate becomes one of rate 1; 1.63/√n is the 1 % point.
    #[test]
    fn a_ramp_of_poisson_arrivals_is_one_seen_through_its_integral() {
        let (rate, length) = (20_000.0, 10 * SECOND);
        let ramp = Ramp::new(None, Rate::per_s(rate), length).unwrap();
        let law = Law::Changing(Course::Ramp(ramp), Spacing::Poisson);
        let mut last = 0.0;
        let mut gaps: Vec<f64> = Arrivals::new(&law, 3, "ks")
            .map(|(_, due)| {
                let reached = ramp.doubled(due) as f64 / (2.0 * length as f64 * REQUEST as f64);
                let gap = reached - last;
                last = reached;
                gap
            })
            .collect();
        gaps.sort_by(f64::total_cmp);
        let n = gaps.len() as f64;
        assert!((n - 100_000.0).abs() < 4.0 * 100_000f64.sqrt(), "{n}");
        let distance = gaps.iter().enumerate().fold(0f64, |worst, (i, gap)| {
            let law = 1.0 - (-gap).exp();
            worst
                .max((law - i as f64 / n).abs())
                .max((law - (i + 1) as f64 / n).abs())
        });
        assert!(distance < 1.63 / n.sqrt(), "distance {distance}");
    }
}
