//! What the null server does on each of its threads: the requests it counts, the answers it owes.

use std::collections::VecDeque;
use std::thread;
use std::time::Duration;

use memchr::memmem;

use super::bucket::Bucket;
use super::{NullServer, Stall};
use crate::clock;
use crate::server::{Clients, Cutter, Host, RequestHead};

/// The most bytes of one answer's body.
pub const LONGEST_BODY: usize = 16 * 1024 * 1024;

pub(super) struct Null {
    answer: Box<[u8]>,
    delay: u64,
    stall: Option<Stall>,
    bucket: Option<Bucket>,
    /// Answers held back, in the order they become due: (ns on the clock, place, its generation).
    owed: VecDeque<(u64, u32, u32)>,
    answers: u64,
}

impl Null {
    pub fn new(server: &NullServer) -> Null {
        Null {
            answer: answer(server.body),
            delay: server.delay,
            stall: server.stall,
            bucket: server.limit.map(|per_s| Bucket::full(per_s, clock::now())),
            owed: VecDeque::new(),
            answers: 0,
        }
    }

    /// False: the client is gone.
    fn answer(&mut self, clients: &mut Clients<Cutter>, place: u32) -> bool {
        if !clients.send(place, &self.answer) {
            return false;
        }
        self.answers += 1;
        if let Some(stall) = self.stall.filter(|stall| stall.after(self.answers)) {
            thread::sleep(Duration::from_nanos(stall.length));
        }
        true
    }
}

impl Host for Null {
    type Talk = Cutter;

    fn greet(&mut self) -> Cutter {
        Cutter::new(usize::MAX)
    }

    fn hear(&mut self, clients: &mut Clients<Cutter>, place: u32, bytes: &[u8]) -> bool {
        let Some((cutter, generation)) = clients.talk(place) else {
            return true;
        };
        let requests = count(cutter, bytes);
        for _ in 0..requests {
            if self.delay > 0 || self.bucket.is_some() {
                self.owed.push_back((clock::now() + self.delay, place, generation));
            } else if !self.answer(clients, place) {
                return false;
            }
        }
        true
    }

    fn due(&self) -> Option<u64> {
        let (due, ..) = self.owed.front()?;
        Some(self.bucket.as_ref().map_or(0, Bucket::ready_at).max(*due))
    }

    /// Gives the answers that have been held back long enough and, under a limit, find a token. One whose client has gone
    /// takes none.
    fn pay(&mut self, clients: &mut Clients<Cutter>) {
        while let Some((due, place, generation)) = self.owed.front().copied() {
            let now = clock::now();
            if due > now {
                return;
            }
            let there = clients.is_there(place, generation);
            if there && self.bucket.as_mut().is_some_and(|bucket| !bucket.take(now)) {
                return;
            }
            self.owed.pop_front();
            if there && !self.answer(clients, place) {
                clients.remove(place);
            }
        }
    }
}

/// How many requests these bytes complete. A head that cannot be read is one without a body: all is answered here.
fn count(cutter: &mut Cutter, bytes: &[u8]) -> u64 {
    // Nearly always: one whole request without a body.
    if cutter.is_between() && bytes.starts_with(b"GET ") && bytes.ends_with(b"\r\n\r\n") {
        let first = memmem::find(bytes, b"\r\n\r\n");
        if first == Some(bytes.len() - 4) {
            return 1;
        }
    }
    let mut requests = 0;
    let cut = cutter.cut(bytes, |head| {
        requests += 1;
        RequestHead::read(head).map_or(0, |request| request.length)
    });
    debug_assert!(cut.is_ok(), "no head is too long for the null server");
    requests
}

/// A JSON string of `body` bytes with the head a small API sends.
fn answer(body: usize) -> Box<[u8]> {
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body}\r\n\r\n").into_bytes();
    let text = body.saturating_sub(2);
    match body {
        0 => {}
        1 => bytes.push(b'0'),
        _ => {
            bytes.push(b'"');
            bytes.extend(std::iter::repeat_n(b'x', text));
            bytes.push(b'"');
        }
    }
    bytes.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_however_they_are_cut() {
        let bytes = b"GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST /a HTTP/1.1\r\ncontent-length: 5\r\n\r\nab\r\n\rGET /b HTTP/1.1\r\n\r\n";
        for piece in 1..=bytes.len() {
            let mut cutter = Cutter::new(usize::MAX);
            let counted: u64 = bytes.chunks(piece).map(|part| count(&mut cutter, part)).sum();
            assert_eq!(counted, 3, "pieces of {piece}");
            assert!(cutter.is_between());
        }
    }

    #[test]
    fn what_is_no_request_is_answered_like_one() {
        let mut cutter = Cutter::new(usize::MAX);
        assert_eq!(count(&mut cutter, b"nonsense\r\n\r\n\0\r\n\r\n"), 2);
        assert_eq!(count(&mut cutter, b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n"), 1);
        assert!(cutter.is_between());
    }

    #[test]
    fn answers_have_the_body_asked_for() {
        for body in [0, 1, 2, 50, 5000] {
            let bytes = answer(body);
            let end = memmem::find(&bytes, b"\r\n\r\n").unwrap() + 4;
            assert_eq!(bytes.len() - end, body);
            assert!(body == 0 || serde_json::from_slice::<serde_json::Value>(&bytes[end..]).is_ok());
        }
    }
}
