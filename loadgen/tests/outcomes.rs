//! Every way an exchange can end is counted under its own name, and the books balance.

mod drive;
mod server;

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use drive::{closed, events, measure, open, plan, run};
use serde_json::{Value, json};
use server::{GOOD, Then, always, serve};

/// The counts that are not zero, by name.
fn counts(result: &Value) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    for name in ["correct", "shed", "unfinished"] {
        found.push((name.to_string(), result[name].as_u64().unwrap()));
    }
    for group in ["wrong_by", "failed_by"] {
        for (name, count) in result[group].as_object().unwrap() {
            found.push((name.clone(), count.as_u64().unwrap()));
        }
    }
    found.retain(|(_, count)| *count > 0);
    found
}

fn only(name: &str, count: u64) -> Vec<(String, u64)> {
    vec![(name.to_string(), count)]
}

#[test]
fn good_answers_are_correct_in_an_open_and_in_a_closed_loop() {
    let (address, connections) = serve(always(GOOD, Then::Stay));
    let result = measure(&plan(address, closed(500)));
    assert_eq!(counts(&result), only("correct", 500));
    assert_eq!(result["response_ms"], Value::Null);
    assert!(result["service_ms"]["max"].as_f64().unwrap() > 0.0);
    assert_eq!(connections.load(Ordering::SeqCst), 4);
    let result = measure(&plan(address, open(500, 400)));
    assert_eq!(counts(&result), only("correct", 200));
    assert_eq!(result["offered_per_s"], 500.0);
    assert!(result["response_ms"]["max"].as_f64().unwrap() >= result["service_ms"]["max"].as_f64().unwrap() * 0.99);
    assert_eq!(result["bytes_out"].as_u64().unwrap(), 200 * 30);
    assert_eq!(result["bytes_in"].as_u64().unwrap(), 200 * GOOD.len() as u64);
}

/// (name of the outcome, what the server sends, what it does then)
#[test]
fn each_bad_answer_is_counted_by_its_reason() {
    let cases: [(&str, &'static [u8], Then); 14] = [
        (
            "status",
            b"HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
            Then::Stay,
        ),
        (
            "type",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}",
            Then::Stay,
        ),
        ("type", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", Then::Stay),
        (
            "length",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n1",
            Then::Stay,
        ),
        (
            "framing",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}surplus",
            Then::Stay,
        ),
        (
            "framing",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            Then::Stay,
        ),
        (
            "framing",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            Then::Stay,
        ),
        ("framing", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Then::Stay),
        ("eof", b"", Then::Close),
        ("eof", b"HTTP/1.1 200 OK\r\nContent-Ty", Then::Close),
        (
            "eof",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{}",
            Then::Close,
        ),
        (
            "reset",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{}",
            Then::Reset,
        ),
        ("timeout", b"", Then::Stay),
        (
            "timeout",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{}",
            Then::Stay,
        ),
    ];
    for (name, bytes, then) in cases {
        let (address, _) = serve(always(bytes, then));
        let result = measure(&plan(address, closed(12)));
        assert_eq!(counts(&result), only(name, 12), "{}", String::from_utf8_lossy(bytes));
        assert_eq!(
            result["service_ms"],
            Value::Null,
            "only correct answers have a service time"
        );
    }
}

#[test]
fn other_forms_of_a_good_answer_are_correct_too() {
    let cases: [(&'static [u8], Then); 4] = [
        (b"HTTP/1.1 200 OK\r\ncontent-type: Application/JSON; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Then::Stay),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", Then::Close),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"until\":\"close\"}", Then::Close),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", Then::Stay),
    ];
    for (bytes, then) in cases {
        let (address, _) = serve(always(bytes, then));
        let result = measure(&plan(address, closed(40)));
        assert_eq!(
            counts(&result),
            only("correct", 40),
            "{}",
            String::from_utf8_lossy(bytes)
        );
        assert_eq!(result["reconnects"].as_u64().unwrap() > 0, then == Then::Close);
    }
}

#[test]
fn an_answer_in_single_bytes_is_correct() {
    let (address, _) = serve(|stream, _| {
        for byte in GOOD {
            if stream.write_all(&[*byte]).is_err() {
                return Then::Close;
            }
        }
        Then::Stay
    });
    assert_eq!(counts(&measure(&plan(address, closed(20)))), only("correct", 20));
}

#[test]
fn a_body_larger_than_any_buffer_is_counted_to_the_byte() {
    let size = 3_000_000;
    let (address, _) = serve(move |stream, _| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n");
        let whole = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(&vec![b'x'; size]));
        if whole.is_ok() { Then::Stay } else { Then::Close }
    });
    let mut plan = plan(address, closed(8));
    plan["timeout_ms"] = json!(10_000);
    for (bound, outcome) in [(size, "correct"), (size - 1, "length")] {
        plan["operations"][0]["answer"]["max_length"] = json!(bound);
        assert_eq!(counts(&measure(&plan)), only(outcome, 8));
    }
}

#[test]
fn a_request_larger_than_any_buffer_is_sent_whole() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut plan = plan(address, closed(8));
    plan["timeout_ms"] = json!(10_000);
    let head = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(8_000_000));
    plan["operations"][0]["requests"][0]["bytes"] = json!(head);
    let result = measure(&plan);
    assert_eq!(counts(&result), only("correct", 8));
    assert_eq!(result["bytes_out"].as_u64().unwrap(), 8 * head.len() as u64);
}

#[test]
fn a_silent_server_in_an_open_loop_gives_timeouts_at_or_beyond_the_limit() {
    let (address, _) = serve(always(b"", Then::Stay));
    let result = measure(&plan(address, open(100, 500)));
    assert_eq!(result["correct"], 0);
    assert!(result["failed_by"]["timeout"].as_u64().unwrap() >= 4, "{result}");
    assert!(result["failure_ms"]["max"].as_f64().unwrap() >= 400.0);
    assert_eq!(result["verdict"], "server-saturated");
}

#[test]
fn requests_beyond_the_queue_are_shed_and_those_left_at_the_end_are_unfinished() {
    let (address, _) = serve(always(b"", Then::Stay));
    let mut plan = plan(address, open(1000, 200));
    plan["queue_cap"] = json!(50);
    plan["timeout_ms"] = json!(5000);
    plan["drain_ms"] = json!(100);
    let result = measure(&plan);
    let expected = [("shed", 200 - 4 - 50), ("unfinished", 54)].map(|(name, count)| (name.to_string(), count));
    assert_eq!(counts(&result), expected);
    assert_eq!(result["verdict"], "server-saturated");
}

#[test]
fn a_server_that_accepts_no_connection_ends_the_run_with_6() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = run(&plan(address, closed(1)));
    assert_eq!(output.status.code(), Some(6));
    let events = events(&output.stdout);
    assert_eq!(
        (&events[0]["event"], &events[0]["reason"]),
        (&json!("error"), &json!("connect"))
    );
    assert!(String::from_utf8_lossy(&output.stderr).contains("refused"));
}

#[test]
fn a_server_that_dies_under_load_is_counted_and_never_hangs() {
    for phases in [
        open(200, 1000),
        json!([{ "id": "p", "arrivals": { "kind": "closed" }, "for_ms": 1000 }]),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let streams: Vec<_> = (0..4).map(|_| listener.accept().unwrap().0).collect();
            thread::sleep(Duration::from_millis(200));
            drop((streams, listener));
        });
        let mut plan = plan(address, phases);
        plan["timeout_ms"] = json!(2000);
        let result = measure(&plan);
        assert_eq!(result["correct"], 0);
        assert!(result["failed_by"]["connect"].as_u64().unwrap() > 0, "{result}");
        assert!(result["failed_by"]["eof"].as_u64().unwrap() + result["failed_by"]["reset"].as_u64().unwrap() >= 4);
    }
}

#[test]
fn bytes_nobody_asked_for_close_the_connection_and_are_counted() {
    let (address, _) = serve(|stream, _| {
        let _gone = stream.write_all(GOOD);
        thread::sleep(Duration::from_millis(20));
        let _gone = stream.write_all(b"more");
        Then::Stay
    });
    // The second request is due half a second after the first.
    let mut plan = plan(address, open(2, 1000));
    plan["connections"] = json!(1);
    let result = measure(&plan);
    assert_eq!(counts(&result), only("correct", 2));
    assert_eq!((&result["unsolicited"], &result["reconnects"]), (&json!(1), &json!(1)));
}

#[test]
fn an_endless_answer_ends_with_its_time_limit_and_starves_nobody() {
    let (address, _) = serve(|stream, nth| {
        if nth != 0 {
            return if stream.write_all(GOOD).is_ok() {
                Then::Stay
            } else {
                Then::Close
            };
        }
        let mut chunk = format!("{:x}\r\n", 1 << 20).into_bytes();
        chunk.extend_from_slice(&vec![b'x'; 1 << 20]);
        chunk.extend_from_slice(b"\r\n");
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(&chunk).is_ok() {}
        Then::Close
    });
    let result = measure(&plan(address, open(100, 600)));
    assert_eq!(
        counts(&result),
        [("correct".to_string(), 59), ("timeout".to_string(), 1)]
    );
}

#[test]
fn a_server_that_accepts_and_hangs_up_is_not_stormed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let accepted = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&accepted);
    thread::spawn(move || {
        while let Ok(stream) = listener.accept() {
            count.fetch_add(1, Ordering::SeqCst);
            drop(stream);
        }
    });
    let result = measure(&plan(
        address,
        json!([{ "id": "p", "arrivals": { "kind": "closed" }, "for_ms": 600 }]),
    ));
    assert_eq!(result["correct"], 0);
    // Pauses of 10, 20, 40 … ms allow each of the 4 connections about 8 attempts in that time.
    assert!(accepted.load(Ordering::SeqCst) < 100, "{accepted:?} connections");
}
