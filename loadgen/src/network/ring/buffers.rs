//! The buffers that the kernel receives into: one set for all of a worker's connections.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::io;
use std::ops::Range;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU16, Ordering};

use io_uring::IoUring;
use io_uring::types::{BufRingEntry, RecvMsgOut};

use super::stamp::{CONTROL, stamp_of};

/// The name of the set.
pub const GROUP: u16 = 0;
/// So many at the least and at the most: one for each connection that may have something to read at a time, within
/// bounds. Where they run out the kernel says so, and the rest is read in the next round.
const LEAST: u16 = 256;
const MOST: u16 = 1024;
/// What the kernel writes before the bytes themselves: its header of four words, and the control message.
const BEFORE: usize = 16 + CONTROL;
/// An answer of up to 8 KiB comes in one piece; longer ones in several.
const SIZE: usize = 8 * 1024 + BEFORE;

pub struct Buffers {
    memory: Box<[u8]>,
    entries: NonNull<BufRingEntry>,
    /// A power of two: a slot's number is masked out of a counter that never stops.
    count: u16,
    tail: u16,
}

fn layout(count: u16) -> Layout {
    // The kernel asks for a page's alignment.
    Layout::array::<BufRingEntry>(usize::from(count))
        .and_then(|layout| layout.align_to(4096))
        .expect("a few kilobytes, aligned to a page")
}

impl Buffers {
    /// Makes the set and registers it with `ring`, which must be closed before the set goes.
    pub fn new(ring: &IoUring, connections: usize) -> io::Result<Buffers> {
        let count = connections
            .next_power_of_two()
            .clamp(usize::from(LEAST), usize::from(MOST)) as u16;
        // SAFETY: the layout is not of size zero; all zero is a valid entry.
        let memory = unsafe { alloc_zeroed(layout(count)) };
        let Some(entries) = NonNull::new(memory.cast::<BufRingEntry>()) else {
            handle_alloc_error(layout(count));
        };
        let mut made = Buffers {
            memory: vec![0; usize::from(count) * SIZE].into_boxed_slice(),
            entries,
            count,
            tail: 0,
        };
        for buffer in 0..count {
            made.put(buffer);
        }
        made.publish();
        // SAFETY: the entries are `count` long, page-aligned, and live until the ring is closed.
        unsafe {
            ring.submitter()
                .register_buf_ring_with_flags(entries.as_ptr() as u64, count, GROUP, 0)?;
        }
        Ok(made)
    }

    fn place(&self, buffer: u16) -> Range<usize> {
        let from = usize::from(buffer) * SIZE;
        from..from + SIZE
    }

    /// Puts a buffer down for the kernel, which sees it once it is published.
    fn put(&mut self, buffer: u16) {
        let slot = usize::from(self.tail & (self.count - 1));
        let address = self.memory[self.place(buffer)].as_ptr() as u64;
        // SAFETY: the slot is below `count`, and the kernel reads no slot beyond the published tail.
        let entry = unsafe { &mut *self.entries.as_ptr().add(slot) };
        entry.set_addr(address);
        entry.set_len(SIZE as u32);
        entry.set_bid(buffer);
        self.tail = self.tail.wrapping_add(1);
    }

    fn publish(&self) {
        // SAFETY: the tail lies in the first entry, which lives as long as this; it is 2-aligned, and the kernel and
        // this thread look at it by atomic access only. `put` never writes that part of the entry.
        let tail = unsafe { &*BufRingEntry::tail(self.entries.as_ptr()).cast::<AtomicU16>() };
        tail.store(self.tail, Ordering::Release);
    }

    /// Lets the kernel have `buffer` again.
    pub fn give_back(&mut self, buffer: u16) {
        self.put(buffer);
        self.publish();
    }

    /// Where in `buffer`, of which the kernel filled `filled` bytes, the received bytes lie, and their stamp; none when
    /// it has not a message's form.
    pub fn payload(&self, buffer: u16, filled: usize, message: &libc::msghdr) -> Option<(Range<u32>, Option<u64>)> {
        let whole = &self.memory[self.place(buffer)];
        let form = RecvMsgOut::parse(&whole[..filled.min(SIZE)], message).ok()?;
        let length = form.payload_data().len() as u32;
        let from = BEFORE as u32;
        Some((from..from + length, stamp_of(form.control_data())))
    }

    pub fn bytes(&self, buffer: u16, range: &Range<u32>) -> &[u8] {
        &self.memory[self.place(buffer)][range.start as usize..range.end as usize]
    }
}

impl Drop for Buffers {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout, freed here only.
        unsafe { dealloc(self.entries.as_ptr().cast(), layout(self.count)) };
    }
}
