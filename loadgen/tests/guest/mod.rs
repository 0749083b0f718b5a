//! A client of a room that hears one frame at a time.

#![allow(dead_code, reason = "each test file is its own program and uses only part of this")]

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use loadgen::websocket::frame;
use loadgen::websocket::greeting;

/// Longer than anything takes, on the slowest of machines.
const PATIENCE: Duration = Duration::from_secs(30);
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

pub const TEXT: u8 = 0x81;
pub const BINARY: u8 = 0x82;
pub const CLOSE: u8 = 0x88;
pub const PING: u8 = 0x89;
pub const PONG: u8 = 0x8a;

pub struct Guest {
    pub stream: TcpStream,
    pending: Vec<u8>,
}

/// The request that asks for the room.
pub fn asks(target: &str) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\r\n"
    )
}

/// A masked frame whose first byte is `first`.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    frame::write(&mut out, 0, payload, [1, 0xfe, 0, 0x80]);
    out[0] = first;
    out
}

impl Guest {
    pub fn to(address: &str) -> Guest {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Guest {
            stream,
            pending: Vec::new(),
        }
    }

    pub fn join(address: &str, target: &str) -> Guest {
        let mut guest = Guest::to(address);
        guest.raw(asks(target).as_bytes());
        guest.greeted();
        guest
    }

    /// Reads the answer that opens the room.
    pub fn greeted(&mut self) {
        let head = self.head();
        assert_eq!(greeting::check(head.as_bytes(), KEY), Ok(()));
    }

    /// The head of an answer.
    pub fn head(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head.push(self.bytes(1)[0] as char);
        }
        head
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    pub fn say(&mut self, first: u8, payload: &[u8]) {
        self.raw(&frame(first, payload));
    }

    /// The next so many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut buffer = [0; 16 * 1024];
        while self.pending.len() < count {
            let came = self.stream.read(&mut buffer).unwrap();
            assert!(came > 0, "it ended after {:?}", self.pending);
            self.pending.extend_from_slice(&buffer[..came]);
        }
        self.pending.drain(..count).collect()
    }

    /// The next frame's first byte and payload.
    pub fn hear(&mut self) -> (u8, Vec<u8>) {
        let head = self.bytes(2);
        let length = match head[1] {
            126 => self.bytes(2).iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
            127 => self.bytes(8).iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
            short => usize::from(short),
        };
        assert!(head[1] < 128, "a server's frame is not masked");
        (head[0], self.bytes(length))
    }

    /// What is sent to it next is the answer to a ping: nothing else was on its way.
    pub fn hears_nothing(&mut self) {
        self.say(PING, b"anything?");
        assert_eq!(self.hear(), (PONG, b"anything?".to_vec()));
    }

    /// The code of the close frame, which is the last to come.
    pub fn close_code(&mut self) -> u16 {
        let (first, payload) = self.hear();
        assert_eq!((first, payload.len()), (CLOSE, 2), "{payload:?}");
        let mut rest = Vec::new();
        self.stream.read_to_end(&mut rest).unwrap();
        assert!(
            self.pending.is_empty() && rest.is_empty(),
            "something came behind the close"
        );
        u16::from_be_bytes([payload[0], payload[1]])
    }

    /// Whether the connection ends, however it does, after no more than what had been sent.
    pub fn is_let_go(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return true,
                Ok(_) => {}
                // Either, by whether the end came ahead of the reset.
                Err(error) => return matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
            }
        }
    }

    pub fn hang_up(&self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }
}
