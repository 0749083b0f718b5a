//! Answers that come in pieces over time: server-sent events and long bodies. What counts is not when the last byte was
//! there but when the first was, and how long each next piece let its reader wait.

/// What is being counted on one streamed answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pieces {
    /// Whatever comes at once is a piece.
    Bytes,
    /// Each server-sent event is a piece.
    Events(EventCounter),
}

/// One streamed answer so far. Times are ns on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streamed {
    pieces: Pieces,
    /// When the first byte of the body came; none: not yet.
    pub first: Option<u64>,
    /// When the last piece came.
    last: Option<u64>,
    pub bytes: u64,
    pub events: u64,
}

impl Streamed {
    /// Nothing has come yet.
    pub fn new(pieces: Pieces) -> Streamed {
        Streamed {
            pieces,
            first: None,
            last: None,
            bytes: 0,
            events: 0,
        }
    }

    /// Some body came at `at`. Each piece that it completes, but for the answer's first, is handed to `gap` with the ns
    /// since the piece before. Pieces that came at once are 0 ns apart: that is how their reader got them.
    pub fn add(&mut self, body: &[u8], at: u64, mut gap: impl FnMut(u64)) {
        if body.is_empty() {
            return;
        }
        self.first = self.first.or(Some(at));
        self.bytes += body.len() as u64;
        let completed = match &mut self.pieces {
            Pieces::Bytes => 1,
            Pieces::Events(counter) => {
                let events = counter.count(body);
                self.events += events;
                events
            }
        };
        for _ in 0..completed {
            if let Some(last) = self.last {
                gap(at.saturating_sub(last));
            }
            self.last = Some(at);
        }
    }
}

/// Counts the events of a `text/event-stream`, whatever the pieces it comes in: an event ends with an empty line and
/// counts when a `data` field stood before it (HTML Standard, "Interpreting an event stream"); a comment that keeps the
/// connection alive is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EventCounter {
    /// Bytes on this line, as far as they matter.
    length: u8,
    /// Whether they are the beginning of a `data` field.
    is_data: bool,
    has_data: bool,
    after_cr: bool,
}

const DATA: &[u8; 5] = b"data:";

impl EventCounter {
    /// How many events `bytes` complete.
    pub fn count(&mut self, bytes: &[u8]) -> u64 {
        bytes.iter().map(|byte| u64::from(self.step(*byte))).sum()
    }

    fn step(&mut self, byte: u8) -> bool {
        let second_of_pair = self.after_cr && byte == b'\n';
        self.after_cr = byte == b'\r';
        match byte {
            b'\n' if second_of_pair => false,
            b'\n' | b'\r' => self.end_line(),
            _ => {
                if let Some(expected) = DATA.get(usize::from(self.length)) {
                    self.is_data = (self.is_data || self.length == 0) && byte == *expected;
                    self.length += 1;
                }
                false
            }
        }
    }

    fn end_line(&mut self) -> bool {
        let empty = self.length == 0;
        // "data" alone is the field too, without a value.
        let data = self.is_data && usize::from(self.length) >= DATA.len() - 1;
        let event = empty && self.has_data;
        self.has_data = !empty && (self.has_data || data);
        self.length = 0;
        self.is_data = false;
        event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &[u8] = b": hello\n\ndata: one\n\nevent: x\ndata: two\ndata: more\r\n\r\ndata\rid: 7\r\rdatum: no\n\nid: 8\n\ndata:4\n\ndata: unfinished\n";

    #[test]
    fn events_with_data_are_counted_and_comments_are_not() {
        assert_eq!(EventCounter::default().count(STREAM), 4);
    }

    #[test]
    fn the_pieces_a_stream_comes_in_change_nothing() {
        for size in 1..STREAM.len() {
            let mut counter = EventCounter::default();
            let counted: u64 = STREAM.chunks(size).map(|piece| counter.count(piece)).sum();
            assert_eq!(counted, 4, "pieces of {size}");
        }
    }

    #[test]
    fn first_byte_gaps_and_bytes_of_a_body() {
        let mut streamed = Streamed::new(Pieces::Bytes);
        let mut gaps = Vec::new();
        for (body, at) in [(&b""[..], 5), (b"abc", 10), (b"d", 10), (b"ef", 40)] {
            streamed.add(body, at, |ns| gaps.push(ns));
        }
        assert_eq!((streamed.first, streamed.bytes, streamed.events), (Some(10), 6, 0));
        assert_eq!(gaps, [0, 30]);
    }

    #[test]
    fn gaps_between_events_are_between_their_ends() {
        let mut streamed = Streamed::new(Pieces::Events(EventCounter::default()));
        let mut gaps = Vec::new();
        for (body, at) in [
            (&b"data: 1\n"[..], 10),
            (b"\ndata: 2\n\ndata: 3\n\n", 30),
            (b"data: 4\n\n", 100),
        ] {
            streamed.add(body, at, |ns| gaps.push(ns));
        }
        assert_eq!((streamed.first, streamed.events), (Some(10), 4));
        assert_eq!(gaps, [0, 0, 70]);
    }
}
