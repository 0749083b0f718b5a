//! Plans and command lines: what is refused, what is drawn, what is kept.

mod drive;
mod server;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use drive::{PROGRAM, closed, events, measure, open, plan, plan_file, result, run, start};
use serde_json::{Value, json};
use server::{GOOD, Then, always, serve};

fn command(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

#[test]
fn bad_plans_and_command_lines_exit_with_2_and_say_why() {
    let address = "127.0.0.1:9".parse().unwrap();
    let mut unknown = plan(address, closed(1));
    unknown["surprise"] = json!(1);
    let output = run(&unknown);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("surprise"));
    assert_eq!(events(&output.stdout)[0]["reason"], "usage");
    assert_eq!(run(&json!("nonsense")).status.code(), Some(2));
    assert_eq!(command(&["--frobnicate"]).status.code(), Some(2));
    assert_eq!(command(&["--plan", "/nonexistent/plan.json"]).status.code(), Some(2));
    let mut handshake = plan(address, closed(1));
    handshake["handshake"] = json!(true);
    assert_eq!(
        run(&handshake).status.code(),
        Some(2),
        "a plan on standard input leaves no room for a handshake"
    );
}

#[test]
fn a_target_that_is_not_loopback_is_refused_with_5() {
    let output = run(&plan("192.0.2.1:80".parse().unwrap(), closed(1)));
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(events(&output.stdout)[0]["reason"], "refused");
    assert_eq!(command(&["http://192.0.2.1/", "--closed"]).status.code(), Some(5));
}

#[test]
fn a_core_that_does_not_exist_is_refused_with_5() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut plan = plan(address, closed(1));
    plan["cores"] = json!([1000]);
    let output = run(&plan);
    assert_eq!(
        output.status.code(),
        Some(5),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    plan["cores"] = json!([0]);
    assert_eq!(run(&plan).status.code(), Some(0));
}

fn mixed(address: std::net::SocketAddr, phases: Value) -> Value {
    let mut plan = plan(address, phases);
    let requests: Vec<Value> = (0..50)
        .map(|i| json!({ "bytes": format!("GET /{i} HTTP/1.1\r\nHost: test\r\n\r\n") }))
        .collect();
    let answer = json!({ "status": 200, "type": null });
    plan["operations"] = json!([
        { "id": "light", "weight": 3, "answer": answer, "requests": requests },
        { "id": "heavy", "weight": 1, "answer": answer, "requests": requests },
    ]);
    plan
}

#[test]
fn the_same_plan_and_seed_draw_the_same_requests_whatever_the_workers_and_the_server() {
    let (fast, _) = serve(always(GOOD, Then::Stay));
    let (closing, _) = serve(always(GOOD, Then::Close));
    for phases in [closed(200), open(400, 500)] {
        let draws = |address, workers: u64, seed: u64| {
            let mut plan = mixed(address, phases.clone());
            plan["workers"] = json!(workers);
            plan["seed"] = json!(seed);
            measure(&plan)["draws"].as_str().unwrap().to_string()
        };
        let one = draws(fast, 1, 7);
        assert_eq!(one.len(), 16);
        assert_eq!(one, draws(closing, 1, 7));
        assert_eq!(one, draws(fast, 3, 7));
        assert_ne!(one, draws(fast, 1, 8));
    }
}

#[test]
fn operations_are_counted_by_their_names() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let result = measure(&mixed(address, closed(400)));
    let light = result["by_operation"]["light"]["correct"].as_u64().unwrap();
    let heavy = result["by_operation"]["heavy"]["correct"].as_u64().unwrap();
    assert_eq!(light + heavy, 400);
    assert!((240..360).contains(&light), "{light}");
}

#[test]
fn draws_are_printed_and_are_those_that_are_sent() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let plan = mixed(address, open(400, 100));
    let file = plan_file(&plan);
    let file = file.to_str().unwrap();
    let output = command(&["draws", "--plan", file, "--phase", "p", "--count", "1000"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(lines.len(), 40);
    assert_eq!(lines[3][..2], ["3", "7500000"]);
    let light = lines.iter().filter(|line| line[2] == "light").count() as u64;
    assert_eq!(measure(&plan)["by_operation"]["light"]["correct"], light);
    assert_eq!(
        command(&["draws", "--plan", file, "--phase", "q", "--count", "1"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn every_nth_body_is_kept_up_to_the_maximum() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut plan = plan(address, closed(100));
    plan["sample_body_every"] = json!(10);
    plan["sample_body_max"] = json!(3);
    plan["workers"] = json!(2);
    let events = events(&run(&plan).stdout);
    let bodies = events.iter().find(|event| event["event"] == "bodies").unwrap()["bodies"]
        .as_array()
        .unwrap()
        .clone();
    let ks: Vec<u64> = bodies.iter().map(|body| body["k"].as_u64().unwrap()).collect();
    assert_eq!(ks, [0, 10, 20]);
    assert_eq!(bodies[1]["body_base64"], "eyJvayI6dHJ1ZX0=");
    assert_eq!(bodies[1]["status"], 200);
}

#[test]
fn phases_share_the_connections_and_have_books_of_their_own() {
    let (address, connections) = serve(always(GOOD, Then::Stay));
    let phases = json!([
        { "id": "p", "arrivals": { "kind": "closed" }, "requests": 50 },
        { "id": "q", "arrivals": { "kind": "poisson", "rate_per_s": 500 }, "for_ms": 200 },
        { "id": "r", "arrivals": { "kind": "closed" }, "for_ms": 100 },
    ]);
    let events = events(&run(&plan(address, phases)).stdout);
    assert_eq!(result(&events, "p")["planned"], 50);
    assert_eq!(result(&events, "q")["planned"], result(&events, "q")["correct"]);
    assert!(result(&events, "r")["correct"].as_u64().unwrap() > 0);
    assert_eq!(connections.load(std::sync::atomic::Ordering::SeqCst), 4);
}

#[test]
fn a_url_gives_a_summary_or_a_document() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let url = format!("http://{address}/x");
    let common = [
        url.as_str(),
        "--rate",
        "500/s",
        "--arrivals",
        "constant",
        "--for",
        "200ms",
        "--connections",
        "4",
    ];
    let output = command(&common);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("100 planned = 100 correct") && text.lines().count() <= 12,
        "{text}"
    );
    let output = command(&[&common[..], &["--json", "--warm-up", "100ms"]].concat());
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&document["schema"], &document["planned"]),
        (&json!("loadgen/result@1"), &json!(100))
    );
    let closed: Value =
        serde_json::from_slice(&command(&[&url, "--closed", "--for", "100ms", "--json"]).stdout).unwrap();
    assert_eq!(closed["response_ms"], Value::Null);
}

#[test]
fn connections_take_turns_and_the_last_used_is_not_preferred() {
    let by_port = Arc::new(Mutex::new(BTreeMap::new()));
    let seen = Arc::clone(&by_port);
    let (address, _) = serve(move |stream, _| {
        *seen
            .lock()
            .unwrap()
            .entry(stream.peer_addr().unwrap().port())
            .or_insert(0) += 1;
        if stream.write_all(GOOD).is_ok() {
            Then::Stay
        } else {
            Then::Close
        }
    });
    measure(&plan(address, open(100, 400)));
    let counts: Vec<u32> = by_port.lock().unwrap().values().copied().collect();
    assert_eq!(counts.len(), 4);
    // Ten each when nothing is late; a connection still busy in its turn is passed over.
    assert!(counts.iter().all(|count| *count >= 5), "{counts:?}");
}

#[test]
fn connections_lost_while_waiting_for_go_are_back_before_the_phase() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (go_on, hung_up) = channel();
    thread::spawn(move || {
        // The first four connections are closed unused; later ones are served.
        let idle: Vec<_> = (0..4).map(|_| listener.accept().unwrap().0).collect();
        drop(idle);
        go_on.send(()).unwrap();
        for stream in listener.incoming() {
            thread::spawn(move || {
                let mut stream = stream.unwrap();
                while stream.read(&mut [0; 4096]).is_ok_and(|count| count > 0) && stream.write_all(GOOD).is_ok() {}
            });
        }
    });
    let mut plan = plan(address, closed(20));
    plan["handshake"] = json!(true);
    let mut child = start(&plan);
    hung_up.recv().unwrap();
    let mut go = child.stdin.take().unwrap();
    go.write_all(b"go\n").unwrap();
    let events = events(&child.wait_with_output().unwrap().stdout);
    let result = result(&events, "p");
    assert_eq!((&result["correct"], &result["reconnects"]), (&json!(20), &json!(4)));
}
