//! When each request of an open loop is due: a pure function of the law, the seed, the phase and k.

mod course;
pub mod replay;

use std::sync::Arc;

use crate::clock::SECOND;
use crate::random::{Stream, ln};

pub use course::{Course, LONGEST_RAMP, Ramp, Steps};

/// Requests a second, held exactly to the millionth so that due times are exact integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    micro_per_s: u64,
}

/// The highest rate a plan may ask for, in requests a second.
pub const HIGHEST_RATE: f64 = 10_000_000.0;

impl Rate {
    /// `per_s` requests a second, rounded to the millionth; none when it is not in (0, 10 million].
    pub fn per_s(per_s: f64) -> Option<Rate> {
        if !(per_s > 0.0 && per_s <= HIGHEST_RATE) {
            return None;
        }
        let micro_per_s = (per_s * 1e6).round() as u64;
        (micro_per_s > 0).then_some(Rate { micro_per_s })
    }

    /// Requests a second.
    pub fn value(self) -> f64 {
        self.micro_per_s as f64 / 1e6
    }
}

/// When requests become due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Law {
    /// Evenly spaced.
    Constant(Rate),
    /// With exponential gaps.
    Poisson(Rate),
    /// At a rate that changes on the way. It has a length of its own.
    Changing(Course, Spacing),
    /// At these offsets, in ns, which do not go back.
    Replay(Arc<[u64]>),
}

/// How requests at a changing rate lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Request k is due when the integrated rate reaches k.
    Even,
    /// It is due when the integral reaches the sum of k + 1 exponential gaps of mean 1: a Poisson process of that rate.
    Poisson,
}

impl Law {
    /// Requests a second in the mean over `length` ns. Of a replay: its offsets before the end over the length.
    pub fn mean_per_s(&self, length: u64) -> f64 {
        match self {
            Law::Constant(rate) | Law::Poisson(rate) => rate.value(),
            Law::Changing(course, _) => course.mean_per_s(),
            Law::Replay(offsets) => {
                let planned = offsets.partition_point(|offset| *offset < length);
                planned as f64 * SECOND as f64 / length as f64
            }
        }
    }

    /// The highest planned rate, in requests a second. Of a replay: the most offsets in any one second.
    pub fn highest_per_s(&self) -> f64 {
        match self {
            Law::Constant(rate) | Law::Poisson(rate) => rate.value(),
            Law::Changing(course, _) => course.highest_per_s(),
            Law::Replay(offsets) => replay::most_in_a_second(offsets) as f64,
        }
    }
}

/// The due times of one phase, in order of k, in nanoseconds from the phase's start. Without end for a law of one
/// rate; the others end by themselves.
#[derive(Debug, Clone)]
pub struct Arrivals {
    law: Law,
    gaps: Stream,
    k: u64,
    /// Sum of the Poisson gaps so far, in 1/1024 ns at one rate and in areas under a changing one: adding integers
    /// makes the sum independent of who adds and how often; whole nanoseconds would lose half of one per gap.
    sum: u128,
    /// The step the last due time lay in.
    step: usize,
}

impl Arrivals {
    /// The arrivals of `phase` under `seed`.
    pub fn new(law: &Law, seed: u64, phase: &str) -> Arrivals {
        Arrivals {
            law: law.clone(),
            gaps: Stream::named(seed, phase, "gaps"),
            k: 0,
            sum: 0,
            step: 0,
        }
    }

    /// How many of them are due before `length_ns`.
    #[cfg(test)]
    pub fn count_before(self, length_ns: u64) -> u64 {
        self.take_while(|(_, due)| *due < length_ns).count() as u64
    }
}

impl Iterator for Arrivals {
    /// (k, due in nanoseconds)
    type Item = (u64, u64);

    fn next(&mut self) -> Option<(u64, u64)> {
        let k = self.k;
        let due = match &self.law {
            // k / rate, in integers: 128 bits hold k·10^15 for any k a run can reach.
            Law::Constant(rate) => (u128::from(k) * course::REQUEST / u128::from(rate.micro_per_s)) as u64,
            Law::Poisson(rate) => {
                let mean = SECOND as f64 * 1024.0 / rate.value();
                self.sum += (-ln(self.gaps.unit(k)) * mean) as u128;
                (self.sum / 1024) as u64
            }
            Law::Changing(course, Spacing::Even) => course.due(u128::from(k) * course::REQUEST, &mut self.step)?,
            Law::Changing(course, Spacing::Poisson) => {
                self.sum += (-ln(self.gaps.unit(k)) * course::REQUEST as f64) as u128;
                course.due(self.sum, &mut self.step)?
            }
            Law::Replay(offsets) => *offsets.get(k as usize)?,
        };
        // Only now: a law that has ended stays where it is.
        self.k += 1;
        Some((k, due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(per_s: f64) -> Rate {
        Rate::per_s(per_s).unwrap()
    }

    #[test]
    fn constant_due_times_are_k_over_the_rate_exactly() {
        let dues: Vec<u64> = Arrivals::new(&Law::Constant(rate(3.0)), 1, "p")
            .take(7)
            .map(|a| a.1)
            .collect();
        assert_eq!(
            dues,
            [
                0,
                333_333_333,
                666_666_666,
                1_000_000_000,
                1_333_333_333,
                1_666_666_666,
                2_000_000_000
            ]
        );
        let far = Arrivals::new(&Law::Constant(rate(2000.0)), 1, "p")
            .nth(1_999_999)
            .unwrap();
        assert_eq!(far, (1_999_999, 999_999_500_000));
    }

    #[test]
    fn a_constant_plan_holds_rate_times_length_requests() {
        let arrivals = |r| Arrivals::new(&Law::Constant(rate(r)), 1, "p");
        assert_eq!(arrivals(2000.0).count_before(2_500_000_000), 5000);
        assert_eq!(arrivals(0.5).count_before(1_000_000_000), 1);
        assert_eq!(arrivals(0.5).count_before(0), 0);
    }

    #[test]
    fn poisson_arrivals_depend_on_seed_and_phase_only() {
        let dues = |seed, phase: &str| -> Vec<u64> {
            Arrivals::new(&Law::Poisson(rate(1000.0)), seed, phase)
                .take(100)
                .map(|a| a.1)
                .collect()
        };
        assert_eq!(dues(7, "steady"), dues(7, "steady"));
        assert_ne!(dues(7, "steady"), dues(8, "steady"));
        assert_ne!(dues(7, "steady"), dues(7, "peak"));
        assert!(dues(7, "steady").is_sorted());
    }

    #[test]
    fn poisson_arrivals_are_pinned_down_for_good() {
        let dues: Vec<u64> = Arrivals::new(&Law::Poisson(rate(1000.0)), 7, "steady")
            .take(4)
            .map(|a| a.1)
            .collect();
        assert_eq!(dues, PINNED);
    }
    const PINNED: [u64; 4] = [692_059, 1_713_475, 2_094_415, 2_922_534];

    /// Kolmogorov-Smirnov against the exponential law; 1.63/√n is the 1 % point.
    #[test]
    fn poisson_gaps_are_exponential() {
        for per_s in [1_000.0, 10_000.0, 50_000.0] {
            let n = 50_000;
            let mut last = 0;
            let mut gaps: Vec<f64> = Arrivals::new(&Law::Poisson(rate(per_s)), 3, "ks")
                .take(n)
                .map(|(_, due)| {
                    let gap = due - last;
                    last = due;
                    gap as f64 / 1e9
                })
                .collect();
            gaps.sort_by(f64::total_cmp);
            let distance = gaps.iter().enumerate().fold(0f64, |worst, (i, gap)| {
                let law = 1.0 - (-gap * per_s).exp();
                worst
                    .max((law - i as f64 / n as f64).abs())
                    .max((law - (i + 1) as f64 / n as f64).abs())
            });
            assert!(distance < 1.63 / (n as f64).sqrt(), "{per_s}/s: distance {distance}");
        }
    }

    #[test]
    fn rates_outside_the_rule_are_refused() {
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-7, 1e8] {
            assert_eq!(Rate::per_s(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_replay_gives_its_offsets_back_and_ends() {
        let law = Law::Replay(Arc::from([0, 5, 5, 1_000_000_000]));
        let mut arrivals = Arrivals::new(&law, 1, "p");
        let dues: Vec<(u64, u64)> = arrivals.by_ref().collect();
        assert_eq!(dues, [(0, 0), (1, 5), (2, 5), (3, 1_000_000_000)]);
        assert_eq!(arrivals.next(), None);
        assert_eq!((law.mean_per_s(SECOND), law.mean_per_s(2 * SECOND)), (3.0, 2.0));
        assert_eq!(law.highest_per_s(), 3.0);
    }
}
