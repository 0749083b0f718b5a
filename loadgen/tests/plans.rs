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

#[test]
fn a_replay_gives_the_offsets_of_its_file_back_byte_for_byte() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let offsets: String = (0..300u64).map(|k| format!("{}\n", k * k * 1009 + k % 7)).collect();
    let file = plan_file(&json!(null)).with_extension("offsets");
    std::fs::write(&file, &offsets).unwrap();
    let arrivals = json!({ "kind": "replay", "offsets_file": file });
    let mut plan = plan(address, json!([{ "id": "p", "arrivals": arrivals }]));
    let written = plan_file(&plan);
    let draws = [
        "draws",
        "--plan",
        written.to_str().unwrap(),
        "--phase",
        "p",
        "--count",
        "1000",
    ];
    let output = String::from_utf8(command(&draws).stdout).unwrap();
    let dues: String = output
        .lines()
        .map(|line| format!("{}\n", line.split(' ').nth(1).unwrap()))
        .collect();
    assert_eq!(dues, offsets);
    let one = measure(&plan);
    assert_eq!((&one["planned"], &one["correct"]), (&json!(300), &json!(300)));
    plan["workers"] = json!(3);
    assert_eq!(measure(&plan)["draws"], one["draws"]);
    std::fs::write(&file, "5\n4\n").unwrap();
    let refused = run(&plan);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 2"));
}

#[test]
fn a_changing_rate_is_carried_out_to_the_last_request_and_reports_its_mean() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let ramp = json!({ "kind": "ramp", "from_per_s": 0, "to_per_s": 800 });
    let steps = json!({ "kind": "steps", "steps": [{ "rate_per_s": 600, "for_ms": 100 }, { "rate_per_s": 200, "for_ms": 100 }] });
    for (arrivals, for_ms, planned) in [(ramp, json!(200), 80), (steps, json!(null), 80)] {
        let phases = json!([{ "id": "p", "arrivals": arrivals, "for_ms": for_ms }]);
        let result = measure(&plan(address, phases));
        assert_eq!(
            (&result["planned"], &result["correct"]),
            (&json!(planned), &json!(planned))
        );
        assert_eq!(
            (&result["offered_per_s"], &result["for_s"]),
            (&json!(400.0), &json!(0.2))
        );
    }
}

#[test]
fn what_waited_for_longer_than_the_age_cap_is_shed() {
    // Four connections, each held for 100 ms: of 40 requests due within 40 ms four are sent at once, four after each
    // 100 ms, and nothing may wait for so long.
    let (address, _) = serve(|stream, _| {
        thread::sleep(std::time::Duration::from_millis(100));
        if stream.write_all(GOOD).is_ok() {
            Then::Stay
        } else {
            Then::Close
        }
    });
    let mut plan = plan(address, open(1000, 40));
    plan["timeout_ms"] = json!(2000);
    assert_eq!(measure(&plan)["shed"], 0);
    plan["queue_age_cap_ms"] = json!(20);
    let result = measure(&plan);
    assert!(result["shed"].as_u64().unwrap() >= 20, "{result}");
    assert!(result["correct"].as_u64().unwrap() >= 1, "{result}");
}

#[test]
fn no_more_requests_than_the_cap_are_on_the_wire_and_the_wait_is_not_charged_to_us() {
    let (now, most) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
    let (counted, highest) = (Arc::clone(&now), Arc::clone(&most));
    let (address, _) = serve(move |stream, _| {
        {
            let mut counted = counted.lock().unwrap();
            *counted += 1;
            let mut highest = highest.lock().unwrap();
            *highest = (*highest).max(*counted);
        }
        thread::sleep(std::time::Duration::from_millis(10));
        *counted.lock().unwrap() -= 1;
        if stream.write_all(GOOD).is_ok() {
            Then::Stay
        } else {
            Then::Close
        }
    });
    let mut plan = plan(address, open(1000, 50));
    plan["timeout_ms"] = json!(5000);
    plan["in_flight_cap"] = json!(2);
    let result = measure(&plan);
    assert_eq!(result["correct"], 50);
    assert_eq!(*most.lock().unwrap(), 2);
    // The first two went out at once; the others found both in use.
    assert!(result["waited_for_server"].as_u64().unwrap() >= 25, "{result}");
}
