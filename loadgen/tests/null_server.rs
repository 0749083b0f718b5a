//! The null server, and the generator against it.

mod drive;
mod listening;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output};

use drive::{PROGRAM, assert_verdict};
use listening::Listening;
use serde_json::Value;

fn loadgen(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

fn load(server: &Listening, arguments: &[&str]) -> Value {
    let url = format!("http://{}/", server.address);
    let output = loadgen(&[&[url.as_str(), "--json"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_request_is_answered_over_several_threads_and_workers() {
    let server = Listening::start("null-server", &["--threads", "2", "--body", "5000"]);
    let result = load(
        &server,
        &["--closed", "--for", "300ms", "--workers", "2", "--connections", "8"],
    );
    assert!(result["correct"].as_u64().unwrap() > 100, "{result}");
    assert_eq!(result["planned"], result["correct"]);
}

#[test]
fn a_delay_is_the_least_an_answer_takes() {
    let server = Listening::start("null-server", &["--delay", "20ms"]);
    let result = load(&server, &["--rate", "200/s", "--for", "1s"]);
    assert_eq!(result["planned"], result["correct"]);
    assert!(result["response_ms"]["p50"].as_f64().unwrap() >= 20.0, "{result}");
}

#[test]
fn a_stall_holds_up_everything_due_meanwhile() {
    let server = Listening::start(
        "null-server",
        &["--stall", "300ms", "--stall-first", "200", "--stall-every", "100000"],
    );
    let result = load(&server, &["--rate", "1000/s", "--arrivals", "constant", "--for", "1s"]);
    assert_eq!(result["correct"], 1000);
    let max = result["response_ms"]["max"].as_f64().unwrap();
    assert!(max >= 290.0, "{result}");
    assert!(result["response_ms"]["p90"].as_f64().unwrap() >= 100.0, "{result}");
}

/// One token, and those of 10 ms at 500/s.
const BURST: f64 = 6.0;

#[test]
fn a_limit_is_kept_however_many_connections_ask() {
    let server = Listening::start("null-server", &["--limit", "500/s"]);
    let result = load(&server, &["--closed", "--for", "1s", "--connections", "32"]);
    assert_eq!(result["planned"], result["correct"]);
    // From the first sending to the last answer the bucket gave what it held and what came in.
    let (correct, took) = (result["correct"].as_f64().unwrap(), result["took_s"].as_f64().unwrap());
    assert!(correct <= BURST + 500.0 * took + 1.0, "{result}");
}

#[test]
fn what_is_due_beyond_a_limit_waits_its_turn() {
    let server = Listening::start("null-server", &["--limit", "500/s"]);
    let result = load(&server, &["--rate", "700/s", "--arrivals", "constant", "--for", "1s"]);
    assert_eq!(result["correct"], 700);
    // The last has its token (700 - 6) / 500 s after the first at the earliest, and was due after 699 / 700 s.
    let max = result["response_ms"]["max"].as_f64().unwrap();
    assert!(
        max >= 1000.0 * ((700.0 - BURST) / 500.0 - 699.0 / 700.0) - 1.0,
        "{result}"
    );
}

#[test]
fn a_client_that_goes_away_leaves_its_turn_to_the_next() {
    let server = Listening::start("null-server", &["--limit", "1/s"]);
    let ask = || {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        stream
    };
    let answered = |mut stream: TcpStream| stream.read(&mut [0; 1024]).unwrap() > 0;
    // The first takes the only token; a hundred that wait are gone before theirs would have come.
    assert!(answered(ask()));
    for _ in 0..100 {
        drop(ask());
    }
    let last = ask();
    last.set_read_timeout(Some(std::time::Duration::from_secs(50))).unwrap();
    assert!(answered(last));
}

#[test]
fn requests_with_bodies_and_in_pieces_are_answered_once_each() {
    let server = Listening::start("null-server", &["--body", "2"]);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    for piece in [
        "POST / HTTP/1.1\r\nContent-Le",
        "ngth: 4\r\n\r\nab",
        "cdGET / HTTP/1.1\r\n\r\n",
    ] {
        stream.write_all(piece.as_bytes()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2, "{text}");
}

#[test]
fn only_loopback_is_listened_on() {
    let output = loadgen(&["null-server", "--listen", "0.0.0.0:0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("loopback"));
}

#[test]
fn connections_that_only_wait_are_told_from_a_server_that_is_slowed() {
    // 20 connections at 100 ms carry 200/s; the server would carry as many as it were given.
    let waiting = Listening::start("null-server", &["--delay", "100ms"]);
    let few = [
        "--rate",
        "400/s",
        "--for",
        "2s",
        "--connections",
        "20",
        "--arrivals",
        "constant",
    ];
    let result = load(&waiting, &few);
    assert_verdict(&result, "connection-limited");
    // Four seconds of 200/s for two of 400/s: all but the first few waited for a connection, whoever took the core meanwhile.
    assert!(result["waited_for_server"].as_u64().unwrap() >= 700, "{result}");
    let reasons = result["reasons"].to_string();
    let judged = result["verdict"] == "connection-limited";
    assert!(
        !judged || reasons.contains("20 connections at a service time of 100"),
        "{reasons}"
    );
}

#[test]
fn each_second_has_its_verdict_and_its_cells() {
    let server = Listening::start("null-server", &[]);
    let result = load(&server, &["--rate", "500/s", "--for", "2s", "--arrivals", "constant"]);
    let seconds = result["seconds"].as_array().unwrap();
    assert!(seconds.len() >= 2, "{result}");
    let mut counted = 0;
    for second in seconds {
        assert!(second["verdict"].is_string() && second["reasons"].is_array());
        for cell in second["cells"].as_array().unwrap() {
            assert_eq!(
                (&cell["operation"], &cell["outcome"]),
                (&Value::from("get"), &Value::from("correct"))
            );
            assert!(
                ["response", "service", "send_lag"]
                    .iter()
                    .all(|times| cell[times].is_string())
            );
            counted += cell["count"].as_u64().unwrap();
        }
    }
    assert_eq!(Value::from(counted), result["planned"]);
    assert_eq!(seconds[0]["cells"][0]["count"], 500);
}
