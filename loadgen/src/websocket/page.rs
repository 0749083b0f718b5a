//! A page of the board: what is noted of so many messages that follow each other.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// The most memory a phase's board may take, in bits.
const MOST_BITS: u64 = 256 * 1024 * 1024 * 8;
/// What one page takes at most: small enough that beginning one in the midst of load is no pause.
const PAGE_BITS: u64 = 64 * 1024 * 8;

/// Bits of a message: whether each member has got it and has got a later one, and four words for when it was due, sent and last
/// received, by whom it was sent and what that one sent before.
const fn bits(members: usize) -> u64 {
    2 * members as u64 + 256
}

/// The most messages of rooms of so many members that a board may hold.
pub const fn most_messages(members: usize) -> u64 {
    MOST_BITS / bits(members)
}

/// How many messages of rooms of so many members are on a page.
pub fn messages_a_page(members: usize) -> u64 {
    (PAGE_BITS / bits(members)).max(1)
}

/// A bit for each message and member.
#[derive(Debug)]
pub struct Bits(Vec<AtomicU64>);

impl Bits {
    fn new(count: u64) -> Bits {
        Bits((0..count.div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    /// Sets a bit and tells whether it was set already.
    pub fn set(&self, bit: usize) -> bool {
        self.0[bit / 64].fetch_or(1 << (bit % 64), Relaxed) >> (bit % 64) & 1 == 1
    }

    #[cfg(test)]
    pub fn bytes(&self) -> u64 {
        self.0.len() as u64 * 8
    }

    /// Whether a bit is set.
    pub fn is_set(&self, bit: usize) -> bool {
        self.0[bit / 64].load(Relaxed) >> (bit % 64) & 1 == 1
    }
}

/// The notes; each place is that of a message on this page, each bit that of a message and member.
#[derive(Debug)]
pub struct Page {
    /// When it was sent; 0: not yet.
    pub sent: Vec<AtomicU64>,
    pub last: Vec<AtomicU64>,
    pub senders: Vec<AtomicU32>,
    /// The message its sender sent before it, plus 1; 0: none.
    pub before: Vec<AtomicU32>,
    pub got: Bits,
    /// The member got a later message of the same sender before it got this one.
    pub passed: Bits,
}

impl Page {
    /// An empty page for `messages` to rooms of `members`.
    pub fn new(messages: u64, members: usize) -> Page {
        let times = || (0..messages).map(|_| AtomicU64::new(0)).collect();
        let numbers = || (0..messages).map(|_| AtomicU32::new(0)).collect();
        Page {
            sent: times(),
            last: times(),
            senders: numbers(),
            before: numbers(),
            got: Bits::new(messages * members as u64),
            passed: Bits::new(messages * members as u64),
        }
    }
}
