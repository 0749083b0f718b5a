//! A client that says one thing at a time and reads answers whole.

#![allow(dead_code, reason = "each test file is its own program and uses only part of this")]

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Longer than anything takes, on the slowest of machines.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Talk {
    pub stream: TcpStream,
    pending: Vec<u8>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        assert!(self.head.contains("\r\nContent-Type: application/json\r\n"), "{self:?}");
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Talk {
    pub fn to(address: &str) -> Talk {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Talk {
            stream,
            pending: Vec::new(),
        }
    }

    pub fn say(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).unwrap();
    }

    /// Asks for `target` without waiting for the answer.
    pub fn get(&mut self, target: &str) {
        self.say(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    /// The answer to `target`.
    pub fn ask(&mut self, target: &str) -> Answer {
        self.get(target);
        self.answer()
    }

    /// The next answer, with a body of the length it promises.
    pub fn answer(&mut self) -> Answer {
        let end = loop {
            match self.pending.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break end,
                None => assert!(self.read(), "closed within a head: {:?}", self.pending),
            }
        };
        let head = String::from_utf8(self.pending.drain(..end + 4).collect()).unwrap();
        let length = head.split("Content-Length: ").nth(1).unwrap().lines().next().unwrap();
        let length = length.parse().unwrap();
        while self.pending.len() < length {
            assert!(self.read(), "closed within a body: {:?}", self.pending);
        }
        Answer {
            status: head[9..12].parse().unwrap(),
            body: String::from_utf8(self.pending.drain(..length).collect()).unwrap(),
            head,
        }
    }

    /// What comes until the other side closes.
    pub fn rest(mut self) -> String {
        while self.read() {}
        String::from_utf8(self.pending).unwrap()
    }

    /// Whether nothing comes for so long.
    pub fn is_silent_for(&mut self, time: Duration) -> bool {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let outcome = self.stream.read(&mut [0; 1]);
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        outcome.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    fn read(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let count = self.stream.read(&mut buffer).unwrap();
        self.pending.extend_from_slice(&buffer[..count]);
        count > 0
    }
}

/// The counts of the upstream at `address`, by their names.
pub fn counts<const N: usize>(address: &str, names: [&str; N]) -> [u64; N] {
    let counts = Talk::to(address).ask("/counts").json();
    names.map(|name| counts[name].as_u64().unwrap())
}

/// Waits until `name` is counted `expected` times.
pub fn wait_for(address: &str, name: &str, expected: u64) {
    let begun = Instant::now();
    while counts(address, [name]) != [expected] {
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", counts(address, [name]));
        thread::sleep(Duration::from_millis(5));
    }
}
