//! The upstream: what it answers, when, and what it counts.

mod drive;
mod listening;
mod talk;

use std::process::Command;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use drive::{PROGRAM, measure, only};
use listening::{Listening, sleeps};
use serde_json::{Value, json};
use talk::{Talk, counts, wait_for};

/// How long the answer to an article takes, in ms.
fn wait_of(sku: u64) -> u64 {
    50 + sku * 104_729 % 151
}

fn stock_of(sku: u64) -> Value {
    json!({ "sku": sku, "available": sku * 7919 % 50, "warehouse": format!("W{}", sku % 9 + 1) })
}

#[test]
fn each_article_is_answered_after_its_wait_on_a_connection_that_is_kept() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    for sku in [0, 1, 7, 150, 4711, 899_999, 999_999] {
        let asked = Instant::now();
        let answer = talk.ask(&format!("/stock/{sku}"));
        let took = asked.elapsed();
        assert_eq!((answer.status, answer.json()), (200, stock_of(sku)));
        assert!(took >= Duration::from_millis(wait_of(sku)), "{sku}: {took:?}");
    }
    let names = ["requests", "answered", "abandoned", "connections", "most_in_flight"];
    assert_eq!(counts(&upstream.address, names), [7, 7, 0, 2, 1]);
    assert_eq!(talk.ask("/counts").json()["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn each_number_that_misbehaves_does_so_and_after_it_all_is_as_before() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    let asked = Instant::now();
    let unknown = talk.ask("/stock/900404");
    assert_eq!((unknown.status, unknown.json()), (404, json!({ "error": "not found" })));
    assert!(asked.elapsed() >= Duration::from_millis(50));
    let failing = talk.ask("/stock/900500");
    assert!(failing.status == 500 && failing.json()["error"].is_string());
    let text = talk.ask("/stock/900002");
    assert_eq!((text.status, text.body.as_str()), (200, "not json"));
    assert_eq!(talk.ask("/stock/900004").json()["available"], "26");
    let asked = Instant::now();
    assert_eq!(talk.ask("/stock/900005").json(), stock_of(900_005));
    assert!(asked.elapsed() >= Duration::from_millis(2500));
    talk.get("/stock/900001");
    let half = talk.rest();
    assert!(
        half.contains("Content-Length: 46\r\n") && half.ends_with("\r\n\r\n{\"sku\":900001,\"availabl"),
        "{half}"
    );
    assert_eq!(Talk::to(&upstream.address).ask("/stock/5").json(), stock_of(5));
    assert_eq!(
        counts(&upstream.address, ["requests", "answered", "abandoned"]),
        [7, 7, 0]
    );
}

#[test]
fn one_that_never_answers_holds_its_connection_and_is_abandoned_with_it() {
    let upstream = Listening::start("upstream", &[]);
    let mut silent = Talk::to(&upstream.address);
    silent.get("/stock/900003");
    // What is asked behind it on the same connection waits for it.
    silent.get("/stock/0");
    assert!(silent.is_silent_for(Duration::from_millis(400)));
    assert_eq!(Talk::to(&upstream.address).ask("/stock/0").json(), stock_of(0));
    wait_for(&upstream.address, "requests", 3);
    assert_eq!(counts(&upstream.address, ["answered", "abandoned"]), [1, 0]);
    drop(silent);
    wait_for(&upstream.address, "abandoned", 2);
    assert_eq!(counts(&upstream.address, ["requests", "answered"]), [3, 1]);
}

#[test]
fn requests_in_one_piece_are_answered_in_their_order_and_none_before_its_time() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    let skus = [4, 0, 1, 151, 3, 2, 0];
    let asked = Instant::now();
    let heads: Vec<String> = skus
        .iter()
        .map(|sku| format!("GET /stock/{sku} HTTP/1.1\r\nHost: x\r\n\r\n"))
        .collect();
    talk.say(&(heads.concat() + "GET /counts HTTP/1.1\r\n\r\nGET /nowhere HTTP/1.1\r\n\r\n"));
    for sku in skus {
        assert_eq!(talk.answer().json(), stock_of(sku));
        assert!(asked.elapsed() >= Duration::from_millis(wait_of(sku)), "{sku}");
    }
    assert_eq!(talk.answer().json()["answered"], 7);
    assert_eq!(talk.answer().status, 404);
    assert_eq!(counts(&upstream.address, ["most_in_flight"]), [7]);
}

#[test]
fn a_request_in_single_bytes_is_answered_once() {
    let upstream = Listening::start("upstream", &[]);
    let mut talk = Talk::to(&upstream.address);
    let text = "GET /stock/12 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /counts HTTP/1.1\r\n\r\n";
    for byte in text.chars() {
        talk.say(&byte.to_string());
    }
    assert_eq!(talk.answer().json(), stock_of(12));
    assert_eq!(talk.answer().json()["requests"], 1);
}

#[test]
fn whoever_goes_away_before_the_answer_is_counted_and_the_others_are_answered() {
    let upstream = Listening::start("upstream", &["--threads", "2"]);
    let ask = |target: &str| {
        let mut talk = Talk::to(&upstream.address);
        talk.get(target);
        talk
    };
    let leaving: Vec<Talk> = (0..40).map(|_| ask("/stock/900003")).collect();
    let staying: Vec<Talk> = (0..40).map(|sku| ask(&format!("/stock/{sku}"))).collect();
    wait_for(&upstream.address, "requests", 80);
    drop(leaving);
    for (sku, mut talk) in staying.into_iter().enumerate() {
        assert_eq!(talk.answer().json(), stock_of(sku as u64));
    }
    wait_for(&upstream.address, "abandoned", 40);
    let [answered, connections, most] = counts(&upstream.address, ["answered", "connections", "most_in_flight"]);
    assert_eq!(answered, 40);
    // The one that asks, and those of the test that were dropped a moment ago.
    assert!(connections <= 41, "{connections}");
    assert!((40..=80).contains(&most), "{most}");
    wait_for(&upstream.address, "connections", 1);
}

#[test]
fn what_was_owed_to_one_who_left_is_not_given_to_one_who_came_to_his_place() {
    let upstream = Listening::start("upstream", &[]);
    let mut gone = Talk::to(&upstream.address);
    gone.get("/stock/7");
    wait_for(&upstream.address, "requests", 1);
    drop(gone);
    wait_for(&upstream.address, "connections", 1);
    let mut next: Vec<Talk> = (0..3).map(|_| Talk::to(&upstream.address)).collect();
    assert!(next[0].is_silent_for(Duration::from_millis(wait_of(7) + 100)));
    for talk in &mut next {
        assert_eq!(talk.ask("/stock/8").json(), stock_of(8));
    }
}

#[test]
fn a_thousand_connections_are_answered_each_with_its_own_article() {
    let upstream = Listening::start("upstream", &["--threads", "2"]);
    let plan = json!({
        "schema": "loadgen/plan@1", "target": upstream.address, "connections": 1000, "seed": 7, "timeout_ms": 30_000,
        "sample_body_every": 1, "sample_body_max": 3000,
        "operations": [{
            "id": "stock", "answer": { "status": 200, "type": "application/json" },
            "requests": [{ "bytes": "GET /stock/0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                           "slots": [{ "at": 11, "width": 4, "fill": "k" }] }],
        }],
        "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "requests": 3000 }],
    });
    let events = drive::events(&drive::run(&plan).stdout);
    assert_eq!(drive::counts(&drive::result(&events, "p")), only("correct", 3000));
    let bodies = events.iter().find(|event| event["event"] == "bodies").unwrap();
    for (sku, body) in bodies["bodies"].as_array().unwrap().iter().enumerate() {
        let text = STANDARD.decode(body["body_base64"].as_str().unwrap());
        assert_eq!(
            serde_json::from_slice::<Value>(&text.unwrap()).unwrap(),
            stock_of(sku as u64)
        );
    }
    let names = ["requests", "answered", "abandoned"];
    assert_eq!(counts(&upstream.address, names), [3000, 3000, 0]);
    // Each answer takes 50 ms and more, so that the first thousand wait together unless sending them takes as long.
    assert!(counts(&upstream.address, ["most_in_flight"])[0] > 100);
}

#[test]
fn no_answer_is_early_under_load() {
    let upstream = Listening::start("upstream", &[]);
    let plan = json!({
        "schema": "loadgen/plan@1", "target": upstream.address, "connections": 200, "seed": 7, "timeout_ms": 30_000,
        "operations": [{ "id": "stock", "answer": { "status": 200 },
                         "requests": [{ "bytes": "GET /stock/1 HTTP/1.1\r\nHost: x\r\n\r\n" }] }],
        "phases": [{ "id": "p", "arrivals": { "kind": "poisson", "rate_per_s": 500 }, "for_ms": 1000 }],
    });
    let result = measure(&plan);
    assert_eq!(result["planned"], result["correct"]);
    let bytes = STANDARD.decode(result["histograms"]["service"].as_str().unwrap());
    let times: hdrhistogram::Histogram<u64> = hdrhistogram::serialization::Deserializer::new()
        .deserialize(&mut &bytes.unwrap()[..])
        .unwrap();
    // A histogram of three digits rounds by less than a thousandth.
    assert!(times.min() as f64 >= wait_of(1) as f64 * 1e6 * 0.999, "{}", times.min());
}

#[test]
fn what_comes_in_quick_succession_is_heard_and_answered_together() {
    let upstream = Listening::start("upstream", &[]);
    let plan = json!({
        "schema": "loadgen/plan@1", "target": upstream.address, "connections": 1000, "seed": 7, "timeout_ms": 30_000,
        "operations": [{ "id": "stock", "answer": { "status": 200 },
                         "requests": [{ "bytes": "GET /stock/00 HTTP/1.1\r\nHost: x\r\n\r\n",
                                        "slots": [{ "at": 11, "width": 2, "fill": "k" }] }] }],
        "phases": [{ "id": "p", "arrivals": { "kind": "constant", "rate_per_s": 4000 }, "for_ms": 1000 }],
    });
    let before = sleeps(&upstream);
    let result = measure(&plan);
    assert_eq!(result["correct"], 4000);
    // One waking a request and one a millisecond of answers would be 5000 and some for the connections.
    let slept = sleeps(&upstream) - before;
    assert!(slept < 3000, "{slept}");
}

#[test]
fn only_loopback_is_listened_on() {
    let output = Command::new(PROGRAM)
        .args(["upstream", "--listen", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("loopback"));
}
