//! Receives, armed once a connection, and what they bring.

use std::io;
use std::os::fd::AsRawFd;

use io_uring::{cqueue, opcode, types};

use super::{Ring, buffers, kind, name};
use crate::network::{Event, Received};

impl Ring {
    /// The connection stands: it is listed, and receives from now on.
    pub(super) fn begin(&mut self, index: u32) -> io::Result<()> {
        let Some(socket) = &self.places[index as usize].socket else {
            return Ok(());
        };
        if self.listed {
            let fd = socket.as_raw_fd();
            self.ring.submitter().register_files_update(index, &[fd])?;
        }
        self.receive(index)
    }

    pub(super) fn receive(&mut self, index: u32) -> io::Result<()> {
        let place = &self.places[index as usize];
        let Some(socket) = &place.socket else { return Ok(()) };
        let (fd, message) = (types::Fd(socket.as_raw_fd()), &raw const *self.message);
        let receive = match self.listed {
            true => opcode::RecvMsgMulti::new(types::Fixed(index), message, buffers::GROUP).build(),
            false => opcode::RecvMsgMulti::new(fd, message, buffers::GROUP).build(),
        };
        let name = name(kind::RECEIVE, place.generation, index);
        self.push(receive.user_data(name))
    }

    pub(super) fn received(&mut self, index: u32, current: bool, result: i32, flags: u32) -> Option<Event> {
        let buffer = cqueue::buffer_select(flags);
        let payload = match buffer {
            Some(buffer) if current && result > 0 => self.buffers.payload(buffer, result as usize, &self.message),
            _ => None,
        };
        if let (Some(buffer), Some((range, stamp))) = (buffer, payload) {
            if !range.is_empty() {
                if !cqueue::more(flags) && self.receive(index).is_err() {
                    self.buffers.give_back(buffer);
                    return Some(Event::Broken);
                }
                let at = stamp.map(|stamp| self.offset.on_the_clock(stamp));
                return Some(Event::Bytes(Received { buffer, range, at }));
            }
        }
        if let Some(buffer) = buffer {
            self.buffers.give_back(buffer);
        }
        match result {
            _ if !current => None,
            // No buffer was free for it: they are by the time this is handed over.
            _ if result == -libc::ENOBUFS => self.receive(index).err().map(|_| Event::Broken),
            // A message without bytes, or no message at all.
            0.. => Some(Event::Ended),
            _ => Some(Event::Broken),
        }
    }

    pub fn bytes(&self, received: &Received) -> &[u8] {
        self.buffers.bytes(received.buffer, &received.range)
    }

    pub fn release(&mut self, received: &Received) {
        self.buffers.give_back(received.buffer);
    }
}
