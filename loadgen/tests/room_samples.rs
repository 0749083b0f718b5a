//! Deliveries that are kept whole: of the members that are asked for, in the order in which they came, and no more than that.

#[path = "server/chat.rs"]
mod chat;
mod drive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chat::{Fault, serve};
use drive::{events, run};
use serde_json::{Value, json};

/// The events of a plan of two rooms of three, with these keys beside.
fn carried_out(more: &Value) -> Vec<Value> {
    let mut rooms =
        json!({ "path": "/r${room}", "count": 2, "members": 3, "message": "a ${stamp} b", "echo_to_sender": false });
    for (key, value) in more.as_object().unwrap() {
        rooms[key] = value.clone();
    }
    let output = run(&json!({
        "schema": "loadgen/plan@1", "target": serve(Fault::None, false).to_string(), "seed": 7, "drain_ms": 1500, "rooms": rooms,
        "phases": [{ "id": "p", "arrivals": { "kind": "constant", "rate_per_s": 200 }, "for_ms": 300 }],
    }));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    events(&output.stdout)
}

/// Member and text of each.
fn kept(events: &[Value]) -> Vec<(u64, String)> {
    let event = events.iter().find(|event| event["event"] == "deliveries").unwrap();
    let deliveries = event["deliveries"].as_array().unwrap();
    let text = |one: &Value| String::from_utf8(STANDARD.decode(one["body_base64"].as_str().unwrap()).unwrap()).unwrap();
    deliveries
        .iter()
        .map(|one| (one["member"].as_u64().unwrap(), text(one)))
        .collect()
}

#[test]
fn all_that_the_members_asked_for_were_delivered_is_kept_in_its_order() {
    let events = carried_out(&json!({ "sample_members": 2 }));
    let kept = kept(&events);
    for member in [0, 1] {
        let own: Vec<&String> = kept
            .iter()
            .filter(|(of, _)| *of == member)
            .map(|(_, text)| text)
            .collect();
        assert!(own.len() > 10, "{}", own.len());
        assert!(
            own.iter()
                .all(|text| text.starts_with("a bk1:") && text.ends_with(" b"))
        );
        // At a constant rate they are sent in the order of their numbers, which their marks hold.
        assert!(own.is_sorted(), "{own:?}");
    }
    assert!(kept.iter().all(|(member, _)| *member < 2));
    assert!(kept.is_sorted_by_key(|(member, _)| *member));
}

#[test]
fn no_more_are_kept_than_that_and_none_where_nobody_asked() {
    assert_eq!(
        kept(&carried_out(&json!({ "sample_members": 6, "sample_max": 7 }))).len(),
        7
    );
    let plain = carried_out(&json!({}));
    assert!(plain.iter().all(|event| event["event"] != "deliveries"));
}

#[test]
fn a_number_that_does_not_rise_is_counted_and_moves_nothing_else() {
    let result = |more: Value| {
        let events = carried_out(&more);
        let phase = events.iter().find(|event| event["event"] == "phase").unwrap();
        phase["result"].clone()
    };
    let message = "{\"seq\":1,\"text\":\"${stamp}\"}";
    let counted = result(json!({ "message": message, "counting": "seq" }));
    let delivered = counted["delivered"].as_u64().unwrap();
    // Of each of six members the first one is right.
    assert_eq!(counted["misnumbered"], delivered - 6, "{counted}");
    assert_eq!((&counted["reordered"], &counted["balanced"]), (&json!(0), &json!(true)));
    assert_eq!(result(json!({ "message": message }))["misnumbered"], 0);
}
