//! The epoll way: the kernel says which connections are ready, and each is read by a call of its own.

mod sending;

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::sync::Arc;

use self::sending::Unsent;
use super::{Event, Patience, Received};
use crate::epoll::{Bell, Epoll};
use crate::plan::Plan;
use crate::socket::{self, begin_connect};

/// The token of the bell; no connection has it, since there are fewer than 2^32.
const BELL: u64 = u64::MAX;
/// Read at once; an answer that fits takes one call.
const BUFFER: usize = 64 * 1024;
/// Reads from one connection before the others get their turn.
const READS_IN_A_ROW: u32 = 16;

#[derive(Default)]
struct Place {
    stream: Option<TcpStream>,
    /// Counts the sockets this place has had, so that a report about an old one is known as such.
    generation: u32,
    opening: bool,
    unsent: Unsent,
}

/// A connection being read.
struct Reading {
    index: u32,
    left: u32,
    /// The peer closes: read until the end.
    closing: bool,
}

pub struct Readiness {
    plan: Arc<Plan>,
    epoll: Epoll,
    places: Vec<Place>,
    buffer: Vec<u8>,
    found: usize,
    nth: usize,
    reading: Option<Reading>,
    /// Connections with more to read than their turn allowed, and how many of them are to be gone on with now.
    again: VecDeque<(u32, u32)>,
    turns: usize,
}

impl Readiness {
    pub fn new(plan: &Arc<Plan>, size: usize, bell: &Bell) -> io::Result<Readiness> {
        let epoll = Epoll::new()?;
        epoll.watch_bell(bell, BELL)?;
        Ok(Readiness {
            plan: Arc::clone(plan),
            epoll,
            places: (0..size).map(|_| Place::default()).collect(),
            buffer: vec![0; BUFFER],
            found: 0,
            nth: 0,
            reading: None,
            again: VecDeque::with_capacity(size),
            turns: 0,
        })
    }

    pub fn open(&mut self, index: u32) -> io::Result<()> {
        let place = &mut self.places[index as usize];
        let stream = begin_connect(&self.plan.target)?;
        let token = u64::from(place.generation) << 32 | u64::from(index);
        self.epoll.watch(stream.as_raw_fd(), token)?;
        place.stream = Some(stream);
        place.opening = true;
        Ok(())
    }

    pub fn close(&mut self, index: u32, abort: bool) {
        let place = &mut self.places[index as usize];
        if let Some(stream) = place.stream.take().filter(|_| abort) {
            socket::abort_on_close(&stream);
        }
        place.generation = place.generation.wrapping_add(1);
        place.opening = false;
        place.unsent = Unsent::Nothing;
        if self.reading.as_ref().is_some_and(|reading| reading.index == index) {
            self.reading = None;
        }
    }

    /// Events have no time of their own here, so none of them may be left lying: every patience is none.
    pub fn wait(&mut self, ns: Option<u64>, _patience: Patience) {
        let ns = if self.again.is_empty() { ns } else { Some(0) };
        self.found = self.epoll.wait(ns);
        self.nth = 0;
        self.turns = self.again.len();
    }

    pub fn next_event(&mut self) -> Option<(u32, Event)> {
        loop {
            if let Some(event) = self.read_on() {
                return Some(event);
            }
            if self.nth < self.found {
                self.nth += 1;
                if let Some(event) = self.heed(self.nth - 1) {
                    return Some(event);
                }
            } else if self.turns > 0 {
                self.turns -= 1;
                let (index, generation) = self.again.pop_front()?;
                if self.places[index as usize].generation == generation {
                    self.read(index, true);
                }
            } else {
                return None;
            }
        }
    }

    /// Acts on report `nth`: perhaps an event, perhaps a connection to read from.
    fn heed(&mut self, nth: usize) -> Option<(u32, Event)> {
        let ready = self.epoll.report(nth);
        let index = ready.token as u32;
        if ready.token == BELL {
            return None;
        }
        let place = &mut self.places[index as usize];
        if place.generation != (ready.token >> 32) as u32 {
            return None;
        }
        let mut event = None;
        if place.opening {
            if !ready.writable && !ready.closing {
                return None;
            }
            place.opening = false;
            let failed = match &place.stream {
                Some(stream) => stream.take_error().unwrap_or_else(Some),
                None => None,
            };
            event = Some((index, Event::Opened(failed)));
        } else if ready.writable && !matches!(place.unsent, Unsent::Nothing) {
            event = match self.flush(index) {
                Ok(true) => Some((index, Event::Sent)),
                Ok(false) => None,
                Err(_) => return Some((index, Event::Broken)),
            };
        }
        if ready.readable || ready.closing {
            self.read(index, ready.closing);
        }
        event
    }

    fn read(&mut self, index: u32, closing: bool) {
        self.reading = Some(Reading {
            index,
            left: READS_IN_A_ROW,
            closing,
        });
    }

    fn read_on(&mut self) -> Option<(u32, Event)> {
        loop {
            let reading = self.reading.as_mut()?;
            let index = reading.index;
            let place = &mut self.places[index as usize];
            let Some(stream) = place.stream.as_mut() else {
                self.reading = None;
                return None;
            };
            if reading.left == 0 {
                self.again.push_back((index, place.generation));
                self.reading = None;
                return None;
            }
            reading.left -= 1;
            match stream.read(&mut self.buffer) {
                Ok(0) => {
                    self.reading = None;
                    return Some((index, Event::Ended));
                }
                Ok(count) => {
                    // A short read has emptied the socket; a close still to be seen comes as its own report.
                    if count < BUFFER && !reading.closing {
                        self.reading = None;
                    }
                    let received = Received {
                        buffer: 0,
                        range: 0..count as u32,
                        at: None,
                    };
                    return Some((index, Event::Bytes(received)));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.reading = None;
                    return (error.kind() != ErrorKind::WouldBlock).then_some((index, Event::Broken));
                }
            }
        }
    }

    pub fn bytes(&self, received: &Received) -> &[u8] {
        &self.buffer[received.range.start as usize..received.range.end as usize]
    }
}
