//! The pool's connections over TLS.

use std::io::{self, ErrorKind};

use super::reading::{Reading, read};
use super::{Landed, Pool};
use crate::connection::State;
use crate::network::Received;
use crate::record::Flight;
use crate::tls::Session;

impl Pool {
    /// The connection stands; now both sides say who they are.
    pub(super) fn begin_session(&mut self, index: u32) -> Option<Landed> {
        let trust = self.plan.tls.as_ref()?;
        let begun = Session::open(trust).map_err(io::Error::other).and_then(|session| {
            self.connections[index as usize].session = Some(Box::new(session));
            self.put_through(index)
        });
        begun.err().and_then(|error| self.refused(index, &error))
    }

    pub(super) fn send_wrapped(&mut self, index: u32, flight: Flight) -> io::Result<bool> {
        if let Some(session) = &mut self.connections[index as usize].session {
            let request = self.plan.request(flight.operation, flight.variant);
            let bytes = if request.is_fixed() {
                &request.bytes
            } else {
                &self.rendered[..]
            };
            session.put(bytes).map_err(io::Error::other)?;
        }
        self.put_through(index)
    }

    /// Hands the network whatever the session has to say.
    fn put_through(&mut self, index: u32) -> io::Result<bool> {
        self.wrapped.clear();
        if let Some(session) = &mut self.connections[index as usize].session {
            session.take_out(&mut self.wrapped).map_err(io::Error::other)?;
        }
        match self.wrapped.is_empty() {
            true => Ok(true),
            false => self.network.send_bytes(index, &self.wrapped),
        }
    }

    pub(super) fn receive_wrapped(&mut self, index: u32, received: &Received, since: u64) -> Option<Landed> {
        let mut plain = std::mem::take(&mut self.plain);
        plain.clear();
        let landed = self.unwrap_and_read(index, received, since, &mut plain);
        self.plain = plain;
        landed
    }

    fn unwrap_and_read(&mut self, index: u32, received: &Received, since: u64, plain: &mut Vec<u8>) -> Option<Landed> {
        let connection = &mut self.connections[index as usize];
        let opening = matches!(connection.state, State::Opening { .. });
        let session = connection.session.as_mut()?;
        let taken = session.take_in(self.network.bytes(received), plain);
        let open = session.is_open();
        // An alert that says what is wrong goes out too; what became of it changes nothing.
        let put = self.put_through(index);
        match taken
            .map_err(|why| io::Error::new(ErrorKind::InvalidData, why))
            .and(put)
        {
            Err(error) if opening => return self.refused(index, &error),
            Err(_) => return self.broken(index),
            Ok(_) => {}
        }
        if opening && open {
            return self.opened(index);
        }
        if plain.is_empty() {
            return None;
        }
        let reading: Reading = read(
            &mut self.connections[index as usize],
            &self.plan,
            plain,
            received.at,
            &mut self.heads,
            &mut self.gaps,
        );
        self.conclude(index, reading, received.at, since)
    }
}
