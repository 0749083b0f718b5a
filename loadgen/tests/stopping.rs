//! However a run ends before its time, what is known is told.

mod drive;
mod server;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use drive::{PROGRAM, closed, events, open, plan, plan_file, result, start};
use serde_json::{Value, json};
use server::{GOOD, Then, always, serve};

fn signal(child: &Child, signal: i32) {
    // SAFETY: kill takes two integers; the child has not been waited for, so its id is still its own.
    assert_eq!(unsafe { libc::kill(child.id() as i32, signal) }, 0);
}

/// Reads events up to the first of `kind`.
fn until(lines: &mut impl BufRead, kind: &str) -> Value {
    loop {
        let mut line = String::new();
        assert!(
            lines.read_line(&mut line).unwrap() > 0,
            "the events ended before \"{kind}\""
        );
        let event: Value = serde_json::from_str(&line).unwrap();
        if event["event"] == kind {
            return event;
        }
    }
}

fn rest(mut lines: impl Read) -> Vec<Value> {
    let mut bytes = Vec::new();
    lines.read_to_end(&mut bytes).unwrap();
    events(&bytes)
}

fn long(kind: &str) -> Value {
    let arrivals = match kind {
        "closed" => json!({ "kind": "closed" }),
        _ => json!({ "kind": kind, "rate_per_s": 500 }),
    };
    json!([{ "id": "p", "arrivals": arrivals, "for_ms": 60_000 }, { "id": "later", "arrivals": arrivals, "for_ms": 60_000 }])
}

#[test]
fn a_signal_ends_the_phase_with_a_partial_result_and_exit_0() {
    for kind in ["closed", "constant", "poisson"] {
        for number in [libc::SIGTERM, libc::SIGINT] {
            let (address, _) = serve(always(GOOD, Then::Stay));
            let mut plan = plan(address, long(kind));
            plan["workers"] = json!(2);
            let mut child = start(&plan);
            let mut lines = BufReader::new(child.stdout.take().unwrap());
            until(&mut lines, "connected");
            std::thread::sleep(std::time::Duration::from_millis(300));
            signal(&child, number);
            let events = rest(lines);
            assert_eq!(child.wait().unwrap().code(), Some(0));
            let partial = result(&events, "p");
            assert_eq!(partial["partial"], true);
            assert!(partial["correct"].as_u64().unwrap() > 10 && partial["planned"].as_u64().unwrap() < 29_000_000);
            assert!(events.iter().all(|event| event["phase"] != "later"));
            assert_eq!(events.last().unwrap()["event"], "end");
        }
    }
}

#[test]
fn a_signal_during_the_drain_still_balances() {
    let (address, _) = serve(always(b"", Then::Stay));
    let mut plan = plan(address, open(100, 100));
    plan["timeout_ms"] = json!(60_000);
    let mut child = start(&plan);
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    until(&mut lines, "connected");
    std::thread::sleep(std::time::Duration::from_millis(400));
    signal(&child, libc::SIGTERM);
    let partial = result(&rest(lines), "p");
    assert_eq!(
        (&partial["partial"], &partial["planned"], &partial["unfinished"]),
        (&json!(true), &json!(10), &json!(10))
    );
    child.wait().unwrap();
}

#[test]
fn each_phase_waits_for_its_go() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut plan = plan(
        address,
        json!([closed(5)[0], { "id": "q", "arrivals": { "kind": "closed" }, "requests": 6 }]),
    );
    plan["handshake"] = json!(true);
    let mut child = start(&plan);
    let mut go = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    for (phase, planned) in [("p", 5), ("q", 6)] {
        assert_eq!(until(&mut lines, "waiting")["phase"], phase);
        go.write_all(b"go\n").unwrap();
        assert_eq!(until(&mut lines, "phase")["result"]["planned"], planned);
    }
    until(&mut lines, "end");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_end_of_the_input_at_the_handshake_stops_the_run() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut plan = plan(address, closed(5));
    plan["handshake"] = json!(true);
    let mut child = start(&plan);
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    until(&mut lines, "waiting");
    drop(child.stdin.take());
    let events = rest(lines);
    assert_eq!(events, [json!({ "event": "end" })]);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_signal_at_the_handshake_stops_the_run() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut plan = plan(address, closed(5));
    plan["handshake"] = json!(true);
    let mut child = start(&plan);
    let _open = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    until(&mut lines, "waiting");
    signal(&child, libc::SIGTERM);
    assert_eq!(rest(lines), [json!({ "event": "end" })]);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_death_of_the_parent_ends_the_run() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let file = plan_file(&plan(address, long("constant")));
    // The shell starts the program beside itself and says so; then it is killed, and the program must end by itself.
    let script = "\"$0\" --plan \"$1\" & wait";
    let mut shell = Command::new("sh")
        .args(["-c", script, PROGRAM])
        .arg(file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(shell.stdout.take().unwrap());
    until(&mut lines, "connected");
    std::thread::sleep(std::time::Duration::from_millis(100));
    shell.kill().unwrap();
    shell.wait().unwrap();
    // The pipe ends when its last writer, the program, is gone.
    assert_eq!(result(&rest(lines), "p")["partial"], true);
}

#[test]
fn a_reader_that_goes_away_ends_the_run() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut child = start(&plan(address, open(100, 200)));
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
