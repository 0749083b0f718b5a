//! Slots, chains, captures, streams and caps as a plan writes them.

use serde_json::{Value, json};

use super::read_plan;
use crate::plan::{Delivery, Fill, Plan, Slot, Turn};
use crate::problem::Problem;

/// "create", and "read" after it with what was captured.
pub(super) fn chained() -> Value {
    let answer = json!({ "status": 200 });
    json!({
        "schema": "loadgen/plan@1", "target": "127.0.0.1:1", "connections": 8, "workers": 2, "seed": 7,
        "operations": [
            { "id": "create", "weight": 2, "answer": answer,
              "capture": { "after": "\"id\":\"", "until": "\"", "longest": 64 },
              "requests": [{ "bytes": "POST /000 HTTP/1.1\r\n\r\n", "slots": [{ "at": 6, "width": 3, "fill": "k" }] }] },
            { "id": "read", "after": "create", "answer": answer,
              "requests": [{ "bytes": "GET /# HTTP/1.1\r\n\r\n", "slots": [{ "at": 5, "width": 1, "fill": "captured" }] }] },
            { "id": "other", "answer": answer, "requests": [{ "bytes": "GET / HTTP/1.1\r\n\r\n" }] }
        ],
        "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "requests": 1 }]
    })
}

pub(super) fn read(value: &Value) -> Result<Plan, Problem> {
    read_plan(&value.to_string())
}

/// Each change of a plan, and words the message must hold.
pub(super) fn all_refused(sound: &Value, changes: &[(&str, Value, &str)]) {
    assert!(read(sound).is_ok(), "{:?}", read(sound));
    for (pointer, value, word) in changes {
        let mut plan = sound.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match plan.pointer_mut(parent).unwrap() {
            Value::Array(entries) => entries[key.parse::<usize>().unwrap()] = value.clone(),
            object => object[key] = value.clone(),
        }
        match read(&plan) {
            Err(Problem::Usage(message)) => assert!(message.contains(word), "{pointer} {value}: {message}"),
            other => panic!("{pointer} {value}: {other:?}"),
        }
    }
}

#[test]
fn a_chain_is_joined_and_its_capture_knows_what_it_is_used_for() {
    let plan = read(&chained()).unwrap();
    let turns: Vec<Turn> = plan.operations.iter().map(|operation| operation.turn).collect();
    assert_eq!(turns, [Turn::Drawn(2.0), Turn::After(0), Turn::Drawn(1.0)]);
    assert_eq!([0, 1, 2].map(|index| plan.follower(index)), [Some(1), None, None]);
    let slot = |at, width, fill| Slot { at, width, fill };
    assert_eq!(*plan.operations[0].requests[0].slots, [slot(6, 3, Fill::K)]);
    assert_eq!(*plan.operations[1].requests[0].slots, [slot(5, 1, Fill::Captured)]);
    assert!(plan.operations[2].requests[0].is_fixed());
    let capture = plan.operations[0].capture.as_ref().unwrap();
    assert_eq!((capture.in_head, capture.exact, capture.longest), (true, None, 64));
}

#[test]
fn a_slot_in_the_body_fixes_the_length_of_what_is_captured() {
    let mut plan = chained();
    let request = "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n####";
    plan["operations"][1]["requests"] =
        json!([{ "bytes": request, "slots": [{ "at": 38, "width": 4, "fill": "captured" }] }]);
    let capture = read(&plan).unwrap().operations[0].capture.clone().unwrap();
    assert_eq!((capture.in_head, capture.exact), (false, Some(4)));
    let other = json!({ "bytes": request, "slots": [{ "at": 38, "width": 3, "fill": "captured" }] });
    let requests = json!([plan["operations"][1]["requests"][0], other]);
    all_refused(
        &plan,
        &[
            ("/operations/1/requests", requests, "one width"),
            ("/operations/0/capture/longest", json!(3), "longest"),
        ],
    );
}

#[test]
fn each_broken_rule_of_a_chain_is_named() {
    let operation = |id: &str, after: &str| json!({ "id": id, "after": after, "answer": { "status": 200 }, "requests": [{ "bytes": "GET" }] });
    all_refused(
        &chained(),
        &[
            ("/operations/1/weight", json!(1), "weight"),
            ("/operations/1/after", json!("nobody"), "nobody"),
            ("/operations/1/after", json!("read"), "circle"),
            ("/operations/2/after", json!("create"), "one operation at most"),
            ("/operations/0", operation("create", "read"), "circle"),
            ("/operations/1/after", json!("other"), "needs a capture"),
            ("/operations/1/after", json!(null), "no after"),
            ("/operations/0/capture", json!(null), "needs a capture"),
            ("/operations/0/capture/after", json!(""), "capture.after"),
            ("/operations/0/capture/until", json!(""), "capture.until"),
            ("/operations/0/capture/longest", json!(0), "capture.longest"),
            ("/operations/0/answer/stream", json!("bytes"), "capture"),
        ],
    );
}

#[test]
fn each_broken_rule_of_a_slot_is_named() {
    let slots = |slots: &[(i64, i64)]| -> Value {
        slots
            .iter()
            .map(|(at, width)| json!({ "at": at, "width": width, "fill": "k" }))
            .collect()
    };
    let at = "/operations/0/requests/0/slots";
    all_refused(
        &chained(),
        &[
            (at, slots(&[(6, 0)]), "width"),
            (at, slots(&[(0, 21)]), "width must be from 1 to 20"),
            (at, slots(&[(6, 2), (7, 1)]), "at must be 8 or more"),
            (at, slots(&[(6, 1), (0, 1)]), "in order"),
            (at, slots(&[(22, 1)]), "22 bytes"),
            (at, slots(&[(i64::MAX, 1)]), "22 bytes"),
            (at, slots(&[(17, 2)]), "blank line"),
            (at, slots(&[(20, 1)]), "blank line"),
            (at, json!([{ "at": 6, "width": 1, "fill": "z" }]), "z"),
        ],
    );
}

#[test]
fn slots_may_tell_the_phase_from_any_number_on() {
    let mut plan = chained();
    let slot = |width: usize| json!([{ "at": 6, "width": width, "fill": "phase" }]);
    plan["operations"][0]["requests"][0]["slots"] = slot(3);
    let plain = read(&plan).unwrap();
    let expected = Slot {
        at: 6,
        width: 3,
        fill: Fill::Phase,
    };
    assert_eq!(*plain.operations[0].requests[0].slots, [expected]);
    assert_eq!(plain.first_phase, 0);
    plan["first_phase"] = json!(4_294_967_295_u32);
    assert_eq!(read(&plan).unwrap().first_phase, u32::MAX);
    all_refused(
        &plan,
        &[
            ("/first_phase", json!(-1), "-1"),
            ("/first_phase", json!(4_294_967_296_u64), "4294967296"),
            ("/operations/0/requests/0/slots", slot(0), "width"),
            ("/operations/0/requests/0/slots", slot(21), "width must be from 1 to 20"),
            ("/operations/0/requests/0/slots", slot(17), "22 bytes"),
        ],
    );
}

#[test]
fn streams_are_read_with_their_end() {
    let mut plan = chained();
    for (answer, delivery) in [
        (json!({ "status": 200 }), Delivery::Whole),
        (json!({ "status": 200, "stream": "bytes" }), Delivery::Bytes),
        (
            json!({ "status": 200, "stream": "events" }),
            Delivery::Events { enough: None },
        ),
        (
            json!({ "status": 200, "stream": "events", "events": 5 }),
            Delivery::Events { enough: Some(5) },
        ),
    ] {
        plan["operations"][2]["answer"] = answer;
        assert_eq!(read(&plan).unwrap().operations[2].delivery, delivery);
    }
    all_refused(
        &plan,
        &[
            ("/operations/2/answer", json!({ "status": 200, "events": 5 }), "belongs"),
            (
                "/operations/2/answer",
                json!({ "status": 200, "stream": "bytes", "events": 5 }),
                "belongs",
            ),
            ("/operations/2/answer/events", json!(0), "1 or more"),
            ("/operations/2/answer/stream", json!("drip"), "drip"),
        ],
    );
}

#[test]
fn caps_and_limits_are_read_with_their_defaults() {
    let mut plan = chained();
    let read_of = |plan: &Value| {
        let plan = read(plan).unwrap();
        (
            plan.queue_age_cap,
            plan.in_flight_cap,
            plan.requests_per_connection,
            plan.spin,
        )
    };
    assert_eq!(read_of(&plan), (None, 8, None, 0));
    plan["queue_age_cap_ms"] = json!(20);
    plan["in_flight_cap"] = json!(2);
    plan["requests_per_connection"] = json!(1);
    plan["spin_us"] = json!(50);
    assert_eq!(read_of(&plan), (Some(20_000_000), 2, Some(1), 50_000));
    all_refused(
        &plan,
        &[
            ("/queue_age_cap_ms", json!(0), "queue_age_cap_ms"),
            ("/in_flight_cap", json!(1), "one for each worker"),
            ("/in_flight_cap", json!(9), "in_flight_cap"),
            ("/requests_per_connection", json!(0), "requests_per_connection"),
            ("/spin_us", json!(1001), "spin_us"),
        ],
    );
}
