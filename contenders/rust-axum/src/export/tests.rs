use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use axum::{Router, routing::get};
use futures_util::{FutureExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::{
    chat::Chat,
    loopback::{Client, serve, service, tasks, until},
    parts::Parts,
};

async fn text(rows: Range<u64>) -> String {
    let pieces: Vec<_> = pieces(rows).map(|piece| piece.expect("JSON")).collect().await;
    String::from_utf8(pieces.concat()).expect("UTF-8")
}

#[tokio::test]
async fn rows_have_the_bytes_of_the_contract() {
    assert_eq!(
        text(4..7).await,
        "{\"id\":4,\"name\":\"item 4\",\"amount\":418916,\"tags\":[\"even\"]}\n\
         {\"id\":5,\"name\":\"item 5\",\"amount\":523645,\"tags\":[\"odd\"]}\n\
         {\"id\":6,\"name\":\"item 6\",\"amount\":628374,\"tags\":[\"even\",\"third\"]}\n"
    );
    let last = r#"{"id":1000999998,"name":"item 1000999998","amount":790542,"tags":["even","third"]}"#;
    assert_eq!(text(1_000_999_998..1_000_999_999).await, format!("{last}\n"));
}

#[tokio::test]
async fn every_row_is_there_once_in_pieces_that_do_not_grow() {
    let pieces: Vec<_> = pieces(500..50_500).map(|piece| piece.expect("JSON")).collect().await;
    let longest = pieces.iter().map(Bytes::len).max().expect("pieces");
    assert!((PIECE..PIECE + LONGEST_ROW).contains(&longest), "{longest}");
    let text = String::from_utf8(pieces.concat()).expect("UTF-8");
    assert_eq!(text.lines().count(), 50_000);
    for (line, id) in text.lines().zip(500..) {
        assert!(line.starts_with(&format!("{{\"id\":{id},")), "{line}");
    }
}

#[tokio::test]
async fn everybody_else_has_their_turn_before_each_piece() {
    let mut pieces = Box::pin(pieces(0..1_000_000));
    for _ in 0..3 {
        assert!(pieces.next().now_or_never().is_none());
        pieces.next().await.expect("a piece").expect("JSON");
    }
}

#[tokio::test]
async fn an_export_is_sent_in_chunks_to_its_end() {
    let address = service(&Parts::default(), &Chat::default()).await;
    let mut client = Client::gets(address, "/export/0?rows=2").await;
    let head = client.read_to("\r\n\r\n").await.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200 ok\r\n"), "{head}");
    for header in ["content-type: application/x-ndjson\r\n", "transfer-encoding: chunked\r\n"] {
        assert!(head.contains(header), "{head}");
    }
    assert_eq!(client.chunk().await, text(0..2).await);
    assert_eq!(client.chunk().await, "");
}

#[tokio::test]
async fn a_client_that_does_not_read_is_waited_for() {
    let made = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&made);
    let export = move || async move {
        Body::from_stream(pieces(0..1_000_000).inspect(move |piece| {
            counted.fetch_add(piece.as_ref().map_or(0, Bytes::len), Relaxed);
        }))
    };
    let mut client = Client::gets(serve(Router::new().route("/", get(export))).await, "/").await;
    let (mut before, mut unchanged) = (0, 0);
    until(|| {
        let now = made.load(Relaxed);
        unchanged = if now == before { unchanged + 1 } else { 0 };
        before = now;
        now > 0 && unchanged > 10_000
    })
    .await;
    // What both kernels hold, and what waits in the service, of 70 MB.
    assert!(before < 16_000_000, "{before}");

    // Who reads on gets the rest.
    client.socket.shutdown().await.expect("a connection");
    let mut rest = Vec::new();
    client.socket.read_to_end(&mut rest).await.expect("a connection");
    assert!(rest.len() >= before - PIECE * 16, "{} of {before}", rest.len());
}

#[tokio::test]
async fn making_ends_when_the_client_leaves() {
    let address = service(&Parts::default(), &Chat::default()).await;
    let before = tasks();
    let mut client = Client::gets(address, "/export/0?rows=1000000").await;
    client.read_to("{\"id\":100,").await;
    assert_eq!(tasks(), before + 1);
    drop(client);
    until(|| tasks() == before).await;
}
