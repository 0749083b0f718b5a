//! Requests that follow an answer and use what it held, and requests with numbers of their own.

mod drive;
mod server;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use drive::{closed, counts, measure, open};
use serde_json::{Value, json};

/// A little shop: POST makes an order and names it, GET reads one that was made. Keeps the paths asked for.
struct Shop {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Shop {
    fn open(name_of: impl Fn(u64) -> String + Send + Sync + 'static) -> Shop {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (name_of, made, log) = (Arc::new(name_of), Arc::new(AtomicU64::new(0)), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (name_of, made, log) = (Arc::clone(&name_of), Arc::clone(&made), Arc::clone(&log));
                thread::spawn(move || serve(stream.unwrap(), &*name_of, &made, &log));
            }
        });
        Shop { address, asked }
    }
}

fn serve(mut stream: TcpStream, name_of: &dyn Fn(u64) -> String, made: &AtomicU64, log: &Mutex<Vec<String>>) {
    let mut pending = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        while let Some(end) = pending.windows(4).position(|window| window == b"\r\n\r\n") {
            let head: Vec<u8> = pending.drain(..end + 4).collect();
            let head = String::from_utf8(head).unwrap();
            let mut words = head.split(' ');
            let (method, path) = (words.next().unwrap(), words.next().unwrap().to_string());
            let body = match method {
                "POST" => name_of(made.fetch_add(1, Ordering::SeqCst)),
                _ => "{\"found\":true}".to_string(),
            };
            log.lock().unwrap().push(path);
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => pending.extend_from_slice(&buffer[..count]),
        }
    }
}

fn chain(shop: &Shop, phases: Value) -> Value {
    json!({
        "schema": "loadgen/plan@1", "target": shop.address.to_string(), "connections": 3, "seed": 7, "timeout_ms": 2000,
        "operations": [
            { "id": "order", "answer": { "status": 200 },
              "capture": { "after": "\"id\":\"", "until": "\"", "longest": 20 },
              "requests": [{ "bytes": "POST /orders/00000 HTTP/1.1\r\nHost: x\r\n\r\n",
                             "slots": [{ "at": 13, "width": 5, "fill": "k" }] }] },
            { "id": "read", "after": "order", "answer": { "status": 200 },
              "requests": [{ "bytes": "GET /orders/? HTTP/1.1\r\nHost: x\r\n\r\n",
                             "slots": [{ "at": 12, "width": 1, "fill": "captured" }] }] },
        ],
        "phases": phases,
    })
}

/// Names of different lengths, so that each request is of its own.
fn named(nth: u64) -> String {
    format!("{{\"id\":\"{}\"}}", "n".repeat(nth as usize % 7 + 1) + &nth.to_string())
}

#[test]
fn each_correct_answer_is_followed_once_with_what_it_held() {
    for phases in [closed(30), open(200, 150)] {
        let shop = Shop::open(named);
        let result = measure(&chain(&shop, phases));
        assert_eq!(counts(&result), [("correct".to_string(), 60)], "{result}");
        assert_eq!(result["by_operation"]["order"]["correct"], 30);
        assert_eq!(result["by_operation"]["read"]["correct"], 30);
        let asked = shop.asked.lock().unwrap();
        for nth in 0..30 {
            let posted = format!("/orders/{nth:05}");
            assert_eq!(asked.iter().filter(|path| **path == posted).count(), 1, "{posted}");
            let id = named(nth).split('"').nth(3).unwrap().to_string();
            let read = format!("/orders/{id}");
            assert_eq!(asked.iter().filter(|path| **path == read).count(), 1, "{read}");
        }
    }
}

#[test]
fn an_answer_without_what_its_follower_needs_is_wrong_and_followed_by_nothing() {
    let shop = Shop::open(|nth| match nth % 3 {
        0 => "{\"id\":\"\"}".to_string(),
        _ => named(nth),
    });
    let result = measure(&chain(&shop, closed(30)));
    assert_eq!(
        counts(&result),
        [("correct".to_string(), 40), ("capture".to_string(), 10)],
        "{result}"
    );
    assert_eq!(result["planned"], 50);
}

#[test]
fn a_chain_over_connections_of_one_request_each_goes_on_over_others() {
    let shop = Shop::open(named);
    let mut plan = chain(&shop, closed(20));
    plan["requests_per_connection"] = json!(1);
    assert_eq!(counts(&measure(&plan)), [("correct".to_string(), 40)]);
}

#[test]
fn the_phase_and_k_together_make_a_number_that_no_other_request_of_the_plan_has() {
    for (first, from) in [(None, 0), (Some(98), 98)] {
        let shop = Shop::open(named);
        let phases: Vec<Value> = (0..3)
            .map(|nth| json!({ "id": nth.to_string(), "arrivals": { "kind": "closed" }, "requests": 20 }))
            .collect();
        let mut plan = chain(&shop, json!(phases));
        plan["workers"] = json!(2);
        plan["operations"] = json!([{
            "id": "order", "answer": { "status": 200 },
            "requests": [{ "bytes": "POST /orders/00000 HTTP/1.1\r\nHost: x\r\n\r\n",
                           "slots": [{ "at": 13, "width": 2, "fill": "phase" }, { "at": 15, "width": 3, "fill": "k" }] }],
        }]);
        if let Some(first) = first {
            plan["first_phase"] = json!(first);
        }
        assert!(drive::run(&plan).status.success());
        let mut asked = shop.asked.lock().unwrap().clone();
        asked.sort_unstable();
        let mut expected: Vec<String> = (0..3)
            .flat_map(|nth| (0..20).map(move |k| format!("/orders/{:02}{k:03}", (from + nth) % 100)))
            .collect();
        expected.sort_unstable();
        assert_eq!(asked, expected);
    }
}
