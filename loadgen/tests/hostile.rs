//! Servers that misbehave in ways a plan does not foresee: a counted outcome each, never a hang or a wrong sum.

mod drive;
mod server;

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use drive::{closed, counts, measure, only, open, plan};
use serde_json::json;
use server::{GOOD, Then, always, serve};

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
