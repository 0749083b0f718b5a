//! What the workers of a phase share: when each message was sent, who has got it, and when the last did.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{Acquire, Relaxed, Release},
};

use super::marker::Marker;
use crate::plan::Rooms;

/// The book of one phase. A message that one worker sends is received by connections of another.
/// Relaxed is enough for most: each word stands for itself, and the sums are read after the workers have reported. Only who
/// sees that all have issued must also see all that they then expected.
#[derive(Debug)]
pub struct Board {
    pub marker: Marker,
    pub planned: u64,
    pub begin: u64,
    pub end: u64,
    members: usize,
    echo: bool,
    dues: Vec<u64>,
    sent: Vec<AtomicU64>,
    last: Vec<AtomicU64>,
    got: Vec<AtomicU64>,
    /// Deliveries that what has been sent should come to, over all workers.
    expected: AtomicU64,
    delivered: AtomicU64,
    /// Workers that have issued their last.
    issued: AtomicU64,
}

/// What a delivered message was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// When it was sent.
    Delivered {
        k: u64,
        sent: u64,
    },
    Duplicate,
    Stranger,
    Unreadable,
}

impl Board {
    /// An empty book of messages due at `dues`, in ns from the beginning, which is not yet fixed: a large book takes its time.
    pub fn new(rooms: &Rooms, marker: Marker, dues: Vec<u64>) -> Board {
        let planned = dues.len() as u64;
        let words = |count: u64| (0..count).map(|_| AtomicU64::new(0)).collect::<Vec<_>>();
        Board {
            marker,
            planned,
            begin: 0,
            end: 0,
            members: rooms.members,
            echo: rooms.echo_to_sender,
            dues,
            sent: words(planned),
            last: words(planned),
            got: words((planned * rooms.members as u64).div_ceil(64)),
            expected: AtomicU64::new(0),
            delivered: AtomicU64::new(0),
            issued: AtomicU64::new(0),
        }
    }

    /// Fixes the beginning, and the end `length` ns later.
    pub fn start(&mut self, begin: u64, length: u64) {
        self.begin = begin;
        self.end = begin + length;
    }

    /// Receivers of each message.
    pub fn receivers(&self) -> u64 {
        self.members as u64 - u64::from(!self.echo)
    }

    /// When message k was due, in ns on the clock.
    pub fn due(&self, k: u64) -> u64 {
        self.begin + self.dues[k as usize]
    }

    /// Notes that message k goes out now; before its first byte does, so that no receiver can be earlier.
    pub fn send(&self, k: u64, now: u64) {
        self.sent[k as usize].store(now, Relaxed);
        self.expected.fetch_add(self.receivers(), Relaxed);
    }

    /// Takes what `member` was delivered.
    pub fn take(&self, member: usize, message: &[u8], now: u64) -> Found {
        let k = match self.marker.find(message) {
            None => return Found::Unreadable,
            Some(Ok(k)) if k < self.planned => k,
            Some(_) => return Found::Stranger,
        };
        let sender = self.marker.sender(k);
        let sent = self.sent[k as usize].load(Relaxed);
        let same_room = sender / self.members == member / self.members;
        if !same_room || sent == 0 || (sender == member && !self.echo) {
            return Found::Stranger;
        }
        let bit = k as usize * self.members + member % self.members;
        if self.got[bit / 64].fetch_or(1 << (bit % 64), Relaxed) & (1 << (bit % 64)) != 0 {
            return Found::Duplicate;
        }
        self.last[k as usize].fetch_max(now, Relaxed);
        self.delivered.fetch_add(1, Relaxed);
        Found::Delivered { k, sent }
    }

    /// A worker has sent its last.
    pub fn issued_all(&self) {
        self.issued.fetch_add(1, Release);
    }

    /// Whether all that was sent has come, and no more will be sent.
    pub fn complete(&self, workers: u64) -> bool {
        self.issued.load(Acquire) == workers && self.delivered.load(Relaxed) >= self.expected.load(Relaxed)
    }

    /// Whether message k was sent.
    pub fn was_sent(&self, k: u64) -> bool {
        self.sent[k as usize].load(Relaxed) != 0
    }

    /// How many members got message k, counted from the bits.
    pub fn receipts(&self, k: u64) -> u64 {
        let first = k as usize * self.members;
        let got = |bit: &usize| self.got[bit / 64].load(Relaxed) >> (bit % 64) & 1 == 1;
        (first..first + self.members).filter(got).count() as u64
    }

    /// When the last receiver got message k.
    pub fn last(&self, k: u64) -> u64 {
        self.last[k as usize].load(Relaxed)
    }
}
