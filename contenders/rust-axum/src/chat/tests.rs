mod client;
mod handshake;
mod slow;

use futures_util::SinkExt;
use serde_json::json;
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{CloseCode, Data, OpCode},
    },
};

use self::client::{enter, hears, message, says, text};
use super::*;
use crate::{
    loopback::{self, until},
    parts::Parts,
};

async fn service(chat: &Chat) -> std::net::SocketAddr {
    loopback::service(&Parts::default(), chat).await
}

#[tokio::test]
async fn others_hear_what_a_member_says_in_one_order_and_it_does_not() {
    let address = service(&Chat::default()).await;
    let [mut ada, mut ben] = [enter(address, "a-1").await, enter(address, "a-1").await];
    let said = ["x", "\" \\ \r\n \u{0} </script> 👩‍👩‍👧 é"];
    for text in said {
        says(&mut ada, text).await;
    }
    for (seq, text) in (1..).zip(said) {
        assert_eq!(hears(&mut ben).await, json!({ "room": "a-1", "seq": seq, "text": text }));
    }
    says(&mut ben, "y").await;
    assert_eq!(hears(&mut ada).await, json!({ "room": "a-1", "seq": 3, "text": "y" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_numbered_without_gaps_and_heard_in_order() {
    const EACH: u64 = 200;
    let address = service(&Chat::default()).await;
    let mut ear = enter(address, "a").await;
    let mut mouths = Vec::new();
    for _ in 0..4 {
        mouths.push(enter(address, "a").await);
    }
    let speaking: Vec<_> = (0..)
        .zip(mouths)
        .map(|(mouth, mut socket)| {
            tokio::spawn(async move {
                for number in 0..EACH {
                    says(&mut socket, &format!("{mouth} {number}")).await;
                }
                socket
            })
        })
        .collect();
    let mut next = [0; 4];
    for seq in 1..=4 * EACH {
        let heard = hears(&mut ear).await;
        assert_eq!(heard["seq"], seq);
        let (mouth, number) = heard["text"].as_str().and_then(|text| text.split_once(' ')).expect("two numbers");
        let mouth: usize = mouth.parse().expect("a number");
        assert_eq!(number, next[mouth].to_string());
        next[mouth] += 1;
    }
    for socket in speaking {
        socket.await.expect("a socket");
    }
}

#[tokio::test]
async fn a_message_that_breaks_a_rule_closes_with_its_code_and_reaches_nobody() {
    let address = service(&Chat::default()).await;
    let [mut ada, mut ben] = [enter(address, "a").await, enter(address, "a").await];
    let frame = |code, payload: &[u8]| Message::Frame(Frame::message(payload.to_vec(), OpCode::Data(code), true));
    let bare = |text: String| Message::Text(text.into());
    for (seq, (breach, code)) in (1..).zip([
        (bare("words".to_owned()), CloseCode::Policy),
        (bare(String::new()), CloseCode::Policy),
        (bare(r#"{"text":"x""#.to_owned()), CloseCode::Policy),
        (bare(r#"["x"]"#.to_owned()), CloseCode::Policy),
        (bare("{}".to_owned()), CloseCode::Policy),
        (bare(r#"{"text":7}"#.to_owned()), CloseCode::Policy),
        (bare(r#"{"text":"\ud800"}"#.to_owned()), CloseCode::Policy),
        (message(""), CloseCode::Policy),
        (message(&"é".repeat(1001)), CloseCode::Policy),
        (Message::Binary(br#"{"text":"x"}"#.to_vec().into()), CloseCode::Unsupported),
        (frame(Data::Text, b"{\"text\":\"\xff\"}"), CloseCode::Invalid),
        (frame(Data::Continue, b"x"), CloseCode::Protocol),
        (bare("x".repeat(16 * 1024 + 1)), CloseCode::Size),
        (bare("x".repeat(4 * 1024 * 1024)), CloseCode::Size),
    ]) {
        let mut eve = enter(address, "a").await;
        // Where the rest of a message is not read, this may be refused.
        let _ = eve.send(breach).await;
        assert_eq!(client::end(eve).await, Some(code), "{seq}");
        says(&mut ada, "x").await;
        assert_eq!(hears(&mut ben).await["seq"], seq);
    }
}

#[tokio::test]
async fn what_is_on_the_limits_is_said() {
    let address = service(&Chat::default()).await;
    let [mut ada, mut ben] = [enter(address, "a").await, enter(address, "a").await];
    let long = "👩".repeat(1000);
    says(&mut ada, &long).await;
    assert_eq!(hears(&mut ben).await["text"], long.as_str());
    // Escaped and filled up to 16 KiB, with keys that nobody knows.
    let escaped = r"\ud83d\ude00".repeat(1000);
    let filled = format!(r#"{{"text":"{escaped}","more":["{}"]}}"#, "m".repeat(16 * 1024 - 12_000 - 23));
    assert_eq!(filled.len(), 16 * 1024);
    ada.send(Message::Text(filled.into())).await.expect("a connection");
    assert_eq!(hears(&mut ben).await["text"], "😀".repeat(1000).as_str());
}

#[tokio::test]
async fn a_ping_is_answered_and_a_message_in_fragments_put_together() {
    let address = service(&Chat::default()).await;
    let [mut ada, mut ben] = [enter(address, "a").await, enter(address, "a").await];
    let whole = text("é");
    // In the middle of the é.
    let (first, second) = whole.as_bytes().split_at(10);
    for frame in [
        Frame::message(first.to_vec(), OpCode::Data(Data::Text), false),
        Frame::ping("echo"),
        Frame::message(Vec::new(), OpCode::Data(Data::Continue), false),
        Frame::message(second.to_vec(), OpCode::Data(Data::Continue), true),
    ] {
        ada.send(Message::Frame(frame)).await.expect("a connection");
    }
    assert_eq!(hears(&mut ben).await["text"], "é");
    assert_eq!(client::next(&mut ada).await, Message::Pong("echo".into()));
}

#[tokio::test]
async fn a_close_is_answered_with_its_code_and_the_seat_given_up() {
    let chat = Chat::default();
    let address = service(&chat).await;
    for code in [CloseCode::Normal, CloseCode::Away, CloseCode::Library(4321)] {
        let mut ada = enter(address, "a").await;
        assert_eq!(chat.members.len(), 1);
        ada.send(Message::Close(Some(client::close_frame(code)))).await.expect("a connection");
        assert_eq!(client::end(ada).await, Some(code));
        until(|| chat.members.is_empty()).await;
    }
    let mut ada = enter(address, "a").await;
    ada.send(Message::Close(None)).await.expect("a connection");
    assert_eq!(client::end(ada).await, None);
    // Without a farewell.
    drop(enter(address, "a").await);
    until(|| chat.members.is_empty()).await;
}

#[tokio::test]
async fn a_service_that_stops_dismisses_everybody() {
    let chat = Chat::default();
    let address = service(&chat).await;
    let members = [enter(address, "a").await, enter(address, "b").await];
    chat.stop();
    for member in members {
        assert_eq!(client::end(member).await, Some(CloseCode::Away));
    }
    chat.emptied().await;
    // Who came in the meantime is dismissed as well.
    assert_eq!(client::end(enter(address, "a").await).await, Some(CloseCode::Away));
}
