//! One phase from outside: what it plans, and the workers' parts put together.

mod judging;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::arrivals::Arrivals;
use crate::books::{Counts, FAILURE_NAMES, WRONG_NAMES};
use crate::choice::Choice;
use crate::clock::{MICROSECOND, MILLISECOND, SECOND};
use crate::cost;
use crate::plan::{Load, Phase, Plan, Turn};
use crate::random::Fnv;
use crate::record::{Record, Totals};
use crate::result::{BodyResult, Histograms, OperationResult, PhaseResult};
use crate::worker::Part;

use self::judging::Judging;

/// The parts of a phase and how it went around them. Times in ns.
pub struct Outcome {
    pub begin: u64,
    pub process_cpu: u64,
    /// Share of its time in which somebody on the machine waited for a core; none where the kernel does not tell.
    pub pressure: Option<f64>,
    pub parts: Vec<Part>,
}

/// Puts the parts together: the result, and the sampled bodies in order of k.
pub fn conclude(plan: &Plan, phase: &Phase, mut outcome: Outcome) -> (PhaseResult, Vec<BodyResult>) {
    let bodies = bodies(plan, &mut outcome.parts);
    let mut record = outcome.parts[0].record.clone();
    outcome.parts[1..].iter().for_each(|part| record.merge(&part.record));
    let mut expected = expected(plan, phase, &outcome);
    expected.planned += followed(plan, &record);
    let totals = Totals::of(&record);
    let judging = Judging::of(plan, phase, &record, &outcome);
    let (verdict, reasons) = judging.phase(&outcome.parts, expected.planned);
    let total = record.books.total();
    let (for_s, offered_per_s) = match &phase.load {
        Load::Open { law, length } => (Some(seconds(*length)), Some(law.mean_per_s(*length))),
        Load::Closed { length, .. } => (length.map(seconds), None),
    };
    let sum = |value: fn(&Part) -> u64| outcome.parts.iter().map(value).sum::<u64>();
    let result = PhaseResult {
        verdict,
        reasons,
        partial: outcome.parts.iter().any(|part| part.stopped),
        balanced: record.books.imbalance(expected.planned).is_none(),
        planned: expected.planned,
        correct: total.correct,
        wrong: total.wrong_total(),
        failed: total.failed_total(),
        shed: total.shed,
        unfinished: total.unfinished,
        wrong_by: WRONG_NAMES.into_iter().zip(total.wrong).collect(),
        failed_by: FAILURE_NAMES.into_iter().zip(total.failed).collect(),
        by_operation: by_operation(plan, &record, &totals),
        started_ns: outcome.begin,
        for_s,
        took_s: record
            .first
            .zip(record.last)
            .map(|(first, last)| seconds(last.saturating_sub(first))),
        offered_per_s,
        achieved_per_s: achieved(&record, judging.open),
        response_ms: totals.response.summary(MILLISECOND),
        service_ms: totals.service.summary(MILLISECOND),
        failure_ms: totals.failure.summary(MILLISECOND),
        send_lag_us: totals.send_lag.summary(MICROSECOND),
        generator_lag_us: record.generator_lag.summary(MICROSECOND),
        waited_for_generator: record.waited_for_generator,
        waited_for_server: record.waited_for_server,
        cpu_us_per_request: (record.sent > 0)
            .then(|| outcome.process_cpu as f64 / MICROSECOND as f64 / record.sent as f64),
        cpu_s: seconds(outcome.process_cpu),
        busy_share: busiest(&outcome.parts, |part| Some(part.issuing_usage.cpu)),
        pressure_share: outcome.pressure,
        involuntary_switches: sum(|part| part.usage.involuntary_switches),
        peak_memory_bytes: cost::peak_memory(),
        io: outcome.parts[0].io,
        reconnects: sum(|part| part.traffic.reconnects),
        unsolicited: sum(|part| part.traffic.unsolicited),
        bytes_in: sum(|part| part.traffic.bytes_in),
        bytes_out: sum(|part| part.traffic.bytes_out),
        draws: format!("{:016x}", expected.draws),
        histograms: histograms(&record, &totals),
        seconds: judging.seconds(plan),
    };
    (result, bodies)
}

fn seconds(ns: u64) -> f64 {
    ns as f64 / SECOND as f64
}

/// What must have happened, worked out apart from the workers' books.
struct Expected {
    planned: u64,
    draws: u64,
}

/// Requests that followed an answer: as many as the answers they follow that were correct.
fn followed(plan: &Plan, record: &Record) -> u64 {
    let correct = |operation: &u32| record.books.operations[*operation as usize].correct;
    let before = plan.operations.iter().filter_map(|operation| match &operation.turn {
        Turn::After(before) => Some(before),
        Turn::Drawn(_) => None,
    });
    before.map(correct).sum()
}

/// Open loop: the schedule up to its end or the stop. Closed loop: what the workers say they issued.
fn expected(plan: &Plan, phase: &Phase, outcome: &Outcome) -> Expected {
    let choice = Choice::new(&plan.operations, plan.seed, &phase.id);
    let mut draws = Fnv::default();
    let mut add = |k: u64, due: Option<u64>| {
        let draw = choice.draw(k);
        draws.add(&draw.operation.to_le_bytes());
        draws.add(&draw.variant.to_le_bytes());
        if let Some(due) = due {
            draws.add(&due.to_le_bytes());
        }
    };
    let planned = match &phase.load {
        Load::Open { law, .. } => {
            // A stop ends each worker's issuing at its own moment.
            let ends: Vec<u64> = outcome
                .parts
                .iter()
                .map(|part| part.record.end - outcome.begin)
                .collect();
            let last = ends.iter().copied().max().unwrap_or(0);
            Arrivals::new(law, plan.seed, &phase.id)
                .take_while(|(_, due)| *due < last)
                .filter(|(k, due)| *due < ends[*k as usize % ends.len()])
                .map(|(k, due)| add(k, Some(due)))
                .count() as u64
        }
        Load::Closed { .. } => {
            let issued: Vec<(u64, u64)> = outcome
                .parts
                .iter()
                .map(|part| (part.share.index, part.issued.unwrap_or(0)))
                .collect();
            let workers = issued.len() as u64;
            let rounds = issued.iter().map(|(_, count)| *count).max().unwrap_or(0);
            // In order of k, whoever sent it.
            for turn in 0..rounds {
                issued
                    .iter()
                    .filter(|(_, count)| turn < *count)
                    .for_each(|(index, _)| add(turn * workers + index, None));
            }
            issued.iter().map(|(_, count)| count).sum()
        }
    };
    Expected {
        planned,
        draws: draws.value(),
    }
}

/// Correct answers a second of issuing. An open loop counts all of them over its length; a closed one those that
/// came before it ended, since the answers of its drain belong to no second of its load.
fn achieved(record: &Record, open: bool) -> Option<f64> {
    let (correct, end) = match open {
        true => (record.books.total().correct, record.end),
        false => (record.correct_in_time, record.end.min(record.last?)),
    };
    let length = end.saturating_sub(record.begin);
    (length > 0).then(|| correct as f64 / seconds(length))
}

/// The largest share of its issuing time that any worker spent so.
fn busiest(parts: &[Part], spent: impl Fn(&Part) -> Option<u64>) -> Option<f64> {
    cost::largest_share(parts.iter().map(|part| (spent(part), part.issuing)))
}

fn by_operation(plan: &Plan, record: &Record, totals: &Totals) -> BTreeMap<String, OperationResult> {
    let page = |(index, counts): (usize, &Counts)| {
        let stream = record.streams[index].as_ref();
        let (response, service) = &totals.operations[index];
        let result = OperationResult {
            correct: counts.correct,
            wrong: counts.wrong_total(),
            failed: counts.failed_total(),
            shed: counts.shed,
            unfinished: counts.unfinished,
            response_ms: response.summary(MILLISECOND),
            service_ms: service.summary(MILLISECOND),
            first_byte_ms: stream.and_then(|stream| stream.first_byte.summary(MILLISECOND)),
            gap_ms: stream.and_then(|stream| stream.gap.summary(MILLISECOND)),
            bytes: stream.map(|stream| stream.bytes),
            events: stream.map(|stream| stream.events),
        };
        (plan.operations[index].id.clone(), result)
    };
    record.books.operations.iter().enumerate().map(page).collect()
}

fn histograms(record: &Record, totals: &Totals) -> Histograms {
    Histograms {
        unit: "ns",
        response: totals.response.encoded(),
        service: totals.service.encoded(),
        send_lag: totals.send_lag.encoded(),
        generator_lag: record.generator_lag.encoded(),
        failure: totals.failure.encoded(),
    }
}

fn bodies(plan: &Plan, parts: &mut [Part]) -> Vec<BodyResult> {
    let mut samples: Vec<_> = parts
        .iter_mut()
        .flat_map(|part| std::mem::take(&mut part.samples))
        .collect();
    samples.sort_by_key(|sample| sample.flight.k);
    let body = |sample: &crate::pool::Sample| BodyResult {
        k: sample.flight.k,
        operation: plan.operations[sample.flight.operation as usize].id.clone(),
        variant: sample.flight.variant,
        status: sample.status,
        correct: sample.correct,
        body_base64: STANDARD.encode(&sample.body),
    };
    samples.iter().map(body).collect()
}

#[cfg(test)]
#[path = "phase_test.rs"]
mod tests;
