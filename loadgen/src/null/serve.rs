//! One thread of the null server: its connections, the requests it counts on them, the answers it owes.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpListener;
use std::os::fd::AsRawFd;
use std::thread;
use std::time::Duration;

use super::bucket::Bucket;
use super::client::Client;
use super::{NullServer, Stall};
use crate::clock;
use crate::epoll::Epoll;
use crate::problem::Problem;

/// The token of the listener; connections count from 0.
const LISTENER: u64 = u64::MAX;
const BUFFER: usize = 64 * 1024;
/// The most bytes of one answer's body.
pub const LONGEST_BODY: usize = 16 * 1024 * 1024;

pub struct Thread {
    epoll: Epoll,
    listener: TcpListener,
    places: Vec<Option<Client>>,
    free: Vec<u32>,
    answer: Box<[u8]>,
    delay: u64,
    stall: Option<Stall>,
    bucket: Option<Bucket>,
    /// Answers held back, in the order they become due: (ns on the clock, place, its generation).
    owed: VecDeque<(u64, u32, u32)>,
    answers: u64,
    generation: u32,
    buffer: Vec<u8>,
}

impl Thread {
    pub fn new(server: &NullServer, listener: TcpListener) -> Result<Thread, Problem> {
        let denied = |error: io::Error| Problem::Machine(format!("the null server could not begin: {error}"));
        clock::sharpen_timers();
        let epoll = Epoll::new().map_err(denied)?;
        epoll.watch(listener.as_raw_fd(), LISTENER).map_err(denied)?;
        Ok(Thread {
            epoll,
            listener,
            places: Vec::new(),
            free: Vec::new(),
            answer: answer(server.body),
            delay: server.delay,
            stall: server.stall,
            bucket: server.limit.map(|per_s| Bucket::full(per_s, clock::now())),
            owed: VecDeque::new(),
            answers: 0,
            generation: 0,
            buffer: vec![0; BUFFER],
        })
    }

    /// Serves until the readiness list fails, which it does not.
    pub fn serve(&mut self) -> Result<(), Problem> {
        loop {
            let wait = self.due().map(|due| due.saturating_sub(clock::now()));
            let found = self.epoll.wait(wait);
            for nth in 0..found {
                let ready = self.epoll.report(nth);
                if ready.token == LISTENER {
                    self.accept()?;
                } else {
                    self.attend(ready.token as u32, ready.writable);
                }
            }
            self.pay();
        }
    }

    fn accept(&mut self) -> Result<(), Problem> {
        loop {
            let stream = match self.listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::Interrupted) => continue,
                Err(error) => return Err(Problem::Machine(format!("a connection could not be accepted: {error}"))),
            };
            let place = self.free.pop().unwrap_or(self.places.len() as u32);
            let watched = stream
                .set_nonblocking(true)
                .and_then(|()| stream.set_nodelay(true))
                .and_then(|()| self.epoll.watch(stream.as_raw_fd(), u64::from(place)));
            watched.map_err(|error| Problem::Machine(format!("a connection could not be watched: {error}")))?;
            self.generation = self.generation.wrapping_add(1);
            let client = Client::new(stream, self.generation);
            match self.places.get_mut(place as usize) {
                Some(empty) => *empty = Some(client),
                None => self.places.push(Some(client)),
            }
            // A request may have come with the handshake, before the connection was watched.
            self.attend(place, false);
        }
    }

    fn attend(&mut self, place: u32, writable: bool) {
        if writable && !self.flush(place) {
            return self.drop_client(place);
        }
        loop {
            let Some(client) = self.places[place as usize].as_mut() else {
                return;
            };
            match client.stream.read(&mut self.buffer) {
                Ok(0) => return self.drop_client(place),
                Ok(count) => {
                    let requests = client.count(&self.buffer[..count]);
                    let generation = client.generation;
                    for _ in 0..requests {
                        if self.delay > 0 || self.bucket.is_some() {
                            self.owed.push_back((clock::now() + self.delay, place, generation));
                        } else if !self.answer(place) {
                            return self.drop_client(place);
                        }
                    }
                    if count < BUFFER {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return self.drop_client(place),
            }
        }
    }

    /// When the next answer held back may go.
    fn due(&self) -> Option<u64> {
        let (due, ..) = self.owed.front()?;
        Some(self.bucket.as_ref().map_or(0, Bucket::ready_at).max(*due))
    }

    /// Gives the answers that have been held back long enough and, under a limit, find a token. One whose client has gone
    /// takes none.
    fn pay(&mut self) {
        while let Some((due, place, generation)) = self.owed.front().copied() {
            let now = clock::now();
            if due > now {
                return;
            }
            let client = self.places[place as usize].as_ref();
            let there = client.is_some_and(|client| client.generation == generation);
            if there && self.bucket.as_mut().is_some_and(|bucket| !bucket.take(now)) {
                return;
            }
            self.owed.pop_front();
            if there && !self.answer(place) {
                self.drop_client(place);
            }
        }
    }

    /// False: the client is gone.
    fn answer(&mut self, place: u32) -> bool {
        let Some(client) = self.places[place as usize].as_mut() else {
            return true;
        };
        let taken = if client.unsent.is_empty() {
            match client.stream.write(&self.answer) {
                Ok(taken) => taken,
                Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
                Err(_) => return false,
            }
        } else {
            0
        };
        client.unsent.extend_from_slice(&self.answer[taken..]);
        self.answers += 1;
        if let Some(stall) = self.stall.filter(|stall| stall.after(self.answers)) {
            thread::sleep(Duration::from_nanos(stall.length));
        }
        true
    }

    fn flush(&mut self, place: u32) -> bool {
        let Some(client) = self.places[place as usize].as_mut() else {
            return true;
        };
        while !client.unsent.is_empty() {
            match client.stream.write(&client.unsent) {
                Ok(taken) => drop(client.unsent.drain(..taken)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return true,
                Err(_) => return false,
            }
        }
        true
    }

    fn drop_client(&mut self, place: u32) {
        if self.places[place as usize].take().is_some() {
            self.free.push(place);
        }
    }
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
    use memchr::memmem;

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
