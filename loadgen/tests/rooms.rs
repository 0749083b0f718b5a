//! Rooms of WebSocket clients: every delivery is accounted for, whatever the server does to it.

#[path = "server/chat.rs"]
mod chat;
mod drive;

use chat::{Fault, HANG_UP, serve};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use drive::{assert_verdict, events, run, start};
use loadgen::demand::Share;
use loadgen::websocket::marker::Marker;
use loadgen::websocket::worker::Worker;
use loadgen::{websocket, wire::read_plan};
use serde_json::{Value, json};

fn rooms(fault: Fault, count: u64, members: u64, workers: u64, echo: bool) -> Value {
    let plan = json!({
        "schema": "loadgen/plan@1", "target": serve(fault, echo).to_string(), "seed": 7, "timeout_ms": 10_000,
        "drain_ms": 1500, "workers": workers,
        "rooms": { "path": "/chat?room=${room}", "count": count, "members": members,
                   "message": "{\"room\":${room},\"text\":\"${stamp}\"}", "echo_to_sender": echo },
        "phases": [{ "id": "p", "arrivals": { "kind": "poisson", "rate_per_s": 200 }, "for_ms": 1000 }],
    });
    carried_out(&plan)
}

/// Five rooms of ten with one closed phase of so many ms, and `requests`.
fn closed(fault: Fault, timeout_ms: u64, for_ms: u64, requests: Option<u64>) -> Value {
    carried_out(&json!({
        "schema": "loadgen/plan@1", "target": serve(fault, false).to_string(), "seed": 7, "timeout_ms": timeout_ms,
        "drain_ms": 1500,
        "rooms": { "path": "/chat?room=${room}", "count": 5, "members": 10, "message": "${stamp}", "echo_to_sender": false },
        "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "requests": requests, "for_ms": for_ms }],
    }))
}

/// The result of the plan's only phase, its books checked by this test's own sums.
fn carried_out(plan: &Value) -> Value {
    let output = run(plan);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let events = events(&output.stdout);
    assert_eq!(events.last().unwrap()["event"], "end");
    let phase = events.iter().find(|event| event["event"] == "phase").unwrap();
    let result = phase["result"].clone();
    let of = |name: &str| number(&result, name);
    let rooms = &plan["rooms"];
    let receivers = rooms["members"].as_u64().unwrap() - u64::from(rooms["echo_to_sender"] == false);
    assert_eq!(of("receivers"), receivers);
    assert_eq!(of("planned"), of("sent") + of("unsent"), "{result}");
    assert_eq!(of("expected"), of("sent") * receivers, "{result}");
    assert_eq!(of("expected"), of("delivered") + of("lost"), "{result}");
    assert_eq!(result["balanced"], true);
    result
}

fn number(result: &Value, name: &str) -> u64 {
    result[name].as_u64().unwrap()
}

#[test]
fn every_message_to_a_thousand_clients_is_accounted_for_with_one_worker_and_with_two() {
    let one = rooms(Fault::None, 50, 20, 1, false);
    let two = rooms(Fault::None, 50, 20, 2, false);
    for result in [&one, &two] {
        assert!(number(result, "sent") > 100);
        for name in [
            "unsent",
            "lost",
            "duplicates",
            "reordered",
            "strangers",
            "unreadable",
            "lost_connections",
        ] {
            assert_eq!(number(result, name), 0, "{name}");
        }
        assert_eq!(result["offered_per_s"], 200.0);
        assert_eq!(result["sent_per_s"], number(result, "sent") as f64);
        assert_eq!(result["delivered_per_s"], number(result, "delivered") as f64);
        assert!(result["delay_ms"]["max"].as_f64().unwrap() >= result["transit_ms"]["max"].as_f64().unwrap() * 0.99);
    }
    assert_eq!(number(&one, "planned"), number(&two, "planned"));
}

#[test]
fn a_dropped_delivery_is_lost_and_a_doubled_one_a_duplicate_and_a_spoilt_one_unreadable() {
    let result = rooms(Fault::Drop(100), 5, 10, 1, false);
    assert_eq!(number(&result, "lost"), number(&result, "expected") / 100);
    let result = rooms(Fault::Twice(100), 5, 10, 2, true);
    assert_eq!(number(&result, "duplicates"), number(&result, "expected") / 100);
    assert_eq!(number(&result, "lost"), 0);
    let result = rooms(Fault::Mangle(100), 5, 10, 1, false);
    assert_eq!(number(&result, "unreadable"), number(&result, "expected") / 100);
    assert_eq!(number(&result, "lost"), number(&result, "expected") / 100);
}

#[test]
fn messages_of_one_sender_in_another_order_are_reordered_and_those_of_others_are_not() {
    let result = rooms(Fault::Swap(2), 5, 10, 2, false);
    let marker = Marker::new(7, "p", 50);
    let mut counts = [0; 50];
    (0..number(&result, "planned")).for_each(|k| counts[marker.sender(k)] += 1);
    // Each second one waits for the third, and is lost if there is none.
    let swapped: u64 = counts.iter().map(|count: &u64| count.saturating_sub(1) / 2).sum();
    let lost: u64 = counts.iter().map(|count| u64::from(*count > 0 && count % 2 == 0)).sum();
    assert!(swapped > 20);
    assert_eq!(number(&result, "reordered"), swapped * 9, "{result}");
    assert_eq!(number(&result, "lost"), lost * 9, "{result}");
    assert_eq!(number(&result, "duplicates"), 0);
}

#[test]
fn in_a_closed_phase_a_thousand_clients_send_whenever_their_room_has_got_the_message_before() {
    let result = carried_out(&json!({
        "schema": "loadgen/plan@1", "target": serve(Fault::None, false).to_string(), "seed": 7,
        "rooms": { "path": "/chat?room=${room}", "count": 50, "members": 20,
                   "message": "${stamp}", "echo_to_sender": false },
        "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "for_ms": 1000 }],
    }));
    // The same clients as in the open phases: each room has more than one turn.
    assert!(number(&result, "sent") > 100, "{result}");
    for name in [
        "unsent",
        "lost",
        "duplicates",
        "reordered",
        "strangers",
        "lost_connections",
    ] {
        assert_eq!(number(&result, name), 0, "{name}: {result}");
    }
    for name in ["offered_per_s", "delay_ms", "last_delay_ms", "send_lag_us"] {
        assert_eq!(result[name], Value::Null, "{name}");
    }
    assert!(result["last_transit_ms"]["max"].as_f64() >= result["transit_ms"]["max"].as_f64().map(|ms| ms * 0.99));
    assert_eq!(result["sent_per_s"], number(&result, "sent") as f64);
    let in_time = result["delivered_per_s"].as_f64().unwrap();
    assert!(
        in_time > 0.0 && in_time <= number(&result, "delivered") as f64,
        "{result}"
    );
    assert!(result["took_s"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_closed_phase_issues_as_many_messages_as_it_is_asked_for() {
    let result = closed(Fault::None, 5000, 60_000, Some(123));
    assert_eq!(
        (number(&result, "planned"), number(&result, "delivered")),
        (123, 123 * 9)
    );
    let seconds = number(&result, "delivered") as f64 / result["delivered_per_s"].as_f64().unwrap();
    // Of the time until the last delivery, which began before the first message went out, and not of the minute.
    assert!(
        seconds >= result["took_s"].as_f64().unwrap() && seconds < 60.0,
        "{result}"
    );
    assert_eq!(result["reasons"], json!([]));
}

#[test]
fn a_room_that_loses_a_message_waits_for_the_time_limit_and_goes_on() {
    // Of each room at most one message in any 100 ms, since nobody gets any.
    let result = closed(Fault::Drop(1), 100, 550, None);
    let sent = number(&result, "sent");
    assert!(sent > 5 && sent <= 5 * 6, "{result}");
    assert_eq!(number(&result, "delivered"), 0);
    assert_eq!(result["took_s"], Value::Null);
    assert_eq!(result["delivered_per_s"], 0.0);
    let result = closed(Fault::Drop(100), 50, 500, None);
    assert!(number(&result, "sent") > 20, "{result}");
    assert_eq!(number(&result, "lost"), number(&result, "expected") / 100, "{result}");
    assert_verdict(&result, "server-saturated");
}

#[test]
fn a_message_that_comes_after_it_was_given_up_is_delivered_all_the_same() {
    let result = closed(Fault::Hold(30), 50, 1000, None);
    let held = number(&result, "expected") / 30;
    // Each comes with what its receiver is sent next; the last ones find nothing that follows.
    assert!(number(&result, "lost") * 2 < held, "{result}");
    assert_eq!((number(&result, "reordered"), number(&result, "duplicates")), (0, 0));
}

#[test]
fn a_room_of_which_nobody_can_send_rests_after_one_message_unsent() {
    let result = closed(Fault::Die(300), 50, 1000, None);
    assert_eq!(number(&result, "lost_connections"), 50);
    let unsent = number(&result, "unsent");
    // Five rooms: one each, and a few where others of the room were not gone yet. Without rests it would be thousands, and
    // seven each if those who rest drew on.
    assert!(unsent > 0 && unsent <= 25, "{result}");
}

#[test]
fn a_closed_phase_ends_with_a_reason_when_its_book_is_full() {
    let plan = json!({
        "schema": "loadgen/plan@1", "target": serve(Fault::None, false).to_string(), "seed": 7,
        "rooms": { "path": "/r${room}", "count": 2, "members": 3, "message": "${stamp}", "echo_to_sender": false },
        "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "for_ms": 60_000 }],
    });
    let plan = Arc::new(read_plan(&plan.to_string()).unwrap());
    let rooms = plan.rooms.as_ref().unwrap();
    let only = Share { index: 0, of: 1 };
    let mut workers = [Worker::new(&plan, rooms, only, &Arc::default()).unwrap()];
    workers[0].settle(true).unwrap();
    let (result, _) = websocket::carry(&plan, rooms, &plan.phases[0], 50, &mut workers).unwrap();
    assert_eq!((result.planned, result.delivered, result.balanced), (50, 100, true));
    let reason = result.reasons.last().unwrap();
    assert!(
        reason.contains("of 60.000: no more than 50 messages fit into 256 MiB"),
        "{reason}"
    );
}

#[test]
fn a_message_in_another_room_is_a_stranger_and_a_flood_keeps_nobody_else_from_their_turn() {
    let result = rooms(Fault::Elsewhere(3), 5, 10, 2, false);
    assert!(number(&result, "strangers") > 10, "{result}");
    assert_eq!(number(&result, "lost"), 0, "{result}");
    let result = rooms(Fault::Flood, 2, 10, 1, false);
    assert!(number(&result, "unreadable") > 1000, "{result}");
    // Of the flooded room's messages one of nine deliveries is lost, and none of the other's.
    let (lost, expected) = (number(&result, "lost"), number(&result, "expected"));
    assert!(lost > 0 && lost < expected / 9, "{result}");
}

#[test]
fn connections_closed_between_two_phases_are_opened_again_before_the_second() {
    let target = serve(Fault::None, false);
    let phase = |id: &str| json!({ "id": id, "arrivals": { "kind": "constant", "rate_per_s": 100 }, "for_ms": 300 });
    let plan = json!({
        "schema": "loadgen/plan@1", "target": target.to_string(), "seed": 7, "handshake": true,
        "rooms": { "path": "/r${room}", "count": 2, "members": 3, "message": "${stamp}", "echo_to_sender": false },
        "phases": [phase("one"), phase("two")],
    });
    let mut child = start(&plan);
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"go\n").unwrap();
    let mut results = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let event: Value = serde_json::from_str(&line.unwrap()).unwrap();
        if event["event"] == "phase" {
            results.push(event["result"].clone());
        }
        if event["event"] == "waiting" && event["phase"] == "two" {
            let mut visitor = TcpStream::connect(target).unwrap();
            write!(visitor, "GET {HANG_UP} HTTP/1.1\r\nSec-WebSocket-Key: x\r\n\r\n").unwrap();
            // The end of this connection comes with that of all the others.
            visitor.read_to_end(&mut Vec::new()).unwrap();
            input.write_all(b"go\n").unwrap();
        }
    }
    assert!(child.wait().unwrap().success());
    for result in &results {
        for name in ["unsent", "lost", "lost_connections"] {
            assert_eq!(number(result, name), 0, "{name}: {result}");
        }
        assert_eq!(number(result, "sent"), 30, "{result}");
    }
    assert_eq!(results.len(), 2);
}

#[test]
fn pings_are_answered_and_fragments_joined() {
    let result = rooms(Fault::Ping, 5, 10, 1, false);
    assert_eq!(number(&result, "pings"), number(&result, "delivered"));
    assert_eq!(number(&result, "lost"), 0);
    let result = rooms(Fault::Fragment, 5, 10, 1, false);
    assert_eq!(number(&result, "lost"), 0);
}

#[test]
fn masked_frames_and_a_dying_server_are_lost_connections() {
    let result = rooms(Fault::Masked, 5, 10, 1, false);
    assert_eq!(number(&result, "delivered"), 0);
    assert!(number(&result, "protocol_errors") > 0);
    let result = rooms(Fault::Die(300), 5, 10, 1, false);
    assert_eq!(number(&result, "lost_connections"), 50);
    assert!(number(&result, "unsent") > 0);
}

#[test]
fn a_plan_of_rooms_that_breaks_a_rule_is_refused() {
    let rooms = json!({ "path": "/", "count": 2, "members": 2, "message": "${stamp}", "echo_to_sender": false });
    let slow = json!({ "kind": "constant", "rate_per_s": 1 });
    let plan = |field: &str, value: Value, arrivals: Value| {
        let mut rooms = rooms.clone();
        rooms[field] = value;
        json!({ "schema": "loadgen/plan@1", "target": "127.0.0.1:9", "seed": 7, "rooms": rooms,
                "phases": [{ "id": "p", "arrivals": arrivals, "for_ms": 80_000_000 }] })
    };
    let unknown = [
        ("tls", json!({ "name": "localhost" })),
        ("io", json!("epoll")),
        ("queue_cap", json!(1)),
        ("queue_age_cap_ms", json!(1)),
        ("in_flight_cap", json!(1)),
        ("requests_per_connection", json!(1)),
        ("spin_us", json!(0)),
        ("first_phase", json!(0)),
        ("sample_body_every", json!(1)),
        ("sample_body_max", json!(1)),
        ("connections", json!(5)),
    ];
    for (key, value) in unknown {
        let mut plan = plan("path", json!("/"), slow.clone());
        plan[key] = value;
        let output = run(&plan);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && text.contains(key), "{key}: {text}");
    }
    for (field, value, arrivals, word) in [
        ("message", json!("x".repeat(1 << 20)), slow.clone(), "message"),
        ("message", json!("no mark"), slow.clone(), "stamp"),
        ("members", json!(1), slow.clone(), "members"),
        ("count", json!(60_000), slow, "60000"),
        (
            "path",
            json!("/"),
            json!({ "kind": "constant", "rate_per_s": 1000 }),
            "256 MiB",
        ),
    ] {
        let output = run(&plan(field, value, arrivals));
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn closed_rooms_need_one_worker_and_a_length() {
    for (field, value, word) in [
        ("workers", json!(2), "to be 1"),
        ("for_ms", json!(null), "for_ms must be given"),
    ] {
        let mut plan = json!({
            "schema": "loadgen/plan@1", "target": "127.0.0.1:9", "seed": 7, "workers": 1,
            "rooms": { "path": "/", "count": 2, "members": 2, "message": "${stamp}", "echo_to_sender": false },
            "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "requests": 5, "for_ms": 10 }],
        });
        let place = if field == "workers" {
            &mut plan
        } else {
            &mut plan["phases"][0]
        };
        place[field] = value;
        let output = run(&plan);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && text.contains(word), "{text}");
    }
}

#[test]
fn a_signal_ends_the_phase_with_a_partial_result() {
    let plan = json!({
        "schema": "loadgen/plan@1", "target": serve(Fault::None, false).to_string(), "seed": 7, "handshake": true,
        "rooms": { "path": "/r${room}", "count": 2, "members": 3, "message": "${stamp}", "echo_to_sender": false },
        "phases": [{ "id": "p", "arrivals": { "kind": "constant", "rate_per_s": 100 }, "for_ms": 60_000 }],
    });
    let mut child = start(&plan);
    child.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    thread::sleep(Duration::from_millis(700));
    // SAFETY: kill takes two integers; the child has not been waited for, so its number is still its own.
    assert_eq!(unsafe { libc::kill(child.id() as i32, libc::SIGTERM) }, 0);
    // Its input stays open until it has ended: the end of the input would stop it too.
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert!(child.wait().unwrap().success());
    let events = events(out.as_bytes());
    let kinds: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["connected", "waiting", "phase", "end"]);
    let result = &events[2]["result"];
    assert_eq!(
        (&result["partial"], &result["balanced"]),
        (&json!(true), &json!(true)),
        "{result}"
    );
    assert_eq!(number(result, "lost"), 0, "{result}");
    assert!(number(result, "planned") < 6000);
}
