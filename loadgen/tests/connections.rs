//! How many requests a connection carries.

mod drive;
mod server;

use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use drive::{closed, counts, measure, only, open, plan};
use serde_json::json;
use server::{GOOD, Then, always, serve};

#[test]
fn each_request_opens_its_own_connection_or_so_many_share_one() {
    // The four places may each end with a connection that has carried fewer than it may.
    for (most, opened) in [(1, 40..=40), (4, 10..=13), (1000, 1..=4)] {
        let (address, connections) = serve(always(GOOD, Then::Stay));
        let mut plan = plan(address, closed(40));
        plan["requests_per_connection"] = json!(most);
        assert_eq!(counts(&measure(&plan)), only("correct", 40));
        // One more is opened beforehand, to see that any can be.
        let seen = connections.load(Ordering::SeqCst) - 1;
        assert!(opened.contains(&seen), "{most} a connection: {seen}");
    }
}

#[test]
fn a_place_without_a_connection_is_free_to_open_one() {
    let (address, _) = serve(|stream, nth| {
        if nth == 0 {
            thread::sleep(Duration::from_millis(50));
        }
        always(GOOD, Then::Close)(stream, nth)
    });
    let mut plan = plan(address, open(50, 1000));
    plan["requests_per_connection"] = json!(1);
    let result = measure(&plan);
    assert_eq!(counts(&result), only("correct", 50));
    assert_eq!(result["waited_for_server"], 0, "{result}");
}

#[test]
fn a_server_that_dies_fails_each_request_that_wants_a_connection() {
    let (address, _) = serve(always(GOOD, Then::Reset));
    let mut plan = plan(address, open(100, 500));
    plan["requests_per_connection"] = json!(1);
    let result = measure(&plan);
    assert_eq!(result["planned"], 50);
    assert_eq!(
        result["correct"].as_u64().unwrap() + result["failed"].as_u64().unwrap(),
        50,
        "{result}"
    );
}
