//! The connections of one thread of a server.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::fd::AsRawFd;

use crate::epoll::Epoll;
use crate::problem::Problem;

/// The token of the listener; connections count from 0.
const LISTENER: u64 = u64::MAX;

/// All that are open, each at a place of its own, and what the server remembers of each.
pub struct Clients<Talk> {
    epoll: Epoll,
    listener: TcpListener,
    places: Vec<Option<Client<Talk>>>,
    free: Vec<u32>,
    generation: u32,
}

struct Client<Talk> {
    stream: TcpStream,
    generation: u32,
    /// What the kernel has not taken yet.
    unsent: Vec<u8>,
    /// Nothing will be sent behind it.
    finished: bool,
    talk: Talk,
}

/// What the kernel reports.
pub(super) enum Arrival {
    Connection,
    /// Something from the client at `place`, or room for what it is sent.
    From {
        place: u32,
        writable: bool,
        closing: bool,
    },
}

impl<Talk> Clients<Talk> {
    /// None yet; those that come to `listener` may be accepted.
    pub fn new(listener: TcpListener) -> Result<Clients<Talk>, Problem> {
        let epoll = Epoll::new().and_then(|epoll| epoll.watch(listener.as_raw_fd(), LISTENER).map(|()| epoll));
        Ok(Clients {
            epoll: epoll.map_err(|error| Problem::Machine(format!("the server could not begin: {error}")))?,
            listener,
            places: Vec::new(),
            free: Vec::new(),
            generation: 0,
        })
    }

    /// Waits up to `ns` (none: for ever) and returns how many reports there are.
    pub(super) fn wait(&mut self, ns: Option<u64>) -> usize {
        self.epoll.wait(ns)
    }

    pub(super) fn report(&self, nth: usize) -> Arrival {
        let ready = self.epoll.report(nth);
        match ready.token {
            LISTENER => Arrival::Connection,
            token => Arrival::From {
                place: token as u32,
                writable: ready.writable,
                closing: ready.closing,
            },
        }
    }

    /// The place of the next connection that waits to be accepted; none: none does.
    pub(super) fn accept(&mut self, greet: impl FnOnce() -> Talk) -> Result<Option<u32>, Problem> {
        let stream = loop {
            match self.listener.accept() {
                Ok((stream, _)) => break stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::Interrupted) => {}
                Err(error) => return Err(Problem::Machine(format!("a connection could not be accepted: {error}"))),
            }
        };
        let place = self.free.pop().unwrap_or(self.places.len() as u32);
        let watched = stream
            .set_nonblocking(true)
            .and_then(|()| stream.set_nodelay(true))
            .and_then(|()| self.epoll.watch(stream.as_raw_fd(), u64::from(place)));
        watched.map_err(|error| Problem::Machine(format!("a connection could not be watched: {error}")))?;
        self.generation = self.generation.wrapping_add(1);
        let client = Client {
            stream,
            generation: self.generation,
            unsent: Vec::new(),
            finished: false,
            talk: greet(),
        };
        match self.places.get_mut(place as usize) {
            Some(empty) => *empty = Some(client),
            None => self.places.push(Some(client)),
        }
        Ok(Some(place))
    }

    /// Bytes that came, 0 when no more will; none: nothing has come.
    pub(super) fn read(&mut self, place: u32, buffer: &mut [u8]) -> Option<usize> {
        let client = self.client(place)?;
        loop {
            match client.stream.read(buffer) {
                Ok(count) => return Some(count),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Some(0),
            }
        }
    }

    /// Sends `bytes` behind what has not gone yet. False: the client is gone.
    pub fn send(&mut self, place: u32, bytes: &[u8]) -> bool {
        let Some(client) = self.client(place) else {
            return true;
        };
        let taken = if client.unsent.is_empty() {
            match client.stream.write(bytes) {
                Ok(taken) => taken,
                Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
                Err(_) => return false,
            }
        } else {
            0
        };
        client.unsent.extend_from_slice(&bytes[taken..]);
        true
    }

    /// Keeps `bytes` behind what has not gone yet, for `flush` to send: several messages then go in one call. True: it is
    /// the first that is kept.
    pub fn keep(&mut self, place: u32, bytes: &[u8]) -> bool {
        let Some(client) = self.client(place) else {
            return false;
        };
        let first = client.unsent.is_empty();
        client.unsent.extend_from_slice(bytes);
        first
    }

    /// Sends what has not gone yet. False: the client is gone.
    pub fn flush(&mut self, place: u32) -> bool {
        let Some(client) = self.client(place) else {
            return true;
        };
        while !client.unsent.is_empty() {
            match client.stream.write(&client.unsent) {
                Ok(taken) => drop(client.unsent.drain(..taken)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return true,
                Err(_) => return false,
            }
        }
        !client.finished || client.end()
    }

    /// Nothing more will be sent: once all has gone the client is told so. It stays until it closes too, since a socket
    /// closed with bytes unread resets the connection, and a reset may overtake the answer. False: the client is gone.
    pub fn finish(&mut self, place: u32) -> bool {
        let Some(client) = self.client(place) else {
            return true;
        };
        client.finished = true;
        !client.unsent.is_empty() || client.end()
    }

    /// Bytes that the kernel has not taken yet.
    pub fn unsent(&self, place: u32) -> usize {
        let client = self.places[place as usize].as_ref();
        client.map_or(0, |client| client.unsent.len())
    }

    /// What the server remembers of the client at `place`, and which of those that were there it is.
    pub fn talk(&mut self, place: u32) -> Option<(&mut Talk, u32)> {
        let client = self.client(place)?;
        Some((&mut client.talk, client.generation))
    }

    /// Whether the client at `place` is still that one.
    pub fn is_there(&self, place: u32, generation: u32) -> bool {
        let client = self.places[place as usize].as_ref();
        client.is_some_and(|client| client.generation == generation)
    }

    /// Closes the connection, and gives back what was remembered of the client, if one is there.
    pub fn remove(&mut self, place: u32) -> Option<Talk> {
        let client = self.places[place as usize].take()?;
        self.free.push(place);
        Some(client.talk)
    }

    fn client(&mut self, place: u32) -> Option<&mut Client<Talk>> {
        self.places[place as usize].as_mut()
    }
}

impl<Talk> Client<Talk> {
    fn end(&self) -> bool {
        self.stream.shutdown(Shutdown::Write).is_ok()
    }
}

#[cfg(test)]
#[path = "clients_test.rs"]
mod tests;
