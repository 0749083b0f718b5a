//! Every way an exchange can end is counted under its own name, and the books balance.

mod drive;
mod server;

use std::net::TcpListener;
use std::sync::atomic::Ordering;

use drive::{assert_verdict, closed, counts, events, measure, only, open, plan, run};
use serde_json::{Value, json};
use server::{GOOD, Then, always, serve};

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
fn a_silent_server_in_an_open_loop_gives_timeouts_at_or_beyond_the_limit() {
    let (address, _) = serve(always(b"", Then::Stay));
    let result = measure(&plan(address, open(100, 500)));
    assert_eq!(result["correct"], 0);
    assert!(result["failed_by"]["timeout"].as_u64().unwrap() >= 4, "{result}");
    assert!(result["failure_ms"]["max"].as_f64().unwrap() >= 400.0);
    assert_verdict(&result, "server-saturated");
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
    assert_verdict(&result, "server-saturated");
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
