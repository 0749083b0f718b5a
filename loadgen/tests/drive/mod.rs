//! Runs the program on a plan and reads its events.

#![allow(dead_code, reason = "each test file is its own program and uses only part of this")]

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_loadgen");

/// A plan of one operation and the phases given: 4 connections, seed 7, time limit 400 ms.
pub fn plan(target: SocketAddr, phases: Value) -> Value {
    json!({
        "schema": "loadgen/plan@1", "target": target.to_string(), "connections": 4, "seed": 7, "timeout_ms": 400, "io": way(),
        "operations": [{
            "id": "get", "answer": { "status": 200, "type": "application/json", "min_length": 2, "max_length": 100 },
            "requests": [{ "bytes": "GET / HTTP/1.1\r\nHost: test\r\n\r\n" }]
        }],
        "phases": phases,
    })
}

/// How the sockets are used: every test is to pass by either way, so the suite runs once by each.
fn way() -> String {
    std::env::var("LOADGEN_IO").unwrap_or_else(|_| "auto".to_string())
}

/// One closed phase "p" of `requests`.
pub fn closed(requests: u64) -> Value {
    json!([{ "id": "p", "arrivals": { "kind": "closed" }, "requests": requests, "for_ms": 10_000 }])
}

/// One open phase "p" at a constant rate.
pub fn open(rate: u64, for_ms: u64) -> Value {
    json!([{ "id": "p", "arrivals": { "kind": "constant", "rate_per_s": rate }, "for_ms": for_ms }])
}

/// Asserts the verdict, unless the host is at fault and nothing else is said: a neighbour on the hypervisor may take the cores during any
/// test, and is then named first. Which verdict outweighs which is tested beside `judge`, without a clock.
pub fn assert_verdict(result: &Value, expected: &str) {
    if result["verdict"] != "noisy-host" {
        assert_eq!(result["verdict"], expected, "{result}");
        return;
    }
    let reasons = result["reasons"].as_array().unwrap();
    let of_host = |reason: &Value| {
        let words = reason.as_str().unwrap();
        words.starts_with("the hypervisor gave") || words.contains("a worker waited for its core")
    };
    assert!(!reasons.is_empty() && reasons.iter().all(of_host), "{result}");
}

/// Runs the program with the plan on standard input to its end.
pub fn run(plan: &Value) -> Output {
    let mut child = Command::new(PROGRAM)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(plan.to_string().as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// The plan in a file of its own.
pub fn plan_file(plan: &Value) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "plan-{}-{}.json",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::SeqCst)
    );
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, plan.to_string()).unwrap();
    path
}

/// Starts the program with `--plan FILE` and open pipes.
pub fn start(plan: &Value) -> Child {
    let path = plan_file(plan);
    Command::new(PROGRAM)
        .arg("--plan")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The events of an output, each line one.
pub fn events(stdout: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(stdout).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "the last line is whole");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The result of phase `id`, its books checked by this test's own sum.
pub fn result(events: &[Value], id: &str) -> Value {
    let is_it = |event: &&Value| event["event"] == "phase" && event["phase"] == id;
    let result = events
        .iter()
        .find(is_it)
        .unwrap_or_else(|| panic!("no phase {id} in {events:?}"))["result"]
        .clone();
    let count = |name: &str| result[name].as_u64().unwrap();
    let sum = count("correct") + count("wrong") + count("failed") + count("shed") + count("unfinished");
    assert_eq!(sum, count("planned"), "{result}");
    assert_eq!(result["balanced"], true);
    result
}

/// Runs the plan, expects success, and gives the result of phase "p".
pub fn measure(plan: &Value) -> Value {
    let output = run(plan);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let events = events(&output.stdout);
    assert_eq!(events.last().unwrap()["event"], "end");
    result(&events, "p")
}

/// The counts that are not zero, by name.
pub fn counts(result: &Value) -> Vec<(String, u64)> {
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

/// One outcome for all.
pub fn only(name: &str, count: u64) -> Vec<(String, u64)> {
    vec![(name.to_string(), count)]
}
