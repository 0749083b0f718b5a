//! What the workers of a phase share: when each message was sent, who has got it, and when the last did.

use std::sync::OnceLock;
use std::sync::atomic::{
    AtomicU32, AtomicU64,
    Ordering::{Acquire, Relaxed, Release},
};

use super::marker::Marker;
use super::page::{Page, messages_a_page};
use crate::plan::Rooms;

/// The book of one phase. A message that one worker sends is received by connections of another.
/// Relaxed is enough for most: each word stands for itself, and the sums are read after the workers have reported. Only who
/// sees that all have issued must also see all that they then expected.
#[derive(Debug)]
pub struct Board {
    pub marker: Marker,
    pub begin: u64,
    pub end: u64,
    members: usize,
    echo: bool,
    /// When each message is due, in ns from the beginning; none: closed arrivals, of which none is due.
    dues: Option<Vec<u64>>,
    /// Messages there are: all that are due, or those drawn so far.
    planned: AtomicU64,
    most: u64,
    per_page: u64,
    /// Those of a closed phase are begun when they are needed: what it will come to is not known, and most come to little.
    pages: Vec<OnceLock<Page>>,
    /// The last message each member has sent, plus 1.
    latest: Vec<AtomicU32>,
    /// Deliveries that what has been sent should come to, over all workers.
    expected: AtomicU64,
    delivered: AtomicU64,
    /// Workers that have issued their last.
    issued: AtomicU64,
}

/// What a delivered message was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// When it was sent, and whether this member had got a later one of the same sender before.
    Delivered {
        k: u64,
        sent: u64,
        reordered: bool,
    },
    Duplicate,
    Stranger,
    Unreadable,
}

impl Board {
    /// An empty book of messages due at `dues`, in ns from the beginning, which is not yet fixed: a large book takes its time.
    pub fn open(rooms: &Rooms, marker: Marker, dues: Vec<u64>) -> Board {
        let planned = dues.len() as u64;
        let board = Board {
            dues: Some(dues),
            planned: AtomicU64::new(planned),
            ..Board::closed(rooms, marker, planned)
        };
        for k in 0..planned {
            let (page, at) = board.place(k);
            page.senders[at].store(marker.sender(k) as u32, Relaxed);
        }
        board
    }

    /// An empty book of messages that are drawn one by one, `most` at most, all by one worker.
    pub fn closed(rooms: &Rooms, marker: Marker, most: u64) -> Board {
        let per_page = messages_a_page(rooms.members);
        Board {
            marker,
            begin: 0,
            end: 0,
            members: rooms.members,
            echo: rooms.echo_to_sender,
            dues: None,
            planned: AtomicU64::new(0),
            most,
            per_page,
            pages: (0..most.div_ceil(per_page)).map(|_| OnceLock::new()).collect(),
            latest: (0..rooms.count * rooms.members).map(|_| AtomicU32::new(0)).collect(),
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

    /// The page of message k, begun if need be, and its place there.
    fn place(&self, k: u64) -> (&Page, usize) {
        let page = self.pages[(k / self.per_page) as usize].get_or_init(|| Page::new(self.per_page, self.members));
        (page, (k % self.per_page) as usize)
    }

    /// The page of message k, and the bit of `member` there.
    fn bit(&self, k: u64, member: usize) -> (&Page, usize) {
        let (page, at) = self.place(k);
        (page, at * self.members + member % self.members)
    }

    /// The next message, which `room` is to send; none: the book is full.
    pub fn draw(&self, room: usize) -> Option<u64> {
        let k = self.planned();
        if k == self.most {
            return None;
        }
        let (page, at) = self.place(k);
        let sender = room * self.members + self.marker.sender_within(k, self.members);
        page.senders[at].store(sender as u32, Relaxed);
        self.planned.store(k + 1, Relaxed);
        Some(k)
    }

    /// How many messages there are.
    pub fn planned(&self) -> u64 {
        self.planned.load(Relaxed)
    }

    /// Whether no more can be drawn.
    pub fn is_full(&self) -> bool {
        self.planned() == self.most
    }

    /// Who sends message k, of all members.
    pub fn sender(&self, k: u64) -> usize {
        let (page, at) = self.place(k);
        page.senders[at].load(Relaxed) as usize
    }

    /// The room of message k.
    pub fn room(&self, k: u64) -> usize {
        self.sender(k) / self.members
    }

    /// Receivers of each message.
    pub fn receivers(&self) -> u64 {
        self.members as u64 - u64::from(!self.echo)
    }

    /// When message k was due, in ns on the clock; none: nothing is.
    pub fn due(&self, k: u64) -> Option<u64> {
        self.dues.as_ref().map(|dues| self.begin + dues[k as usize])
    }

    /// Notes that message k goes out now; before its first byte does, so that no receiver can be earlier.
    pub fn send(&self, k: u64, now: u64) {
        let (page, at) = self.place(k);
        let before = self.latest[self.sender(k)].swap(k as u32 + 1, Relaxed);
        page.before[at].store(before, Relaxed);
        page.sent[at].store(now, Relaxed);
        self.expected.fetch_add(self.receivers(), Relaxed);
    }

    /// Takes what `member` was delivered.
    pub fn take(&self, member: usize, message: &[u8], now: u64) -> Found {
        let k = match self.marker.find(message) {
            None => return Found::Unreadable,
            Some(Ok(k)) if k < self.planned() => k,
            Some(_) => return Found::Stranger,
        };
        let sender = self.sender(k);
        let same_room = sender / self.members == member / self.members;
        let sent = self.sent(k).filter(|_| same_room && (sender != member || self.echo));
        let Some(sent) = sent else { return Found::Stranger };
        let (page, bit) = self.bit(k, member);
        if page.got.set(bit) {
            return Found::Duplicate;
        }
        self.pass(k, member);
        let (_, at) = self.place(k);
        page.last[at].fetch_max(now, Relaxed);
        self.delivered.fetch_add(1, Relaxed);
        Found::Delivered {
            k,
            sent,
            reordered: page.passed.is_set(bit),
        }
    }

    /// Marks what the sender of message k sent before it and `member` has not got. What came before one that was got or is marked is
    /// marked already, so each message and member is passed once: the mean cost does not grow with what is missing.
    fn pass(&self, mut k: u64, member: usize) {
        loop {
            let (page, at) = self.place(k);
            let Some(before) = page.before[at].load(Relaxed).checked_sub(1) else {
                return;
            };
            k = u64::from(before);
            let (page, bit) = self.bit(k, member);
            if page.got.is_set(bit) || page.passed.set(bit) {
                return;
            }
        }
    }

    /// A worker has sent its last.
    pub fn issued_all(&self) {
        self.issued.fetch_add(1, Release);
    }

    /// Whether all that was sent has come, and no more will be sent.
    pub fn complete(&self, workers: u64) -> bool {
        self.issued.load(Acquire) == workers && self.delivered.load(Relaxed) >= self.expected.load(Relaxed)
    }

    /// When message k was sent; none: it was not.
    pub fn sent(&self, k: u64) -> Option<u64> {
        let (page, at) = self.place(k);
        Some(page.sent[at].load(Relaxed)).filter(|sent| *sent != 0)
    }

    /// How many members got message k, counted from the bits.
    pub fn receipts(&self, k: u64) -> u64 {
        let (page, first) = self.bit(k, 0);
        (first..first + self.members)
            .filter(|bit| page.got.is_set(*bit))
            .count() as u64
    }

    /// When the last receiver got message k; none: nobody did.
    pub fn last(&self, k: u64) -> Option<u64> {
        let (page, at) = self.place(k);
        Some(page.last[at].load(Relaxed)).filter(|last| *last != 0)
    }

    /// How many pages have been begun.
    #[cfg(test)]
    pub fn begun(&self) -> usize {
        self.pages.iter().filter(|page| page.get().is_some()).count()
    }
}

#[cfg(test)]
#[path = "board_test.rs"]
mod tests;
#[cfg(test)]
pub(crate) use tests::rooms;
