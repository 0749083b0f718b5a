//! What is timed from where.

mod drive;
mod server;

use std::io::Write;
use std::thread;
use std::time::Duration;

use drive::{measure, open, plan, run};
use serde_json::json;
use server::{GOOD, Then, always, serve};

#[test]
fn a_worker_that_polls_for_nothing_is_not_called_busy() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let mut plan = plan(address, open(200, 1000));
    // Of the 5 ms between two due times it polls for 1 ms at the least.
    plan["spin_us"] = json!(1000);
    let result = measure(&plan);
    let (cpu, busy) = (
        result["cpu_s"].as_f64().unwrap(),
        result["busy_share"].as_f64().unwrap(),
    );
    assert!(cpu > 0.15, "it did not poll: {result}");
    assert!(
        busy < cpu - 0.1,
        "{busy} of a second was busy, {cpu} s were spent: {result}"
    );
}

#[test]
fn a_stall_shows_in_the_response_times_and_not_in_the_service_times() {
    // One connection, 200 requests a second; the 20th answer comes 400 ms late. Every request due meanwhile waits.
    let (address, _) = serve(|stream, nth| {
        if nth == 20 {
            thread::sleep(Duration::from_millis(400));
        }
        if stream.write_all(GOOD).is_ok() {
            Then::Stay
        } else {
            Then::Close
        }
    });
    let mut plan = plan(address, open(200, 1000));
    plan["connections"] = json!(1);
    plan["timeout_ms"] = json!(5000);
    let result = measure(&plan);
    assert_eq!(result["correct"], 200);
    // 80 requests fall into the stall: 40 % of all, so a tenth of all wait for more than 300 ms.
    // The service times know of one slow request in 200.
    let response = histogram(&result, "response");
    let service = histogram(&result, "service");
    assert!(
        response.iter().filter(|ns| **ns > 200_000_000).count() >= 30,
        "{response:?}"
    );
    assert!(
        service.iter().filter(|ns| **ns > 200_000_000).count() <= 5,
        "{service:?}"
    );
    assert!(result["waited_for_server"].as_u64().unwrap() >= 60, "{result}");
}

/// Every time of a histogram of the result, read back from its encoded form.
fn histogram(result: &serde_json::Value, name: &str) -> Vec<u64> {
    use base64::Engine;
    let code = result["histograms"][name].as_str().unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(code).unwrap();
    let times: hdrhistogram::Histogram<u64> = hdrhistogram::serialization::Deserializer::new()
        .deserialize(&mut bytes.as_slice())
        .unwrap();
    times
        .iter_recorded()
        .flat_map(|step| std::iter::repeat_n(step.value_iterated_to(), step.count_since_last_iteration() as usize))
        .collect()
}

#[test]
fn an_idle_connection_makes_a_wait_the_generators_and_a_busy_one_the_servers() {
    // 100 requests a second on 4 connections that answer at once: nothing waits for the server, unless this machine
    // is so busy that an answer takes 30 ms; a few may.
    let (address, _) = serve(always(GOOD, Then::Stay));
    let result = measure(&plan(address, open(100, 300)));
    let by_server = result["waited_for_server"].as_u64().unwrap();
    assert!(by_server <= 10, "{result}");
    assert_eq!(histogram(&result, "generator_lag").len() as u64, 30 - by_server);
}

#[test]
fn counts_by_second_add_up_to_the_whole() {
    let (address, _) = serve(always(GOOD, Then::Stay));
    let output = run(&plan(address, open(300, 1500)));
    let events = drive::events(&output.stdout);
    let seconds: Vec<u64> = events
        .iter()
        .filter(|e| e["event"] == "second")
        .map(|e| e["correct"].as_u64().unwrap())
        .collect();
    assert!(seconds.len() >= 2, "{seconds:?}");
    assert_eq!(seconds.iter().sum::<u64>(), 450);
}
