//! The service on a real socket, and a client that speaks byte by byte.

use std::{future::IntoFuture, net::SocketAddr};

use axum::Router;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    runtime::Handle,
    task::yield_now,
};

use crate::{chat::Chat, duplicates::Comparing, parts::Parts, routes::router};

/// Ends with the runtime of the test.
pub async fn serve(routes: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, routes).into_future());
    address
}

pub async fn service(parts: &Parts, chat: &Chat) -> SocketAddr {
    serve(router(parts.clone(), Comparing::new(1, false), chat.clone())).await
}

pub struct Client {
    pub socket: TcpStream,
    unread: Vec<u8>,
}

impl Client {
    /// Sends a request, of which the answer is not read.
    pub async fn asks(address: SocketAddr, request: &str) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        // Little room, so that what is not read waits in the service.
        socket.set_recv_buffer_size(4096).expect("a size");
        let mut socket = socket.connect(address).await.expect("a connection");
        socket.write_all(request.as_bytes()).await.expect("a request");
        Self { socket, unread: Vec::new() }
    }

    pub async fn gets(address: SocketAddr, path: &str) -> Self {
        Self::asks(address, &format!("GET {path} HTTP/1.1\r\nHost: service\r\n\r\n")).await
    }

    /// What comes next, to the end of the mark.
    pub async fn read_to(&mut self, mark: &str) -> String {
        loop {
            if let Some(place) = self.unread.windows(mark.len()).position(|window| window == mark.as_bytes()) {
                let rest = self.unread.split_off(place + mark.len());
                let read = std::mem::replace(&mut self.unread, rest);
                return String::from_utf8_lossy(&read).into_owned();
            }
            let read = self.socket.read_buf(&mut self.unread).await.expect("a connection");
            assert_ne!(read, 0, "{mark:?} did not come: {}", String::from_utf8_lossy(&self.unread));
        }
    }

    /// Of an answer in chunks, the next one.
    pub async fn chunk(&mut self) -> String {
        let size = self.read_to("\r\n").await;
        let size = usize::from_str_radix(size.trim_end(), 16).expect("a size");
        let chunk = self.read_to("\r\n").await;
        assert_eq!(chunk.len(), size + 2, "{chunk}");
        chunk[..size].to_owned()
    }
}

/// Keeps the runtime busy until something holds: a paused clock stands still meanwhile.
pub async fn until(mut holds: impl FnMut() -> bool) {
    while !holds() {
        yield_now().await;
    }
}

pub fn tasks() -> usize {
    Handle::current().metrics().num_alive_tasks()
}
