use axum::{
    body::{Body, to_bytes},
    http::{Request, header::CONTENT_TYPE},
};
use futures_util::{FutureExt, StreamExt};
use serde_json::to_string;
use tokio::time::{Instant, advance};
use tower::ServiceExt;

use super::*;
use crate::{
    chat::Chat,
    duplicates::Comparing,
    loopback::{Client, service, tasks, until},
    parts::Parts,
    routes::router,
};

#[test]
fn a_price_follows_from_its_number() {
    for (seq, price) in [(0, "0.0"), (1, "79.19"), (2, "158.38"), (100, "919.0"), (999_999_999, "920.81")] {
        assert_eq!(to_string(&Tick::new(seq)).expect("JSON"), format!(r#"{{"seq":{seq},"price":{price}}}"#));
    }
}

#[tokio::test(start_paused = true)]
async fn ticks_are_events_with_an_id() {
    let request = Request::get("/ticks/000000041?count=3").body(Body::empty()).expect("a request");
    let routes = router(Parts::default(), Comparing::new(1, false), Chat::default());
    let answer = routes.oneshot(request).await.expect("infallible");
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/event-stream");
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    assert_eq!(
        str::from_utf8(&body).expect("UTF-8"),
        "id: 41\ndata: {\"seq\":41,\"price\":246.79}\n\n\
         id: 42\ndata: {\"seq\":42,\"price\":325.98}\n\n\
         id: 43\ndata: {\"seq\":43,\"price\":405.17}\n\n"
    );
}

#[tokio::test(start_paused = true)]
async fn each_tick_is_due_ten_milliseconds_after_the_one_before() {
    let start = Instant::now();
    let mut ticks = Box::pin(due(0..100));
    for number in 0..100 {
        assert!(ticks.next().await.is_some_and(|tick| tick.is_ok()));
        assert_eq!(start.elapsed(), PERIOD * number);
    }
    assert!(ticks.next().await.is_none());
    assert_eq!(start.elapsed(), PERIOD * 99);
}

#[tokio::test(start_paused = true)]
async fn a_late_tick_moves_no_other() {
    let start = Instant::now();
    let mut ticks = Box::pin(due(0..100));
    ticks.next().await;
    advance(Duration::from_millis(35)).await;
    for _ in 1..=3 {
        ticks.next().now_or_never().expect("what was due");
    }
    assert!(ticks.next().now_or_never().is_none());
    ticks.next().await;
    assert_eq!(start.elapsed(), Duration::from_millis(40));
}

#[tokio::test(start_paused = true)]
async fn the_answer_begins_before_its_second_tick_and_ends_when_the_client_leaves() {
    let address = service(&Parts::default(), &Chat::default()).await;
    let before = tasks();
    let mut client = Client::gets(address, "/ticks/0?count=100").await;
    let head = client.read_to("\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    client.chunk().await;
    drop(client);
    // The clock stands still: the answer cannot come to its own end.
    until(|| tasks() == before).await;
}
