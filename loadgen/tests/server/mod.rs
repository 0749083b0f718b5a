//! A small server for the tests: a thread a connection, and a behaviour that is told how many requests came before.

#![allow(dead_code, reason = "each test file is its own program and uses only part of this")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// What the connection is to do after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    Stay,
    Close,
    /// Close with a reset.
    Reset,
}

/// An answer that everybody accepts.
pub const GOOD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";

/// Serves on a free loopback port until the test ends. `answer` gets the stream and the number of the request, from 0
/// over all connections. Also counts connections.
pub fn serve(answer: impl Fn(&mut TcpStream, u64) -> Then + Send + Sync + 'static) -> (SocketAddr, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&connections);
    let answer = Arc::new(answer);
    let requests = Arc::new(AtomicU64::new(0));
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
            thread::spawn(move || converse(stream.unwrap(), &*answer, &requests));
        }
    });
    (address, connections)
}

fn converse(mut stream: TcpStream, answer: &dyn Fn(&mut TcpStream, u64) -> Then, requests: &AtomicU64) {
    stream.set_nodelay(true).unwrap();
    let mut pending = Vec::new();
    let mut buffer = vec![0; 1 << 18];
    let mut searched = 0_usize;
    loop {
        let from = searched.saturating_sub(3);
        let found = pending[from..].windows(4).position(|window| window == b"\r\n\r\n");
        searched = pending.len();
        if let Some(end) = found {
            pending.drain(..from + end + 4);
            searched = 0;
            match answer(&mut stream, requests.fetch_add(1, Ordering::SeqCst)) {
                Then::Stay => {}
                Then::Close => return,
                Then::Reset => return reset(&stream),
            }
            continue;
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => pending.extend_from_slice(&buffer[..count]),
        }
    }
}

fn reset(stream: &TcpStream) {
    loadgen::socket::abort_on_close(stream);
}

/// A behaviour that always sends the same bytes.
pub fn always(bytes: &'static [u8], then: Then) -> impl Fn(&mut TcpStream, u64) -> Then + Send + Sync + 'static {
    move |stream, _| {
        // The other side may have gone; that is its business.
        let _gone = stream.write_all(bytes);
        then
    }
}

/// Hands each connection as it is to `converse`, before anything is read from it.
pub fn accept(converse: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let converse = Arc::new(converse);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let converse = Arc::clone(&converse);
            thread::spawn(move || converse(stream.unwrap()));
        }
    });
    address
}
