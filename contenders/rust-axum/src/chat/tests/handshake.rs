//! How one becomes a member, or does not.

use axum::http::StatusCode;

use super::{
    client::{self, enter, refusal, says},
    service,
};
use crate::{
    chat::Chat,
    loopback::{Client, until},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_its_answer_misses_nothing() {
    let address = service(&Chat::default()).await;
    let mut ada = enter(address, "a").await;
    for seq in 1..=200 {
        // The answer alone, byte by byte: not even a poll of the member's own socket lies between.
        let mut ben = Client::asks(address, &client::handshake("a")).await;
        ben.read_to("\r\n\r\n").await;
        says(&mut ada, "x").await;
        ben.read_to(&format!(r#""seq":{seq},"text":"x"}}"#)).await;
    }
}

#[tokio::test]
async fn a_seat_whose_client_never_came_is_given_up() {
    let chat = Chat::default();
    let status = refusal(&chat, "/chat?room=a", |request| request).await;
    assert_eq!(status, StatusCode::SWITCHING_PROTOCOLS);
    until(|| chat.members.is_empty()).await;
}

#[tokio::test]
async fn who_does_not_ask_for_a_web_socket_in_a_room_is_refused() {
    let chat = Chat::default();
    let long = format!("/chat?room={}", "a".repeat(33));
    for path in
        ["/chat", "/chat?room=", "/chat?room=A", "/chat?room=a_b", "/chat?room=%C3%A9", "/chat?room=a%0A", &long]
    {
        assert_eq!(refusal(&chat, path, |request| request).await, StatusCode::BAD_REQUEST, "{path}");
    }
    for (name, value, wanted) in [
        ("connection", "keep-alive", StatusCode::UPGRADE_REQUIRED),
        ("upgrade", "h2c", StatusCode::UPGRADE_REQUIRED),
        ("sec-websocket-version", "12", StatusCode::UPGRADE_REQUIRED),
        ("sec-websocket-key", "short", StatusCode::BAD_REQUEST),
    ] {
        let replaced = refusal(&chat, "/chat?room=a", |mut request| {
            request.headers_mut().insert(name, value.parse().expect("a value"));
            request
        });
        assert_eq!(replaced.await, wanted, "{name}");
        let removed = refusal(&chat, "/chat?room=a", |mut request| {
            request.headers_mut().remove(name);
            request
        });
        assert_eq!(removed.await, wanted, "no {name}");
    }
}

#[tokio::test]
async fn no_extension_and_no_protocol_is_agreed_upon() {
    let address = service(&Chat::default()).await;
    let offer = "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
    let request = client::handshake("a");
    let mut member =
        Client::asks(address, &format!("{}{offer}", request.trim_end_matches("\r\n").to_owned() + "\r\n")).await;
    let head = member.read_to("\r\n\r\n").await.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 101 switching protocols\r\n"), "{head}");
    assert!(head.contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"), "{head}");
    assert!(!head.contains("extensions") && !head.contains("sec-websocket-protocol"), "{head}");
}
