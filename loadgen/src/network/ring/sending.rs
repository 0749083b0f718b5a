//! Sends, queued, and what became of those whose end is worth knowing.

use std::io;
use std::os::fd::AsRawFd;

use io_uring::{opcode, squeue, types};

use super::{Ring, kind, name};
use crate::network::Event;

/// A request up to this size goes into an empty socket whole, so nothing waits for the news that it did.
const SMALL: usize = 16 * 1024;

impl Ring {
    pub fn send_request(&mut self, index: u32, operation: u32, variant: u32) -> io::Result<bool> {
        let bytes = &self.plan.request(operation, variant).bytes;
        let (pointer, length) = (bytes.as_ptr(), bytes.len());
        self.send(index, pointer, length, length <= SMALL)
    }

    pub fn send_bytes(&mut self, index: u32, bytes: &[u8]) -> io::Result<bool> {
        self.places[index as usize].next.extend_from_slice(bytes);
        self.send_next(index)?;
        Ok(false)
    }

    /// Hands over a place's own bytes, unless earlier ones are still under way.
    fn send_next(&mut self, index: u32) -> io::Result<()> {
        let place = &mut self.places[index as usize];
        if place.sending || place.next.is_empty() {
            return Ok(());
        }
        place.out.clear();
        std::mem::swap(&mut place.out, &mut place.next);
        place.sending = true;
        let (pointer, length) = (place.out.as_ptr(), place.out.len());
        self.send(index, pointer, length, false)?;
        Ok(())
    }

    /// `unannounced`: a success is not worth an event.
    fn send(&mut self, index: u32, pointer: *const u8, length: usize, unannounced: bool) -> io::Result<bool> {
        let place = &self.places[index as usize];
        let Some(socket) = &place.socket else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        let length = u32::try_from(length).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        let flags = if unannounced {
            squeue::Flags::SKIP_SUCCESS
        } else {
            squeue::Flags::empty()
        };
        let fd = types::Fd(socket.as_raw_fd());
        let send = match self.listed {
            true => opcode::Send::new(types::Fixed(index), pointer, length),
            false => opcode::Send::new(fd, pointer, length),
        };
        let send = send
            .flags(libc::MSG_NOSIGNAL | libc::MSG_WAITALL)
            .build()
            .flags(flags)
            .user_data(name(kind::SEND, place.generation, index));
        self.push(send)?;
        Ok(unannounced)
    }

    pub(super) fn sent(&mut self, index: u32, result: i32) -> Option<Event> {
        if result < 0 {
            return Some(Event::Broken);
        }
        let place = &mut self.places[index as usize];
        place.sending = false;
        if place.next.is_empty() {
            return Some(Event::Sent);
        }
        self.send_next(index).err().map(|_| Event::Broken)
    }
}
