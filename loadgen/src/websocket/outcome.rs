//! A phase of rooms concluded: the sums worked out apart from the workers' own counters, and the verdict.

use super::board::Board;
use super::part::Part;
use super::result::{RoomsHistograms, RoomsResult};
use crate::clock::{MICROSECOND, MILLISECOND};
use crate::histogram::Times;
use crate::plan::Plan;
use crate::verdict::Verdict;

/// The result of the parts.
pub fn conclude(plan: &Plan, board: &Board, parts: Vec<Part>, process_cpu: u64) -> RoomsResult {
    let sum = |of: fn(&Part) -> u64| parts.iter().map(of).sum::<u64>();
    let mut last_delay = Times::new();
    let (mut planned, mut sent, mut receipts) = (0, 0, 0);
    for k in 0..board.planned {
        let sender = board.marker.sender(k) as u64;
        // A stop ends each worker's issuing at its own moment.
        planned += u64::from(board.due(k) < parts[(sender % parts.len() as u64) as usize].end);
        sent += u64::from(board.was_sent(k));
        let got = board.receipts(k);
        receipts += got;
        if got > 0 && got == board.receivers() {
            last_delay.record(board.last(k).saturating_sub(board.due(k)));
        }
    }
    let expected = sent * board.receivers();
    let (said_sent, unsent, delivered) = (sum(|p| p.sent), sum(|p| p.unsent), sum(|p| p.delivered));
    let balanced = planned == said_sent + unsent && said_sent == sent && delivered == receipts && receipts <= expected;
    let lost = expected.saturating_sub(receipts);
    let busy = parts
        .iter()
        .filter(|part| part.issuing > 0)
        .map(|part| part.usage.cpu as f64 / part.issuing as f64)
        .max_by(f64::total_cmp);
    let mut reasons = Vec::new();
    let verdict = if !balanced {
        reasons.push(format!(
            "the sums do not come out: planned {planned} = sent {said_sent} (noted {sent}) + unsent {unsent}; \
             delivered {delivered} = receipts {receipts}, at most {expected}"
        ));
        Verdict::Void
    } else {
        judge(&parts, planned, unsent, lost, expected, busy, &mut reasons)
    };
    let merged = |of: fn(&Part) -> &Times| {
        let mut all = Times::new();
        parts.iter().for_each(|part| all.merge(of(part)));
        all
    };
    let (delay, transit, lag) = (merged(|p| &p.delay), merged(|p| &p.transit), merged(|p| &p.send_lag));
    let mut by_second = vec![0; parts.iter().map(|part| part.by_second.len()).max().unwrap_or(0)];
    for part in &parts {
        by_second
            .iter_mut()
            .zip(&part.by_second)
            .for_each(|(all, one)| *all += one);
    }
    let encode = |times: &Times| (times.count() > 0).then(|| times.encode());
    RoomsResult {
        verdict,
        reasons,
        partial: parts.iter().any(|part| part.stopped),
        balanced,
        planned,
        sent: said_sent,
        unsent,
        expected,
        delivered,
        lost,
        duplicates: sum(|p| p.duplicates),
        strangers: sum(|p| p.strangers),
        unreadable: sum(|p| p.unreadable),
        connections: plan.connections,
        lost_connections: sum(|p| p.lost_connections),
        protocol_errors: sum(|p| p.protocol_errors),
        protocol_error: parts.iter().find_map(|part| part.protocol_error.clone()),
        pings: sum(|p| p.pings),
        delay_ms: delay.summary(MILLISECOND),
        transit_ms: transit.summary(MILLISECOND),
        last_delay_ms: last_delay.summary(MILLISECOND),
        send_lag_us: lag.summary(MICROSECOND),
        cpu_us_per_delivery: (delivered > 0).then(|| process_cpu as f64 / 1000.0 / delivered as f64),
        busy_share: busy,
        by_second,
        histograms: RoomsHistograms {
            unit: "ns",
            delay: encode(&delay),
            transit: encode(&transit),
            last_delay: encode(&last_delay),
            send_lag: encode(&lag),
        },
    }
}

/// The limits are those of `verdict`: one message in a hundred, and at least 30, late; 95 % of a core.
fn judge(
    parts: &[Part],
    planned: u64,
    unsent: u64,
    lost: u64,
    expected: u64,
    busy: Option<f64>,
    reasons: &mut Vec<String>,
) -> Verdict {
    let late: u64 = parts.iter().map(|part| part.late).sum();
    if late as f64 > (planned as f64 * 0.01).max(29.0) {
        reasons.push(format!(
            "{late} of {planned} messages were sent more than 1 ms late (limit 1 %)"
        ));
    }
    if let Some(busy) = busy.filter(|busy| *busy > 0.95) {
        reasons.push(format!("a worker used {:.0} % of its core (limit 95 %)", busy * 100.0));
    }
    if !reasons.is_empty() {
        return Verdict::GeneratorLimited;
    }
    if lost > 0 {
        reasons.push(format!("{lost} of {expected} deliveries did not come"));
    }
    if unsent > 0 {
        reasons.push(format!(
            "{unsent} messages could not be sent: the connection was down or not read"
        ));
    }
    if reasons.is_empty() {
        Verdict::Valid
    } else {
        Verdict::ServerSaturated
    }
}
