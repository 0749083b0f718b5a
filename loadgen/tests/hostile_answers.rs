//! The table of hostile answers: each has one outcome, counted to the request, by the real program.

mod drive;
mod server;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use drive::{closed, counts, events, measure, only, plan, result, start};
use serde_json::json;
use server::{GOOD, Then, accept, always, serve};

const JSON: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const BODY: &str = "Content-Length: 2\r\n\r\n{}";

/// (outcome, what the server sends, what it does then)
fn table() -> Vec<(&'static str, Vec<u8>, Then)> {
    let json = |rest: &str| format!("{JSON}{rest}").into_bytes();
    let good = json(BODY);
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(1000);
    vec![
        // A length that is missing, or lies.
        ("correct", json("\r\n{\"until\":\"close\"}"), Then::Close),
        ("eof", json("Content-Length: 50\r\n\r\n{}"), Then::Close),
        ("framing", json("Content-Length: 2\r\n\r\n{\"ok\":true}"), Then::Stay),
        ("framing", json("Content-Length: -2\r\n\r\n{}"), Then::Stay),
        (
            "framing",
            json("Content-Length: 18446744073709551618\r\n\r\n{}"),
            Then::Stay,
        ),
        ("eof", json("Content-Length: 999999999999999999\r\n\r\n{}"), Then::Close),
        (
            "framing",
            json("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
            Then::Stay,
        ),
        (
            "correct",
            json("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
            Then::Stay,
        ),
        (
            "framing",
            json("Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
            Then::Stay,
        ),
        // Things without end.
        ("framing", json(&format!("X: {}", "y".repeat(1 << 20))), Then::Stay),
        ("framing", json(&"X: y\r\n".repeat(1 << 18)), Then::Stay),
        (
            "framing",
            json(&format!("Transfer-Encoding: chunked\r\n\r\n2;{}", "x".repeat(1 << 20))),
            Then::Stay,
        ),
        (
            "framing",
            json(&format!(
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n{}",
                "A: b\r\n".repeat(1000)
            )),
            Then::Stay,
        ),
        // Broken off.
        ("reset", json("Content-Length: 50\r\n\r\n{}"), Then::Reset),
        (
            "eof",
            json("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
            Then::Close,
        ),
        ("eof", b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), Then::Close),
        // More answers than requests, and fewer.
        (
            "correct",
            [b"HTTP/1.1 100 Continue\r\n\r\n", &good[..]].concat(),
            Then::Stay,
        ),
        ("correct", [interim.as_bytes(), &good].concat(), Then::Stay),
        ("framing", [&good[..], &good].concat(), Then::Stay),
        (
            "framing",
            b"HTTP/1.1 101 Switching Protocols\r\n\r\n".to_vec(),
            Then::Stay,
        ),
        // Other protocols, and none.
        (
            "correct",
            b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{}".to_vec(),
            Then::Close,
        ),
        (
            "correct",
            format!("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Type: application/json\r\n{BODY}")
                .into_bytes(),
            Then::Stay,
        ),
        (
            "framing",
            b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_vec(),
            Then::Stay,
        ),
        ("framing", b"HTTP/2.0 200 OK\r\n\r\n".to_vec(), Then::Stay),
        ("framing", b"<html>\x80\xff</html>\r\n\r\n".to_vec(), Then::Stay),
        ("framing", vec![0; 1 << 17], Then::Stay),
        ("eof", vec![0; 64], Then::Close),
        ("framing", json("X: \0\r\n\r\n"), Then::Stay),
        ("framing", [&good[..], &[0; 8]].concat(), Then::Stay),
    ]
}

#[test]
fn every_row_of_the_table_has_its_outcome() {
    for (outcome, bytes, then) in table() {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
        let (address, _) = serve(move |stream, _| {
            // The other side may have gone; that is its business.
            let _gone = stream.write_all(&bytes);
            then
        });
        assert_eq!(
            counts(&measure(&plan(address, closed(12)))),
            only(outcome, 12),
            "{start:?}"
        );
    }
}

#[test]
fn answers_that_have_no_body_end_with_their_head_whatever_they_say() {
    for (method, status) in [("GET", 204), ("GET", 304), ("HEAD", 200)] {
        for header in ["Content-Length: 5", "Transfer-Encoding: chunked"] {
            let head = format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{header}\r\n\r\n");
            let (address, connections) = serve(move |stream, _| {
                let _gone = stream.write_all(head.as_bytes());
                Then::Stay
            });
            let mut plan = plan(address, closed(12));
            plan["operations"][0]["answer"] = json!({ "status": status, "max_length": 0 });
            plan["operations"][0]["requests"][0]["bytes"] = json!(format!("{method} / HTTP/1.1\r\n\r\n"));
            assert_eq!(
                counts(&measure(&plan)),
                only("correct", 12),
                "{method} {status} {header}"
            );
            assert_eq!(
                connections.load(std::sync::atomic::Ordering::SeqCst),
                4,
                "the connections are kept"
            );
        }
    }
}

#[test]
fn what_never_ends_and_what_never_comes_fails_by_its_time_limit() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\nxxxx",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        &[0; 64],
    ] {
        let (address, _) = serve(always(Box::leak(bytes.into()), Then::Stay));
        let mut plan = plan(address, closed(4));
        plan["timeout_ms"] = json!(200);
        assert_eq!(counts(&measure(&plan)), only("timeout", 4), "{bytes:?}");
    }
}

#[test]
fn an_answer_before_a_large_request_has_gone_out_is_taken_and_the_connection_is_not() {
    let address = accept(|mut stream| {
        let mut first = [0; 1000];
        if stream.read_exact(&mut first).is_ok() && stream.write_all(GOOD).is_ok() {
            // A close with bytes unread would be a reset, which might overtake the answer.
            thread::sleep(Duration::from_millis(300));
        }
    });
    let mut plan = plan(address, closed(8));
    plan["timeout_ms"] = json!(5000);
    plan["operations"][0]["requests"][0]["bytes"] =
        json!(format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(16_000_000)));
    let result = measure(&plan);
    assert_eq!(counts(&result), only("correct", 8));
    assert!(result["reconnects"].as_u64().unwrap() >= 4, "{result}");
}

#[test]
fn a_late_answer_is_never_taken_for_the_next_request_s() {
    let (address, _) = serve(|stream, nth| {
        let late = nth % 2 == 0;
        if late {
            thread::sleep(Duration::from_millis(350));
        }
        // Its status would tell it from the answer to the next request.
        let status = if late {
            "HTTP/1.1 500 Late\r\n"
        } else {
            "HTTP/1.1 200 OK\r\n"
        };
        let _gone = stream.write_all(format!("{status}Content-Type: application/json\r\n{BODY}").as_bytes());
        Then::Stay
    });
    let mut plan = plan(address, closed(8));
    plan["connections"] = json!(1);
    plan["timeout_ms"] = json!(200);
    let expected = [("correct".to_string(), 4), ("timeout".to_string(), 4)];
    assert_eq!(counts(&measure(&plan)), expected);
}

#[test]
fn a_hundred_thousand_refused_connections_are_all_counted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut plan = plan(listener.local_addr().unwrap(), closed(100_000));
    // Each place pauses 10, 20, 40 ... ms after a refusal: so many in so short a time take many places.
    plan["connections"] = json!(20_000);
    plan["requests_per_connection"] = json!(1);
    plan["handshake"] = json!(true);
    // A core that others use too may need longer than the usual limit to be refused 20,000 times in a row.
    plan["timeout_ms"] = json!(60_000);
    let mut child = start(&plan);
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut told = String::new();
    while !told.contains("\"waiting\"") {
        assert!(lines.read_line(&mut told).unwrap() > 0, "it never waited: {told}");
    }
    drop(listener);
    // The end of its input would stop it: that stays open to the end.
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"go\n").unwrap();
    let mut rest = Vec::new();
    lines.read_to_end(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    let result = result(&events(&rest), "p");
    assert_eq!(counts(&result), only("connect", 100_000));
}
