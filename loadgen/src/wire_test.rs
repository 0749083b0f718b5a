use super::*;
use serde_json::{Value, json};

fn sound() -> Value {
    json!({
        "schema": "loadgen/plan@1", "target": "127.0.0.1:40123", "connections": 64, "seed": 7,
        "operations": [{
            "id": "get-user", "weight": 1,
            "answer": { "status": 200, "type": "Application/JSON; charset=utf-8", "min_length": 2, "max_length": null },
            "requests": [{ "bytes": "GET / HTTP/1.1\r\n\r\n" }, { "base64": "SEVBRCAv", "min_length": 0 }]
        }],
        "phases": [
            { "id": "warm-up", "arrivals": { "kind": "closed" }, "requests": 20000, "for_ms": 3000 },
            { "id": "steady", "arrivals": { "kind": "poisson", "rate_per_s": 2000 }, "for_ms": 2500 }
        ]
    })
}

fn read(value: &Value) -> Result<Plan, Problem> {
    read_plan(&value.to_string())
}

#[test]
fn a_sound_plan_is_read_with_its_defaults() {
    let plan = read(&sound()).unwrap();
    assert_eq!(
        (plan.workers, plan.timeout, plan.drain),
        (1, 5_000_000_000, 5_000_000_000)
    );
    assert_eq!(plan.sampling, None);
    let operation = &plan.operations[0];
    assert_eq!(
        operation.requests[0].expected.media_type.as_deref(),
        Some("application/json")
    );
    assert_eq!(operation.requests[0].expected.min_length, 2);
    assert_eq!(operation.requests[1].expected.min_length, 0);
    assert!(!operation.requests[0].head && operation.requests[1].head);
    assert_eq!(
        plan.phases[0].load,
        Load::Closed {
            requests: Some(20_000),
            length: Some(3_000_000_000)
        }
    );
}

/// (pointer to what is changed, the new value, a word the message must hold)
#[test]
fn each_broken_rule_is_named() {
    let broken = [
        ("/schema", json!("loadgen/plan@2"), "schema"),
        ("/connections", json!(0), "connections"),
        ("/seed", json!(-1), "line"),
        ("/operations", json!([]), "operations"),
        ("/operations/0/weight", json!(0), "weight"),
        ("/operations/0/answer/status", json!(99), "status"),
        ("/operations/0/requests", json!([]), "requests"),
        ("/operations/0/requests/0", json!({}), "neither"),
        (
            "/operations/0/requests/0",
            json!({ "bytes": "a", "base64": "YQ==" }),
            "both",
        ),
        ("/operations/0/requests/0", json!({ "base64": "%%" }), "base64"),
        (
            "/operations/0/requests/0",
            json!({ "bytes": "a", "min_length": 9, "max_length": 8 }),
            "min_length",
        ),
        ("/phases", json!([]), "phases"),
        (
            "/phases/0",
            json!({ "id": "p", "arrivals": { "kind": "closed" } }),
            "neither",
        ),
        (
            "/phases/0",
            json!({ "id": "steady", "arrivals": { "kind": "closed" }, "for_ms": 1 }),
            "twice",
        ),
        ("/phases/1/arrivals/rate_per_s", json!(0), "rate_per_s"),
        ("/phases/1/arrivals/kind", json!("sawtooth"), "sawtooth"),
        ("/phases/1/for_ms", json!(null), "for_ms"),
    ];
    for (pointer, value, word) in broken {
        let mut plan = sound();
        *plan.pointer_mut(pointer).unwrap() = value;
        match read(&plan) {
            Err(Problem::Usage(message)) => assert!(message.contains(word), "{pointer}: {message}"),
            other => panic!("{pointer}: {other:?}"),
        }
    }
}

#[test]
fn an_unknown_key_is_an_error_anywhere() {
    for pointer in [
        "",
        "/operations/0",
        "/operations/0/answer",
        "/operations/0/requests/0",
        "/phases/0",
        "/phases/1/arrivals",
        "/phases/0/arrivals",
    ] {
        let mut plan = sound();
        plan.pointer_mut(pointer).unwrap()["surprise"] = json!(1);
        let problem = read(&plan).unwrap_err();
        assert!(problem.to_string().contains("surprise"), "{pointer}: {problem}");
    }
}

#[test]
fn a_remote_target_needs_to_be_listed_in_the_plan() {
    let mut plan = sound();
    plan["target"] = json!("10.1.2.3:80");
    plan["phases"] = json!([{ "id": "p", "arrivals": { "kind": "constant", "rate_per_s": 2000 }, "for_ms": 1 }]);
    let refused = |plan: &Value| matches!(read(plan), Err(Problem::Refused(_)));
    assert!(refused(&plan));
    plan["allow_remote"] = json!(true);
    assert!(refused(&plan));
    plan["targets"] = json!([{ "host": "10.1.2.3", "port": 80, "most_per_s": 2000 }]);
    assert!(read(&plan).is_ok());
    plan["targets"][0]["most_per_s"] = json!(1999);
    assert!(refused(&plan));
    plan["targets"][0]["most_per_s"] = json!(0);
    assert!(matches!(read(&plan), Err(Problem::Usage(message)) if message.contains("most_per_s")));
}

#[test]
fn the_highest_rate_of_all_phases_counts_and_closed_arrivals_have_none() {
    let mut plan = sound();
    plan["target"] = json!("10.1.2.3:80");
    plan["targets"] = json!([{ "host": "10.1.2.3", "port": 80, "most_per_s": 100 }]);
    for (arrivals, for_ms, allowed) in [
        (
            json!({ "kind": "ramp", "from_per_s": 0, "to_per_s": 100 }),
            json!(10),
            true,
        ),
        (
            json!({ "kind": "ramp", "from_per_s": 101, "to_per_s": 1 }),
            json!(10),
            false,
        ),
        (
            json!({ "kind": "steps", "steps": [{ "rate_per_s": 1, "for_ms": 9 }, { "rate_per_s": 101, "for_ms": 1 }] }),
            json!(null),
            false,
        ),
        (
            json!({ "kind": "replay", "offsets_ns": vec![5; 100] }),
            json!(null),
            true,
        ),
        (
            json!({ "kind": "replay", "offsets_ns": vec![5; 101] }),
            json!(null),
            false,
        ),
        (json!({ "kind": "closed" }), json!(10), false),
    ] {
        let slow = json!({ "id": "slow", "arrivals": { "kind": "constant", "rate_per_s": 1 }, "for_ms": 1 });
        plan["phases"] = json!([slow, { "id": "p", "arrivals": arrivals, "for_ms": for_ms }]);
        assert_eq!(read(&plan).is_ok(), allowed, "{}", plan["phases"][1]);
    }
}
