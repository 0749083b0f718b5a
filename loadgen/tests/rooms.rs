//! Rooms of WebSocket clients: every delivery is accounted for, whatever the server does to it.

#[path = "server/chat.rs"]
mod chat;
mod drive;

use chat::{Fault, HANG_UP, serve};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use drive::{events, run, start};
use serde_json::{Value, json};

fn rooms(fault: Fault, count: u64, members: u64, workers: u64, echo: bool) -> Value {
    let plan = json!({
        "schema": "loadgen/plan@1", "target": serve(fault, echo).to_string(), "seed": 7, "timeout_ms": 10_000,
        "drain_ms": 1500, "workers": workers,
        "rooms": { "path": "/chat?room=${room}", "count": count, "members": members,
                   "message": "{\"room\":${room},\"text\":\"${stamp}\"}", "echo_to_sender": echo },
        "phases": [{ "id": "p", "arrivals": { "kind": "poisson", "rate_per_s": 200 }, "for_ms": 1000 }],
    });
    let output = run(&plan);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let events = events(&output.stdout);
    assert_eq!(events.last().unwrap()["event"], "end");
    let phase = events.iter().find(|event| event["event"] == "phase").unwrap();
    let result = phase["result"].clone();
    let of = |name: &str| number(&result, name);
    let receivers = if echo { members } else { members - 1 };
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
            "strangers",
            "unreadable",
            "lost_connections",
        ] {
            assert_eq!(number(result, name), 0, "{name}");
        }
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
        ("path", json!("/"), json!({ "kind": "closed" }), "closed"),
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
