//! Answers that come bit by bit.

mod drive;
mod server;

use std::io::Write;
use std::thread;
use std::time::Duration;

use drive::{closed, counts, measure, only, plan};
use serde_json::{Value, json};
use server::{Then, serve};

fn streamed(address: std::net::SocketAddr, answer: Value) -> Value {
    let mut plan = plan(address, closed(8));
    plan["timeout_ms"] = json!(5000);
    plan["operations"][0]["answer"] = answer;
    plan
}

#[test]
fn events_are_counted_and_the_first_comes_before_the_last() {
    let (address, _) = serve(|stream, _| {
        let _gone = stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for nth in 0..4 {
            thread::sleep(Duration::from_millis(20));
            let event = format!("id: {nth}\ndata: event\n\n");
            let _gone = stream.write_all(format!("{:x}\r\n{event}\r\n", event.len()).as_bytes());
        }
        let _gone = stream.write_all(b"0\r\n\r\n");
        Then::Stay
    });
    let result = measure(&streamed(
        address,
        json!({ "status": 200, "type": "text/event-stream", "stream": "events" }),
    ));
    assert_eq!(counts(&result), only("correct", 8));
    let operation = &result["by_operation"]["get"];
    assert_eq!(
        (&operation["events"], &operation["bytes"]),
        (&json!(32), &json!(8 * 4 * 19))
    );
    let (first, gap, whole) = (
        &operation["first_byte_ms"]["max"],
        &operation["gap_ms"]["max"],
        &result["service_ms"]["max"],
    );
    assert!(
        first.as_f64().unwrap() >= 20.0 && first.as_f64() < whole.as_f64(),
        "{result}"
    );
    assert!(gap.as_f64().unwrap() >= 15.0, "{result}");
}

#[test]
fn a_stream_without_end_is_broken_off_after_the_events_wanted() {
    let (address, connections) = serve(|stream, _| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
        while stream.write_all(b"data: tick\n\n").is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
        Then::Close
    });
    let answer = json!({ "status": 200, "stream": "events", "events": 5 });
    let result = measure(&streamed(address, answer));
    assert_eq!(counts(&result), only("correct", 8));
    assert!(
        connections.load(std::sync::atomic::Ordering::SeqCst) >= 8,
        "each is closed behind its answer"
    );
}

#[test]
fn a_stream_that_ends_before_the_events_wanted_is_wrong() {
    let (address, _) = serve(|stream, _| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\ndata: tick\n\ndata: tick\n\n");
        Then::Stay
    });
    let answer = json!({ "status": 200, "stream": "events", "events": 3 });
    assert_eq!(counts(&measure(&streamed(address, answer))), only("length", 8));
}

#[test]
fn a_long_body_shows_its_first_byte_and_its_bytes() {
    let size = 2_000_000_u64;
    let (address, _) = serve(move |stream, _| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n");
        let _gone = stream.write_all(head.as_bytes());
        let _gone = stream.write_all(&vec![b'x'; size as usize / 2]);
        thread::sleep(Duration::from_millis(60));
        let _gone = stream.write_all(&vec![b'x'; size as usize / 2]);
        Then::Stay
    });
    let result = measure(&streamed(address, json!({ "status": 200, "stream": "bytes" })));
    assert_eq!(counts(&result), only("correct", 8));
    let operation = &result["by_operation"]["get"];
    assert_eq!(operation["bytes"], json!(8 * size));
    assert_eq!(operation["events"], json!(0));
    assert!(operation["gap_ms"]["max"].as_f64().unwrap() >= 40.0, "{result}");
    let first = operation["first_byte_ms"]["max"].as_f64().unwrap();
    assert!(first < result["service_ms"]["max"].as_f64().unwrap() - 40.0, "{result}");
}
