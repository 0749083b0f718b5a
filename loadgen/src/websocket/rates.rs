//! How much a phase of rooms carried, a second.

use super::board::Board;
use super::part::Part;
use crate::clock::SECOND;
use crate::plan::{Load, Phase};

/// Rates a second, and how long the phase took; none: not known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    pub offered_per_s: Option<f64>,
    pub took_s: Option<f64>,
    pub sent_per_s: Option<f64>,
    pub delivered_per_s: Option<f64>,
}

impl Rates {
    /// Of the parts of `phase`. `span`: the first message due (closed: sent), and the last delivery.
    pub fn new(phase: &Phase, board: &Board, parts: &[Part], span: (Option<u64>, Option<u64>)) -> Rates {
        let sum = |of: fn(&Part) -> u64| parts.iter().map(of).sum::<u64>();
        let (offered_per_s, delivered) = match &phase.load {
            Load::Open { law, length } => (Some(law.mean_per_s(*length)), sum(|part| part.delivered)),
            Load::Closed { .. } => (None, sum(|part| part.in_time)),
        };
        let issuing = issuing(board, parts, span.1);
        let per_s = |count: u64| (issuing > 0).then(|| count as f64 / seconds(issuing));
        Rates {
            offered_per_s,
            took_s: span
                .0
                .zip(span.1)
                .map(|(first, last)| seconds(last.saturating_sub(first))),
            sent_per_s: per_s(sum(|part| part.sent)),
            delivered_per_s: per_s(delivered),
        }
    }
}

/// How long messages were issued, in ns. Whoever issued its last before its time was busy until the last delivery.
fn issuing(board: &Board, parts: &[Part], last: Option<u64>) -> u64 {
    let until = |part: &Part| match part.early {
        Some(_) => part.end.min(last.unwrap_or(part.end)),
        None => part.end,
    };
    let end = parts.iter().map(until).max().unwrap_or(board.begin);
    end.saturating_sub(board.begin)
}

/// In seconds.
pub fn seconds(ns: u64) -> f64 {
    ns as f64 / SECOND as f64
}
