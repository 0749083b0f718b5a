//! A phase of rooms concluded: the sums worked out apart from the workers' own counters, and the verdict.

use super::board::Board;
use super::part::Part;
use super::rates::{Rates, seconds};
use super::turns::Early;
use crate::clock::{MICROSECOND, MILLISECOND};
use crate::cost::{self, surely_stolen};
use crate::histogram::Times;
use crate::plan::{Load, Phase, Plan};
use crate::result::rooms::{RoomsHistograms, RoomsResult};
use crate::verdict::{self, Demanded, Evidence, Verdict};

/// What became of the messages, counted anew from the board.
struct Recount {
    planned: u64,
    sent: u64,
    receipts: u64,
    expected: u64,
    /// From due to the last of a message's receivers, where all got it.
    last_delay: Times,
    /// The same from its sending.
    last_transit: Times,
    /// When the first was due (closed: sent), and the last delivery.
    span: (Option<u64>, Option<u64>),
}

fn recount(board: &Board, parts: &[Part]) -> Recount {
    let mut counted = Recount {
        planned: 0,
        sent: 0,
        receipts: 0,
        expected: 0,
        last_delay: Times::new(),
        last_transit: Times::new(),
        span: (None, None),
    };
    for k in 0..board.planned() {
        let (due, sent, last) = (board.due(k), board.sent(k), board.last(k));
        // A stop ends each worker's issuing at its own moment. What a closed loop drew it has issued.
        let end = parts[board.sender(k) % parts.len()].end;
        counted.planned += u64::from(due.is_none_or(|due| due < end));
        counted.sent += u64::from(sent.is_some());
        counted.span.0 = counted.span.0.or(due).or(sent);
        counted.span.1 = counted.span.1.max(last);
        let got = board.receipts(k);
        counted.receipts += got;
        if let (Some(sent), Some(last), true) = (sent, last, got == board.receivers()) {
            counted.last_transit.record(last.saturating_sub(sent));
            if let Some(due) = due {
                counted.last_delay.record(last.saturating_sub(due));
            }
        }
    }
    counted.expected = counted.sent * board.receivers();
    counted
}

/// The result of the parts.
pub fn conclude(plan: &Plan, phase: &Phase, board: &Board, parts: Vec<Part>, process_cpu: u64) -> RoomsResult {
    let sum = |of: fn(&Part) -> u64| parts.iter().map(of).sum::<u64>();
    let counted = recount(board, &parts);
    let busy = largest_share(&parts, |part| Some(part.usage.cpu));
    let (verdict, mut reasons) = judge(phase, &parts, &counted, busy);
    reasons.extend(parts.iter().find_map(|part| cut_short(board, part)));
    let rates = Rates::new(phase, board, &parts, counted.span);
    let delivered = sum(|p| p.delivered);
    let merged = |of: fn(&Part) -> &Times| {
        let mut all = Times::new();
        parts.iter().for_each(|part| all.merge(of(part)));
        all
    };
    let (delay, transit, lag) = (merged(|p| &p.delay), merged(|p| &p.transit), merged(|p| &p.send_lag));
    RoomsResult {
        balanced: verdict != Verdict::Void,
        verdict,
        reasons,
        partial: parts.iter().any(|part| part.stopped),
        receivers: board.receivers(),
        planned: counted.planned,
        sent: sum(|p| p.sent),
        unsent: sum(|p| p.unsent),
        expected: counted.expected,
        delivered,
        lost: counted.expected.saturating_sub(counted.receipts),
        duplicates: sum(|p| p.duplicates),
        reordered: sum(|p| p.reordered),
        misnumbered: sum(|p| p.counting.misnumbered),
        strangers: sum(|p| p.strangers),
        unreadable: sum(|p| p.unreadable),
        connections: plan.connections,
        lost_connections: sum(|p| p.lost_connections),
        protocol_errors: sum(|p| p.protocol_errors),
        protocol_error: parts.iter().find_map(|part| part.protocol_error.clone()),
        pings: sum(|p| p.pings),
        offered_per_s: rates.offered_per_s,
        sent_per_s: rates.sent_per_s,
        delivered_per_s: rates.delivered_per_s,
        took_s: rates.took_s,
        delay_ms: delay.summary(MILLISECOND),
        transit_ms: transit.summary(MILLISECOND),
        last_delay_ms: counted.last_delay.summary(MILLISECOND),
        last_transit_ms: counted.last_transit.summary(MILLISECOND),
        send_lag_us: lag.summary(MICROSECOND),
        cpu_us_per_delivery: (delivered > 0).then(|| process_cpu as f64 / MICROSECOND as f64 / delivered as f64),
        busy_share: busy,
        by_second: by_second(&parts),
        histograms: RoomsHistograms {
            unit: "ns",
            delay: delay.encoded(),
            transit: transit.encoded(),
            last_delay: counted.last_delay.encoded(),
            last_transit: counted.last_transit.encoded(),
            send_lag: lag.encoded(),
        },
    }
}

/// Why a part ended before its time, if for want of room.
fn cut_short(board: &Board, part: &Part) -> Option<String> {
    let Some(Early::Full(most)) = part.early else {
        return None;
    };
    Some(format!(
        "the phase ended after {:.3} s of {:.3}: no more than {most} messages fit into 256 MiB",
        seconds(part.issuing),
        seconds(board.end - board.begin)
    ))
}

fn by_second(parts: &[Part]) -> Vec<u64> {
    let mut all = vec![0; parts.iter().map(|part| part.by_second.len()).max().unwrap_or(0)];
    for part in parts {
        all.iter_mut().zip(&part.by_second).for_each(|(all, one)| *all += one);
    }
    all
}

/// The sums that do not come out between what the workers counted and what the board shows; none: they do.
fn imbalance(parts: &[Part], counted: &Recount) -> Option<String> {
    let sum = |of: fn(&Part) -> u64| parts.iter().map(of).sum::<u64>();
    let (sent, unsent, delivered) = (sum(|p| p.sent), sum(|p| p.unsent), sum(|p| p.delivered));
    let Recount {
        planned,
        sent: noted,
        receipts,
        expected,
        ..
    } = counted;
    let balanced = *planned == sent + unsent && sent == *noted && delivered == *receipts && receipts <= expected;
    (!balanced).then(|| {
        format!(
            "the sums do not come out: planned {planned} = sent {sent} (noted {noted}) + unsent {unsent}; \
             delivered {delivered} = receipts {receipts}, at most {expected}"
        )
    })
}

/// The generator is judged as over requests; a server that loses messages, or does not read them, is saturated.
fn judge(phase: &Phase, parts: &[Part], counted: &Recount, busy: Option<f64>) -> (Verdict, Vec<String>) {
    let sum = |of: fn(&Part) -> u64| parts.iter().map(of).sum::<u64>();
    let (verdict, mut reasons) = verdict::judge(&Evidence {
        unbalanced: imbalance(parts, counted),
        demand: match &phase.load {
            Load::Open { .. } => Demanded::Messages,
            Load::Closed { .. } => Demanded::Turns,
        },
        planned: counted.planned,
        late: sum(|part| part.late),
        busy: busy.unwrap_or(0.0),
        waited_for_core: largest_share(parts, |part| part.usage.waited),
        stolen: largest_share(parts, |part| surely_stolen(part.usage.stolen)),
        shed: 0,
        queued_at_end: 0,
        found_all_busy: 0,
        crowding: None,
    });
    if verdict != Verdict::Valid {
        return (verdict, reasons);
    }
    let (expected, lost) = (counted.expected, counted.expected.saturating_sub(counted.receipts));
    if lost > 0 {
        reasons.push(format!("{lost} of {expected} deliveries did not come"));
    }
    let unsent = sum(|part| part.unsent);
    if unsent > 0 {
        reasons.push(format!(
            "{unsent} messages could not be sent: the connection was down or not read"
        ));
    }
    match reasons.is_empty() {
        true => (Verdict::Valid, reasons),
        false => (Verdict::ServerSaturated, reasons),
    }
}

/// The largest share of its issuing that any worker spent so.
fn largest_share(parts: &[Part], spent: impl Fn(&Part) -> Option<u64>) -> Option<f64> {
    cost::largest_share(parts.iter().map(|part| (spent(part), part.issuing)))
}

#[cfg(test)]
#[path = "outcome_test.rs"]
mod tests;
