//! Clients of the upstream that break the rules: each is answered by what it did or let go, and nobody else notices.

mod drive;
mod listening;
mod talk;

use std::io::{Read, Write};
use std::time::Duration;

use listening::Listening;
use talk::{Talk, counts, wait_for};

/// Somebody else is answered, and in the end nobody's connection is left.
fn still_serves(upstream: &Listening) {
    let answer = Talk::to(&upstream.address).ask("/stock/0");
    assert_eq!(answer.status, 200);
    wait_for(&upstream.address, "connections", 1);
}

#[test]
fn a_refusal_that_ends_the_connection_is_heard_before_the_end() {
    let upstream = Listening::start("upstream", &[]);
    let endless = format!("GET /stock/1 HTTP/1.1\r\nX: {}", "y".repeat(1_000_000));
    let too_long = format!("GET /stock/1 HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(16 * 1024));
    for (text, status) in [
        (endless.as_str(), 431),
        (&too_long, 431),
        ("nonsense\r\n\r\n", 400),
        (
            "GET /stock/1 HTTP/1.1\r\nbad header\r\n\r\nGET /stock/2 HTTP/1.1\r\n\r\n",
            400,
        ),
        ("\0\u{1}\u{2}\r\n\r\n", 400),
        (
            "POST /stock/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            501,
        ),
        ("POST /stock/1 HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nbody", 413),
    ] {
        let mut talk = Talk::to(&upstream.address);
        talk.say(text);
        let answer = talk.answer();
        assert_eq!(answer.status, status, "{:.80}", text);
        assert!(answer.head.contains("Connection: close\r\n") && answer.json()["error"].is_string());
        assert_eq!(talk.rest(), "", "{text:.80}");
    }
    assert_eq!(counts(&upstream.address, ["requests"]), [0]);
    still_serves(&upstream);
}

#[test]
fn a_head_of_just_16_kib_is_answered() {
    let upstream = Listening::start("upstream", &[]);
    let rest = "GET /stock/1 HTTP/1.1\r\nX: \r\n\r\n".len();
    let mut talk = Talk::to(&upstream.address);
    talk.say(&format!(
        "GET /stock/1 HTTP/1.1\r\nX: {}\r\n\r\n",
        "y".repeat(16 * 1024 - rest)
    ));
    assert_eq!(talk.answer().status, 200);
    assert_eq!(talk.ask("/stock/1").status, 200);
}

#[test]
fn other_methods_are_refused_their_bodies_skipped_and_the_connection_goes_on() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    let body = "GET /stock/1 HTTP/1.1\r\nHost: x\r\n\r\n";
    let length = body.len();
    talk.say(&format!(
        "POST /stock/1 HTTP/1.1\r\nContent-Length: {length}\r\n\r\n{body}"
    ));
    let answer = talk.answer();
    assert!(
        answer.status == 405 && answer.head.contains("\r\nAllow: GET\r\n"),
        "{answer:?}"
    );
    talk.say("HEAD /stock/1 HTTP/1.1\r\n\r\nGET /counts HTTP/1.1\r\n\r\n");
    // No body comes behind the head that promises one, but the next answer.
    let mut text = String::new();
    while !text.contains("\"requests\":0,") {
        let mut buffer = [0; 1024];
        let count = talk.stream.read(&mut buffer).unwrap();
        assert!(count > 0, "{text}");
        text.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
    }
    let (head, next) = text.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("HTTP/1.1 405 ") && next.starts_with("HTTP/1.1 200 "),
        "{text}"
    );
}

#[test]
fn what_is_wished_of_the_connection_is_done_behind_the_answer() {
    let upstream = Listening::start("upstream", &[]);
    for head in ["HTTP/1.0\r\n\r\n", "HTTP/1.1\r\nConnection: close\r\n\r\n"] {
        let mut talk = Talk::to(&upstream.address);
        // What comes behind the last request is none any more.
        talk.say(&format!("GET /stock/1 {head}GET /stock/2 HTTP/1.1\r\n\r\n"));
        assert_eq!(talk.answer().json()["sku"], 1);
        assert_eq!(talk.rest(), "");
    }
    assert_eq!(counts(&upstream.address, ["requests", "abandoned"]), [2, 0]);
    still_serves(&upstream);
}

#[test]
fn a_half_closed_connection_is_a_closed_one() {
    let upstream = Listening::start("upstream", &[]);
    for _ in 0..20 {
        let mut talk = Talk::to(&upstream.address);
        // Request and end may come in one piece.
        talk.get("/stock/900003");
        talk.stream.shutdown(std::net::Shutdown::Write).unwrap();
        assert_eq!(talk.rest(), "");
    }
    wait_for(&upstream.address, "abandoned", 20);
    still_serves(&upstream);
}

#[test]
fn whoever_asks_without_end_is_let_go_and_his_requests_are_abandoned() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    let piece = "GET /stock/900003 HTTP/1.1\r\n\r\n".repeat(1000);
    let written = (0..10_000).take_while(|_| talk.stream.write_all(piece.as_bytes()).is_ok());
    assert!(written.count() < 10_000);
    still_serves(&upstream);
    let [requests, answered, abandoned] = counts(&upstream.address, ["requests", "answered", "abandoned"]);
    assert_eq!((requests, answered), (abandoned + 1, 1));
}

#[test]
fn whoever_reads_no_answers_is_let_go() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    let piece = "GET /counts HTTP/1.1\r\n\r\n".repeat(1000);
    talk.stream.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
    let written = (0..10_000).take_while(|_| talk.stream.write_all(piece.as_bytes()).is_ok());
    assert!(written.count() < 10_000);
    still_serves(&upstream);
}

#[test]
fn whoever_goes_on_talking_behind_the_end_is_let_go() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    talk.say("nonsense\r\n\r\n");
    let piece = [b'x'; 65_536];
    let written = (0..10_000).take_while(|_| talk.stream.write_all(&piece).is_ok());
    assert!(written.count() < 10_000);
    still_serves(&upstream);
}
