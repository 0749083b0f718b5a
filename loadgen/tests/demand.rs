//! Open demand carried out: replays, changing rates, and what is done with requests that no connection takes.

mod drive;
mod server;

use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use drive::{PROGRAM, measure, open, plan, plan_file, run};
use serde_json::json;
use server::{GOOD, Then, always, serve};

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
    let output = String::from_utf8(Command::new(PROGRAM).args(draws).output().unwrap().stdout).unwrap();
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
