//! The io_uring way: what is to be done is queued, one call hands it all over and waits, and what came of it is a list.
//!
//! Receives are armed once a connection and fire again and again (multishot), into buffers shared by all. Work is done
//! when this thread asks for it (DEFER_TASKRUN), so nothing interrupts it. A receive brings the time at which the kernel
//! had the bytes (SO_TIMESTAMPNS), so answers may lie until there is something to send, at no cost in truth, and no answer
//! wakes this thread up for itself.

mod buffers;
mod receiving;
mod sending;
mod stamp;
mod waiting;

use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::Arc;

use io_uring::{IoUring, cqueue, opcode, squeue, types};

use self::buffers::Buffers;
use self::stamp::{CONTROL, Offset};
use super::Event;
use crate::epoll::Bell;
use crate::plan::Plan;
use crate::socket::{self, KernelAddress};

/// What a completion is of, in the topmost byte of its name; below it the place's generation, then its index.
mod kind {
    pub const BELL: u64 = 0;
    pub const OPEN: u64 = 1;
    pub const RECEIVE: u64 = 2;
    pub const SEND: u64 = 3;
    pub const CANCEL: u64 = 4;
}

const QUEUE: u32 = 1024;
const GENERATION: u32 = 0x00ff_ffff;

#[derive(Default)]
struct Place {
    socket: Option<OwnedFd>,
    generation: u32,
    /// Own bytes in the kernel's hands, and those to follow them.
    out: Vec<u8>,
    next: Vec<u8>,
    sending: bool,
}

pub struct Ring {
    // Before the plan, the buffers and the places: it must be closed before what the kernel may still look at goes.
    ring: IoUring,
    buffers: Buffers,
    places: Vec<Place>,
    plan: Arc<Plan>,
    target: Box<KernelAddress>,
    message: Box<libc::msghdr>,
    bell: RawFd,
    /// Open sockets stand in the ring's own list, place by place.
    listed: bool,
    taken: Vec<(u64, i32, u32)>,
    nth: usize,
    offset: Offset,
    /// Own bytes of closed connections that the kernel has not let go of, by the name of the send.
    retired: Vec<(u64, Vec<u8>)>,
}

fn name(kind: u64, generation: u32, index: u32) -> u64 {
    kind << 56 | u64::from(generation) << 32 | u64::from(index)
}

impl Ring {
    pub fn new(plan: &Arc<Plan>, size: usize, bell: &Bell) -> io::Result<Ring> {
        let ring = IoUring::builder()
            .setup_single_issuer()
            .setup_defer_taskrun()
            .setup_cqsize(2 * QUEUE)
            .build(QUEUE)?;
        let buffers = Buffers::new(&ring, size)?;
        // Looking a descriptor up at every use costs more than entering it once, unless it is used but once.
        let listed = plan.requests_per_connection.is_none();
        if listed {
            ring.submitter().register_files_sparse(size as u32)?;
        }
        // SAFETY: a msghdr is plain numbers and pointers for which all zero is a valid, empty one.
        let mut message: Box<libc::msghdr> = Box::new(unsafe { std::mem::zeroed() });
        message.msg_controllen = CONTROL as _;
        let mut made = Ring {
            ring,
            buffers,
            places: (0..size).map(|_| Place::default()).collect(),
            plan: Arc::clone(plan),
            target: Box::new(KernelAddress::of(&plan.target)),
            message,
            bell: bell.as_raw_fd(),
            listed,
            taken: Vec::with_capacity(2 * QUEUE as usize),
            nth: 0,
            offset: Offset::now(),
            retired: Vec::new(),
        };
        made.watch_bell()?;
        Ok(made)
    }

    fn watch_bell(&mut self) -> io::Result<()> {
        let poll = opcode::PollAdd::new(types::Fd(self.bell), libc::POLLIN as u32)
            .multi(true)
            .build();
        self.push(poll.user_data(name(kind::BELL, 0, 0)))
    }

    /// Queues an entry, handing over the queue first where it is full.
    fn push(&mut self, entry: squeue::Entry) -> io::Result<()> {
        loop {
            // SAFETY: whatever an entry points to outlives the kernel's use of it: the plan, the target and the message
            // live as long as the ring; a place's own bytes stay until the send's completion (`retired`).
            if unsafe { self.ring.submission().push(&entry) }.is_ok() {
                return Ok(());
            }
            self.ring.submit()?;
        }
    }

    pub fn open(&mut self, index: u32) -> io::Result<()> {
        let socket = socket::stream_socket(&self.plan.target, 0)?;
        stamp::ask_for_stamps(&socket);
        let place = &mut self.places[index as usize];
        let fd = types::Fd(socket.as_raw_fd());
        place.socket = Some(socket);
        let connect = opcode::Connect::new(fd, self.target.pointer(), self.target.length()).build();
        let name = name(kind::OPEN, place.generation, index);
        self.push(connect.user_data(name))
    }

    pub fn close(&mut self, index: u32, abort: bool) {
        let place = &mut self.places[index as usize];
        let Some(socket) = place.socket.take() else {
            return;
        };
        let generation = place.generation;
        place.generation = (generation + 1) & GENERATION;
        place.next.clear();
        if place.sending {
            place.sending = false;
            let bytes = std::mem::take(&mut place.out);
            self.retired.push((name(kind::SEND, generation, index), bytes));
        }
        if abort {
            socket::abort_on_close(&socket);
        }
        // The kernel holds the socket for the receive and whatever else is under way, so that is called off first; the
        // descriptor is told by its number, which is ours until the end of this function.
        let everything = types::CancelBuilder::fd(types::Fd(socket.as_raw_fd())).all();
        let cancel = opcode::AsyncCancel2::new(everything)
            .build()
            .user_data(name(kind::CANCEL, 0, index));
        // A full queue that the kernel will not take is a broken ring: the next wait finds that out.
        if self.push(cancel).is_ok() {
            let _found_out_by_the_next_wait = self.ring.submit();
        }
        if self.listed {
            // It stays on the list as long as the ring at the worst, and the peer then sees no close: a failed close.
            let _stays = self.ring.submitter().register_files_update(index, &[-1]);
        }
    }

    pub fn next_event(&mut self) -> Option<(u32, Event)> {
        while let Some((name, result, flags)) = self.taken.get(self.nth).copied() {
            self.nth += 1;
            let index = name as u32;
            if let Some(event) = self.interpret(name, result, flags) {
                return Some((index, event));
            }
        }
        None
    }

    fn interpret(&mut self, name: u64, result: i32, flags: u32) -> Option<Event> {
        let (kind, generation, index) = (name >> 56, (name >> 32) as u32 & GENERATION, name as u32);
        let current =
            kind == kind::BELL || kind == kind::CANCEL || self.places[index as usize].generation == generation;
        match kind {
            kind::BELL if !cqueue::more(flags) => self.watch_bell().err().map(|_| Event::Broken),
            kind::OPEN if current && result < 0 => Some(Event::Opened(Some(io::Error::from_raw_os_error(-result)))),
            kind::OPEN if current => Some(Event::Opened(self.begin(index).err())),
            kind::RECEIVE => self.received(index, current, result, flags),
            kind::SEND if current => self.sent(index, result),
            kind::SEND => {
                self.retired.retain(|(send, _)| *send != name);
                None
            }
            _ => None,
        }
    }
}

impl Drop for Ring {
    /// Calls off everything under way and waits for it: the kernel must not look at memory that is given back.
    fn drop(&mut self) {
        for index in 0..self.places.len() as u32 {
            self.close(index, false);
        }
        let within = types::Timespec::new().sec(1);
        let _nothing_left = self
            .ring
            .submitter()
            .register_sync_cancel(Some(within), types::CancelBuilder::any());
    }
}
