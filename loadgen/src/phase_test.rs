use super::*;
use crate::charge::Charge;
use crate::cost::Usage;
use crate::demand::Share;
use crate::pool::Traffic;
use crate::record::{Ending, Flight};
use crate::verdict::Verdict;
use crate::wire::read_plan;

const BEGIN: u64 = 77 * SECOND;

fn plan(phase: &str) -> Plan {
    let text = r#"{ "schema": "loadgen/plan@1", "target": "127.0.0.1:9", "connections": 2, "seed": 7,
        "operations": [{ "id": "get", "answer": { "status": 200 }, "requests": [{ "bytes": "x" }] }],
        "phases": [PHASE] }"#;
    read_plan(&text.replace("PHASE", phase)).unwrap()
}

/// A worker's part in which each request of `ks` was correct, sent 10 µs after `due` and answered 1 ms later.
fn part(index: u64, of: u64, ks: &[(u64, Option<u64>)], end: u64) -> Part {
    let mut record = Record::new(1, 2, BEGIN, end);
    for (k, due) in ks {
        let sent = BEGIN + due.unwrap_or(*k * MILLISECOND) + 10_000;
        let flight = Flight {
            k: *k,
            operation: 0,
            variant: 0,
            due: due.map(|due| BEGIN + due),
            sent,
            in_flight: 1,
        };
        record.launched(&flight, Charge::Generator);
        record.landed(&flight, Ending::Correct, sent + MILLISECOND);
    }
    let usage = Usage {
        cpu: 1000,
        waited: None,
        stolen: None,
        involuntary_switches: 3,
    };
    Part {
        share: Share { index, of },
        issued: ks.iter().all(|(_, due)| due.is_none()).then_some(ks.len() as u64),
        issuing: end.min(BEGIN + SECOND) - BEGIN,
        issuing_usage: usage,
        usage,
        queued_at_end: 0,
        stopped: false,
        io: "epoll",
        traffic: Traffic {
            reconnects: 1,
            ..Traffic::default()
        },
        samples: Vec::new(),
        record,
    }
}

fn concluded(plan: &Plan, parts: Vec<Part>) -> PhaseResult {
    conclude(
        plan,
        &plan.phases[0],
        Outcome {
            begin: BEGIN,
            process_cpu: 1_000_000,
            pressure: None,
            parts,
        },
    )
    .0
}

const OPEN: &str = r#"{ "id": "p", "arrivals": { "kind": "constant", "rate_per_s": 4 }, "for_ms": 1000 }"#;
const DUES: [(u64, Option<u64>); 4] = [
    (0, Some(0)),
    (1, Some(250_000_000)),
    (2, Some(500_000_000)),
    (3, Some(750_000_000)),
];

#[test]
fn two_parts_make_one_result() {
    let plan = plan(OPEN);
    let end = BEGIN + SECOND;
    let parts = vec![
        part(0, 2, &[DUES[0], DUES[2]], end),
        part(1, 2, &[DUES[1], DUES[3]], end),
    ];
    let result = concluded(&plan, parts);
    assert_eq!((result.planned, result.correct, result.balanced), (4, 4, true));
    assert_eq!(result.verdict, Verdict::Valid);
    assert_eq!(
        (result.achieved_per_s, result.offered_per_s, result.for_s),
        (Some(4.0), Some(4.0), Some(1.0))
    );
    assert_eq!((result.reconnects, result.involuntary_switches), (2, 6));
    assert_eq!(result.cpu_us_per_request, Some(250.0));
    assert_eq!(result.took_s, Some(0.75101));
}

#[test]
fn a_request_lost_or_counted_twice_makes_the_phase_void() {
    let plan = plan(OPEN);
    let end = BEGIN + SECOND;
    let twice = [DUES.as_slice(), &DUES[..1]].concat();
    for ks in [&DUES[..3], &twice] {
        let result = concluded(&plan, vec![part(0, 1, ks, end)]);
        assert_eq!(
            (result.planned, result.balanced, result.verdict),
            (4, false, Verdict::Void)
        );
        assert!(
            result.reasons[0].starts_with("planned 4 is not "),
            "{:?}",
            result.reasons
        );
    }
}

#[test]
fn a_stop_ends_the_plan_of_each_worker_at_its_own_moment() {
    let plan = plan(OPEN);
    let mut early = part(0, 2, &[DUES[0]], BEGIN + 400_000_000);
    early.stopped = true;
    let late = part(1, 2, &[DUES[1], DUES[3]], BEGIN + 800_000_000);
    let result = concluded(&plan, vec![early, late]);
    assert_eq!((result.planned, result.balanced, result.partial), (3, true, true));
}

#[test]
fn a_closed_loop_counts_for_its_rate_only_what_came_before_its_end() {
    let plan = plan(r#"{ "id": "p", "arrivals": { "kind": "closed" }, "for_ms": 2 }"#);
    let ks: Vec<(u64, Option<u64>)> = (0..4).map(|k| (k, None)).collect();
    let result = concluded(&plan, vec![part(0, 1, &ks, BEGIN + 2 * MILLISECOND)]);
    assert_eq!((result.planned, result.correct), (4, 4));
    // Answers come at 1.01, 2.01, 3.01 and 4.01 ms: one of them within the 2 ms.
    assert_eq!(result.achieved_per_s, Some(500.0));
    assert_eq!(
        (result.response_ms, result.send_lag_us, result.offered_per_s),
        (None, None, None)
    );
}

#[test]
fn the_fingerprint_follows_k_and_not_the_workers() {
    let plan = plan(r#"{ "id": "p", "arrivals": { "kind": "closed" }, "requests": 5 }"#);
    let parts = |of: u64| -> Vec<Part> {
        (0..of)
            .map(|index| {
                let ks: Vec<(u64, Option<u64>)> = (0..5).filter(|k| k % of == index).map(|k| (k, None)).collect();
                part(index, of, &ks, u64::MAX)
            })
            .collect()
    };
    let draws = concluded(&plan, parts(1)).draws;
    assert_eq!(draws, concluded(&plan, parts(2)).draws);
    assert_eq!(draws, concluded(&plan, parts(3)).draws);
}
