mod upstream;

use serde_json::{Value, from_str, json};

use self::upstream::{Seen, Upstream};
use super::*;
use crate::{
    accepted::read,
    chat::Chat,
    loopback::{Client, service, tasks, until},
    parts::Parts,
    stockroom::PATIENCE,
};

/// The service in front of the upstream, asked for these articles.
async fn asks(upstream: &Upstream, skus: &[u64]) -> Client {
    let stockroom = Stockroom::new(&upstream.url, PATIENCE).expect("a stockroom");
    let parts = Parts { stockroom: Some(Arc::new(stockroom)), ..Parts::default() };
    asks_of(service(&parts, &Chat::default()).await, skus).await
}

async fn asks_of(address: std::net::SocketAddr, skus: &[u64]) -> Client {
    let body = json!({ "skus": skus, "more": [] }).to_string();
    let length = body.len();
    let head = "POST /agents/stock HTTP/1.1\r\nHost: service\r\nContent-Type: application/json";
    Client::asks(address, &format!("{head}\r\nContent-Length: {length}\r\n\r\n{body}")).await
}

async fn event(client: &mut Client) -> Value {
    let chunk = client.chunk().await;
    let data = chunk.strip_prefix("data: ").and_then(|chunk| chunk.strip_suffix("\n\n"));
    from_str(data.unwrap_or_else(|| panic!("{chunk}"))).expect("JSON")
}

async fn asked(upstream: &mut Upstream, count: usize) -> Vec<u64> {
    let mut skus = Vec::new();
    while skus.len() < count {
        match upstream.seen.recv().await.expect("an upstream") {
            Seen::Asked(sku) => skus.push(sku),
            Seen::Left(sku) => panic!("{sku} was given up"),
        }
    }
    skus.sort_unstable();
    skus
}

#[test]
fn one_to_sixteen_different_articles_may_be_asked_for() {
    let sixteen: Vec<_> = (1..=16).collect();
    for skus in [json!([1]), json!([999_999, 1]), json!(sixteen)] {
        let body = json!({ "skus": skus, "more": null }).to_string();
        assert!(read::<Wanted>(body.as_bytes()).is_ok(), "{body}");
    }
    let seventeen: Vec<_> = (1..=17).collect();
    for body in [
        json!({}),
        json!([[7]]),
        json!({ "skus": [] }),
        json!({ "skus": seventeen }),
        json!({ "skus": [1, 2, 1] }),
        json!({ "skus": [0] }),
        json!({ "skus": [1_000_000] }),
        json!({ "skus": [-1] }),
        json!({ "skus": [4_294_967_297_u64] }),
        json!({ "skus": [1.5] }),
        json!({ "skus": ["7"] }),
        json!({ "skus": [null] }),
        json!({ "skus": 7 }),
    ] {
        let outcome = read::<Wanted>(body.to_string().as_bytes());
        assert!(matches!(outcome, Err(Error::Rule(_))), "{body}: {outcome:?}");
    }
}

#[tokio::test]
async fn all_are_asked_at_once_and_told_as_they_come() {
    let mut upstream = Upstream::start().await;
    let mut client = asks(&upstream, &[1, 2, 3]).await;
    let head = client.read_to("\r\n\r\n").await.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200 ok\r\n") && head.contains("content-type: text/event-stream"), "{head}");
    assert_eq!(asked(&mut upstream, 3).await, [1, 2, 3]);
    for sku in [2, 3, 1] {
        upstream.answer(sku);
        assert_eq!(event(&mut client).await, json!({ "sku": sku, "available": 17, "warehouse": "W3" }));
    }
    assert_eq!(event(&mut client).await, json!({ "answered": 3, "failed": 0 }));
    assert_eq!(client.chunk().await, "");
    assert!(upstream.seen.try_recv().is_err());
}

#[tokio::test]
async fn what_fails_is_told_with_its_reason_and_asked_for_once() {
    let mut upstream = Upstream::start().await;
    let failing = [upstream::UNKNOWN, upstream::FAILS, upstream::BREAKS_OFF, upstream::NO_JSON, upstream::ANOTHER];
    let mut client = asks(&upstream, &failing).await;
    client.read_to("\r\n\r\n").await;
    let mut told = Vec::new();
    for _ in failing {
        told.push(event(&mut client).await);
    }
    told.sort_unstable_by_key(|event| event["sku"].as_u64());
    let wanted = failing.map(|sku| {
        let error = if sku == upstream::UNKNOWN { "not found" } else { "bad gateway" };
        json!({ "sku": sku, "error": error })
    });
    assert_eq!(told, wanted);
    assert_eq!(event(&mut client).await, json!({ "answered": 0, "failed": 5 }));
    assert_eq!(client.chunk().await, "");
    assert_eq!(asked(&mut upstream, 5).await, failing);
    assert!(upstream.seen.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn what_never_comes_is_told_as_a_timeout() {
    // The clock goes on by itself where everybody waits.
    let mut client = asks(&Upstream::start().await, &[1, 2]).await;
    client.read_to("\r\n\r\n").await;
    for sku in [1, 2] {
        assert_eq!(event(&mut client).await, json!({ "sku": sku, "error": "gateway timeout" }));
    }
    assert_eq!(event(&mut client).await, json!({ "answered": 0, "failed": 2 }));
}

#[tokio::test(start_paused = true)]
async fn who_leaves_ends_what_is_still_open_and_nothing_else() {
    let mut upstream = Upstream::start().await;
    let stockroom = Stockroom::new(&upstream.url, PATIENCE).expect("a stockroom");
    let parts = Parts { stockroom: Some(Arc::new(stockroom)), ..Parts::default() };
    let address = service(&parts, &Chat::default()).await;
    let before = tasks();
    let mut client = asks_of(address, &[1, 2, 3]).await;
    until(|| upstream.seen.len() == 3).await;
    asked(&mut upstream, 3).await;
    upstream.answer(2);
    client.read_to("\n\n").await;
    drop(client);
    // The clock stands still: no timeout closes them.
    until(|| upstream.seen.len() == 2).await;
    let mut left = [(); 2].map(|()| upstream.seen.try_recv().expect("two"));
    left.sort_unstable();
    assert_eq!(left, [Seen::Left(1), Seen::Left(3)]);
    // The connection that has answered is kept: its two ends, and what will close it one day, are all that is still there.
    until(|| tasks() == before + 3).await;
    assert_eq!(upstream.seen.len(), 0);
}
