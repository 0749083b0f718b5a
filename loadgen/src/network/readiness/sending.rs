//! What goes out, and what of it the kernel has not taken yet.

use std::io::{self, ErrorKind, Write};

use super::{Place, Readiness};

/// What the kernel has not taken yet.
#[derive(Default)]
pub(super) enum Unsent {
    #[default]
    Nothing,
    /// The plan's request from `offset` on.
    Request {
        operation: u32,
        variant: u32,
        offset: usize,
    },
    Bytes(Vec<u8>),
}

impl Readiness {
    pub fn send_request(&mut self, index: u32, operation: u32, variant: u32) -> io::Result<bool> {
        self.places[index as usize].unsent = Unsent::Request {
            operation,
            variant,
            offset: 0,
        };
        self.flush(index)
    }

    pub fn send_bytes(&mut self, index: u32, bytes: &[u8]) -> io::Result<bool> {
        let place = &mut self.places[index as usize];
        match &mut place.unsent {
            Unsent::Bytes(waiting) => waiting.extend_from_slice(bytes),
            _ => place.unsent = Unsent::Bytes(bytes.to_vec()),
        }
        self.flush(index)
    }

    /// Hands the kernel what it has not taken; true when nothing is left.
    pub(super) fn flush(&mut self, index: u32) -> io::Result<bool> {
        let Place { stream, unsent, .. } = &mut self.places[index as usize];
        let Some(stream) = stream else {
            return Err(ErrorKind::NotConnected.into());
        };
        loop {
            let rest = match unsent {
                Unsent::Nothing => return Ok(true),
                Unsent::Request {
                    operation,
                    variant,
                    offset,
                } => &self.plan.request(*operation, *variant).bytes[*offset..],
                Unsent::Bytes(bytes) => bytes,
            };
            if rest.is_empty() {
                *unsent = Unsent::Nothing;
                return Ok(true);
            }
            match stream.write(rest) {
                Ok(taken) => match unsent {
                    Unsent::Nothing => {}
                    Unsent::Request { offset, .. } => *offset += taken,
                    Unsent::Bytes(bytes) => drop(bytes.drain(..taken)),
                },
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
