//! Arrivals as a plan writes them.

use serde_json::{Value, json};

use super::demand_test::{all_refused, chained, read};
use crate::arrivals::Arrivals;
use crate::plan::Load;
use crate::problem::Problem;

fn phase(arrivals: Value, for_ms: Value) -> Value {
    let mut plan = chained();
    plan["phases"] = json!([{ "id": "p", "arrivals": arrivals, "for_ms": for_ms }]);
    plan
}

/// Due times and length of the phase.
fn dues(plan: &Value) -> (Vec<u64>, u64) {
    match &read(plan).unwrap().phases[0].load {
        Load::Open { law, length } => (Arrivals::new(law, 7, "p").map(|(_, due)| due).collect(), *length),
        Load::Closed { .. } => panic!("closed"),
    }
}

#[test]
fn laws_of_a_changing_rate_are_read_with_their_length() {
    let ramp = phase(json!({ "kind": "ramp", "from_per_s": 0, "to_per_s": 100 }), json!(2000));
    let (even, length) = dues(&ramp);
    assert_eq!((even.len(), even[1], length), (100, 200_000_000, 2_000_000_000));
    let random = phase(
        json!({ "kind": "ramp", "from_per_s": 0, "to_per_s": 100, "poisson": true }),
        json!(2000),
    );
    assert_ne!(dues(&random).0, even);
    let steps = json!([{ "rate_per_s": 2, "for_ms": 1000 }, { "rate_per_s": 0, "for_ms": 500 }, { "rate_per_s": 1, "for_ms": 1000 }]);
    let steps = phase(json!({ "kind": "steps", "steps": steps }), json!(null));
    assert_eq!(dues(&steps), (vec![0, 500_000_000, 1_500_000_000], 2_500_000_000));
    all_refused(
        &ramp,
        &[
            ("/phases/0/arrivals/from_per_s", json!(-1), "from_per_s"),
            ("/phases/0/arrivals/to_per_s", json!(0), "above 0"),
            ("/phases/0/for_ms", json!(3_600_001), "3600000 ms"),
            ("/phases/0/for_ms", json!(null), "for_ms"),
            ("/phases/0/requests", json!(5), "requests"),
        ],
    );
    all_refused(
        &steps,
        &[
            ("/phases/0/arrivals/steps", json!([]), "at least one"),
            (
                "/phases/0/arrivals/steps/0/rate_per_s",
                json!(1e9),
                "step 0: rate_per_s",
            ),
            ("/phases/0/arrivals/steps/1/for_ms", json!(0), "step 1: for_ms"),
            ("/phases/0/arrivals/steps/2/for_ms", json!(86_400_000), "together"),
            ("/phases/0/for_ms", json!(5), "left out"),
        ],
    );
}

#[test]
fn a_replay_is_its_offsets_and_ends_after_the_last_or_earlier() {
    let offsets = [3, 3, 9_000_000, 2_000_000_000];
    let replay = phase(json!({ "kind": "replay", "offsets_ns": offsets }), json!(null));
    assert_eq!(dues(&replay), (offsets.to_vec(), 2_000_000_001));
    assert_eq!(
        dues(&phase(replay["phases"][0]["arrivals"].clone(), json!(5))).1,
        5_000_000
    );
    all_refused(
        &replay,
        &[
            ("/phases/0/arrivals/offsets_ns", json!([]), "at least one"),
            ("/phases/0/arrivals/offsets_ns", json!([5, 4]), "entry 1"),
            ("/phases/0/arrivals/offsets_ns", json!(null), "neither"),
            ("/phases/0/arrivals/offsets_file", json!("f"), "both"),
            (
                "/phases/0/arrivals",
                json!({ "kind": "replay", "offsets_file": "/nonexistent" }),
                "/nonexistent",
            ),
        ],
    );
}

#[test]
fn the_longest_chain_counts_against_what_a_target_bears() {
    let mut plan = phase(json!({ "kind": "constant", "rate_per_s": 100 }), json!(1));
    plan["target"] = json!("10.1.2.3:80");
    plan["targets"] = json!([{ "host": "10.1.2.3", "port": 80, "most_per_s": 200 }]);
    assert!(read(&plan).is_ok());
    plan["targets"][0]["most_per_s"] = json!(199);
    assert!(matches!(read(&plan), Err(Problem::Refused(_))));
}
