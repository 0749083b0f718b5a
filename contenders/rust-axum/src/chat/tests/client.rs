//! Members of a room, and requests to become one.

use std::net::SocketAddr;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header::SEC_WEBSOCKET_VERSION},
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, from_slice, from_str, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Message,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};
use tower::ServiceExt;

use super::super::Chat;
use crate::{duplicates::Comparing, loopback::Client, parts::Parts, routes::router};

pub type Socket = WebSocketStream<TcpStream>;

pub async fn enter(address: SocketAddr, room: &str) -> Socket {
    let socket = TcpSocket::new_v4().expect("a socket").connect(address).await.expect("a connection");
    socket.set_nodelay(true).expect("a socket");
    client_async(format!("ws://service/chat?room={room}"), socket).await.expect("a handshake").0
}

/// The key of the example in RFC 6455, of which the answer is known.
pub fn handshake(room: &str) -> String {
    format!(
        "GET /chat?room={room} HTTP/1.1\r\nHost: service\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
}

pub fn text(text: &str) -> String {
    json!({ "text": text }).to_string()
}

pub fn message(said: &str) -> Message {
    Message::Text(text(said).into())
}

pub async fn says(member: &mut Socket, text: &str) {
    member.send(message(text)).await.expect("a connection");
}

pub async fn next(member: &mut Socket) -> Message {
    member.next().await.expect("a message").expect("a connection")
}

pub async fn hears(member: &mut Socket) -> Value {
    let message = next(member).await;
    assert!(message.is_text(), "{message:?}");
    from_str(message.to_text().expect("UTF-8")).expect("JSON")
}

pub fn close_frame(code: CloseCode) -> CloseFrame {
    CloseFrame { code, reason: Default::default() }
}

/// The code of the close frame, which must be what comes next; then the connection must end, and not be reset.
pub async fn end(mut member: Socket) -> Option<CloseCode> {
    let message = next(&mut member).await;
    let Message::Close(frame) = message else { panic!("{message:?}") };
    let more = member.next().await;
    assert!(more.is_none(), "{more:?}");
    frame.map(|frame| frame.code)
}

/// Bytes until the end of the connection, however it comes.
pub async fn rest(member: &mut Client) -> usize {
    let mut received = Vec::new();
    let _ = member.socket.read_to_end(&mut received).await;
    received.len()
}

/// Many bytes of pings, until the service reads no more of them.
pub async fn pings(member: &mut Client, bytes: usize) {
    let mut ping = vec![0x89, 0x80 | 125, 0, 0, 0, 0];
    ping.resize(6 + 125, b'x');
    let many = ping.repeat(1000);
    for _ in 0..bytes / many.len() {
        member.socket.write_all(&many).await.expect("a connection");
    }
}

/// The status of the answer to a handshake that was changed; where it is a refusal, its form is looked at.
pub async fn refusal(chat: &Chat, path: &str, change: impl FnOnce(Request) -> Request) -> StatusCode {
    let request = Request::get(path)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .body(Body::empty())
        .expect("a request");
    let routes = router(Parts::default(), Comparing::new(1, false), chat.clone());
    let answer = routes.oneshot(change(request)).await.expect("infallible");
    let status = answer.status();
    let version = answer.headers().get(SEC_WEBSOCKET_VERSION).cloned();
    assert_eq!(version.is_some_and(|version| version == "13"), status == StatusCode::UPGRADE_REQUIRED);
    if status != StatusCode::SWITCHING_PROTOCOLS {
        let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        assert!(from_slice::<Value>(&body).expect("JSON")["error"].is_string());
    }
    status
}
