//! One client: its connection, its handshake, what it still has to write.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::fd::AsRawFd;

use super::frame::{self, Decoder, Heard};
use super::greeting;
use crate::epoll::Epoll;
use crate::plan::{Plan, Rooms};
use crate::random::Stream;
use crate::socket;

/// Reads from one connection before the others get their turn.
const READS_IN_A_ROW: u32 = 4;
/// A member whose server has not read this much of what it sent sends nothing new.
const MOST_UNWRITTEN: usize = 1 << 20;

/// How far a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Down,
    Greeting,
    Up,
    /// Our close frame is on its way; the server's is waited for and answered by none.
    Leaving,
}

/// A client of a room.
pub struct Member {
    /// Among all members of the plan.
    pub number: usize,
    pub state: State,
    /// Why the connection ended last.
    pub why: Option<String>,
    /// It ended by a broken rule of the protocol.
    pub broken: bool,
    pub pings: u64,
    stream: Option<TcpStream>,
    key: String,
    head: Vec<u8>,
    decoder: Decoder,
    out: Vec<u8>,
    masks: Stream,
    masked: u64,
}

impl Member {
    /// A member without a connection.
    pub fn new(plan: &Plan, number: usize) -> Member {
        Member {
            number,
            state: State::Down,
            why: None,
            broken: false,
            pings: 0,
            stream: None,
            key: greeting::key(plan.seed, number as u64),
            head: Vec::new(),
            decoder: Decoder::default(),
            out: Vec::new(),
            masks: Stream::named(plan.seed, &number.to_string(), "websocket-masks"),
            masked: 0,
        }
    }

    /// Begins to connect and to greet.
    pub fn open(&mut self, plan: &Plan, rooms: &Rooms, epoll: &Epoll, token: u64) {
        let room = (self.number / rooms.members).to_string();
        self.out = greeting::request(plan, &rooms.path.replace("${room}", &room), &rooms.headers, &self.key);
        self.head.clear();
        self.decoder = Decoder::default();
        self.broken = false;
        let opened = socket::begin_connect(&plan.target).and_then(|stream| {
            epoll.watch(stream.as_raw_fd(), token)?;
            Ok(stream)
        });
        match opened {
            Ok(stream) => {
                self.stream = Some(stream);
                self.state = State::Greeting;
            }
            Err(error) => self.lose(error.to_string()),
        }
    }

    /// Whether a message may go out here now.
    pub fn can_send(&self) -> bool {
        self.state == State::Up && self.out.len() < MOST_UNWRITTEN
    }

    /// Sends a frame; what the kernel does not take at once goes out when it does.
    pub fn send(&mut self, opcode: u8, payload: &[u8]) {
        self.masked += 1;
        let mask = (self.masks.word(self.masked) as u32).to_be_bytes();
        frame::write(&mut self.out, opcode, payload, mask);
        self.flush();
    }

    /// Writes what is waiting.
    pub fn flush(&mut self) {
        let Some(stream) = &mut self.stream else { return };
        while !self.out.is_empty() {
            match stream.write(&self.out) {
                Ok(count) => drop(self.out.drain(..count)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Not connected: the connection is still being made, and readiness to write will tell.
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected) => return,
                Err(error) => return self.lose(error.to_string()),
            }
        }
    }

    /// Reads what there is, up to a few times in a row, and tells each message; true when there may be more. One that is
    /// sent messages without end must not keep the others, and the clock, from their turn.
    pub fn read(&mut self, rooms: &Rooms, buffer: &mut [u8], mut hear: impl FnMut(&[u8])) -> bool {
        for _ in 0..READS_IN_A_ROW {
            let Some(stream) = &mut self.stream else { return false };
            match stream.read(buffer) {
                Ok(0) => self.lose("the server closed the connection".to_string()),
                Ok(count) => self.digest(rooms, &buffer[..count], &mut hear),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected) => return false,
                Err(error) => self.lose(error.to_string()),
            }
        }
        self.stream.is_some()
    }

    fn digest(&mut self, rooms: &Rooms, bytes: &[u8], hear: &mut impl FnMut(&[u8])) {
        if matches!(self.state, State::Up | State::Leaving) {
            return self.frames(bytes, hear);
        }
        self.head.extend_from_slice(bytes);
        let Some(end) = memchr::memmem::find(&self.head, b"\r\n\r\n") else {
            if self.head.len() > greeting::LONGEST_ANSWER {
                self.lose("the handshake's answer is longer than 16 KiB".to_string());
            }
            return;
        };
        let head = std::mem::take(&mut self.head);
        if let Err(fault) = greeting::check(&head[..end], &self.key) {
            return self.lose(fault);
        }
        self.state = State::Up;
        if let Some(join) = &rooms.join {
            let room = (self.number / rooms.members).to_string();
            self.send(frame::TEXT, join.replace("${room}", &room).as_bytes());
        }
        self.frames(&head[end + 4..], hear);
    }

    fn frames(&mut self, bytes: &[u8], hear: &mut impl FnMut(&[u8])) {
        let mut pongs: Vec<Vec<u8>> = Vec::new();
        let mut closed = false;
        let read = self.decoder.read(bytes, |heard| match heard {
            Heard::Message(message) if !closed => hear(message),
            Heard::Ping(payload) => pongs.push(payload.to_vec()),
            Heard::Close => closed = true,
            Heard::Message(_) | Heard::Pong => {}
        });
        self.pings += pongs.len() as u64;
        for payload in &pongs {
            // A server that pings without reading gets no more answers: only the last ping needs one (section 5.5.3).
            if self.out.len() < MOST_UNWRITTEN {
                self.send(frame::PONG, payload);
            }
        }
        if let Err(fault) = read {
            self.broken = true;
            self.lose(fault.to_string());
        } else if closed {
            if self.state == State::Up {
                self.send(frame::CLOSE, &1000_u16.to_be_bytes());
            }
            self.lose("the server closed the conversation".to_string());
        }
    }

    /// Begins to say goodbye.
    pub fn leave(&mut self) {
        self.state = State::Leaving;
        self.send(frame::CLOSE, &1000_u16.to_be_bytes());
    }

    /// Gives the connection up.
    pub fn lose(&mut self, why: String) {
        self.stream = None;
        self.out.clear();
        self.state = State::Down;
        self.why = Some(why);
    }
}
