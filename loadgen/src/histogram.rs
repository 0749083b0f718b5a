//! Times as lossless HDR histograms: every one counted, to three significant digits, in nanoseconds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::{Serializer, V2DeflateSerializer};
use serde::Serialize;

use crate::tally::Tally;

/// The longest time told apart; longer ones count as this long.
pub const LONGEST_NS: u64 = 120 * crate::clock::SECOND;

/// A percentile is told only when this many requests lie beyond it: fewer make it one request's luck.
pub const LEAST_TAIL: f64 = 30.0;

/// Times in nanoseconds, 1 ns to 120 s.
#[derive(Debug, Clone)]
pub struct Times(Histogram<u64>);

impl Times {
    /// No times yet. Takes its 0.2 MB at once, so that recording never allocates.
    pub fn new() -> Times {
        let histogram = Histogram::new_with_bounds(1, LONGEST_NS, 3);
        Times(histogram.expect("bounds that the histogram's own rules allow"))
    }

    /// Counts one time.
    pub fn record(&mut self, ns: u64) {
        self.0.saturating_record(ns);
    }

    /// Adds another worker's times of the same kind.
    pub fn merge(&mut self, other: &Times) {
        self.0.add(&other.0).expect("two histograms of the same bounds");
    }

    /// Adds the times of a second.
    pub fn add(&mut self, tally: &Tally) {
        tally.visit(|ns, count| {
            self.0
                .record_n(ns, count)
                .expect("a time within the bounds, which a tally keeps to");
        });
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// The time in ns that a share `p` of requests did not exceed; none when its tail holds fewer than 30.
    pub fn percentile(&self, p: f64) -> Option<u64> {
        // Rounded to the millionth so that 3000 × (1 − 0.99) is 30 and not 29.999…
        let tail = (self.count() as f64 * (1.0 - p) * 1e6).round() / 1e6;
        (tail >= LEAST_TAIL).then(|| self.0.value_at_quantile(p))
    }

    /// The time that a share `p` did not exceed, of few times too; none of fewer than `least`. For comparing, not for telling.
    pub fn roughly(&self, p: f64, least: u64) -> Option<u64> {
        (self.count() >= least).then(|| self.0.value_at_quantile(p))
    }

    /// The percentiles in a unit of `unit_ns` nanoseconds; none when there are no times.
    pub fn summary(&self, unit_ns: u64) -> Option<Percentiles> {
        let scale = |ns: u64| ns as f64 / unit_ns as f64;
        (self.count() > 0).then(|| Percentiles {
            p50: self.percentile(0.5).map(scale),
            p90: self.percentile(0.9).map(scale),
            p99: self.percentile(0.99).map(scale),
            p99_9: self.percentile(0.999).map(scale),
            max: scale(self.0.max()),
            mean: self.0.mean() / unit_ns as f64,
        })
    }

    /// The encoded form; none of no times.
    pub fn encoded(&self) -> Option<String> {
        (self.count() > 0).then(|| self.encode())
    }

    /// HdrHistogram V2, deflated, in base64: what hdr-histogram-js' decodeFromCompressedBase64 reads.
    pub fn encode(&self) -> String {
        let mut bytes = Vec::new();
        V2DeflateSerializer::new()
            .serialize(&self.0, &mut bytes)
            .expect("writing to memory");
        STANDARD.encode(bytes)
    }
}

impl Default for Times {
    fn default() -> Self {
        Times::new()
    }
}

/// Percentiles in the unit the field's name says; `max` is the largest bucket's top, `mean` that of all times.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Percentiles {
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p99: Option<f64>,
    pub p99_9: Option<f64>,
    pub max: f64,
    pub mean: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::MILLISECOND;

    #[test]
    fn a_percentile_needs_thirty_requests_beyond_it() {
        let mut times = Times::new();
        assert_eq!(times.summary(MILLISECOND), None);
        for i in 1..=3000u64 {
            times.record(i * MILLISECOND);
        }
        let summary = times.summary(MILLISECOND).unwrap();
        assert!((summary.p50.unwrap() - 1500.0).abs() < 2.0);
        assert!((summary.p99.unwrap() - 2970.0).abs() < 3.0);
        assert_eq!(summary.p99_9, None);
        assert!((summary.mean - 1500.5).abs() < 1.0);
        let mut few = Times::new();
        (0..59).for_each(|_| few.record(5));
        assert_eq!(few.percentile(0.5), None);
        few.record(5);
        assert_eq!(few.percentile(0.5), Some(5));
    }

    #[test]
    fn times_beyond_the_longest_are_counted_as_the_longest() {
        let mut times = Times::new();
        times.record(u64::MAX);
        assert_eq!(times.count(), 1);
        assert!(times.summary(crate::clock::SECOND).unwrap().max >= 120.0);
    }

    #[test]
    fn the_encoded_form_reads_back_the_same() {
        let mut times = Times::new();
        (0..1000).for_each(|i| times.record(i * i * 1000 + 1));
        let bytes = STANDARD.decode(times.encode()).unwrap();
        let back: Histogram<u64> = hdrhistogram::serialization::Deserializer::new()
            .deserialize(&mut bytes.as_slice())
            .unwrap();
        assert_eq!(back, times.0);
    }
}
