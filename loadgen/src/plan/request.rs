//! One request: its bytes, and the places in them that are filled in anew each time.

use std::io::Write;
use std::sync::Arc;

/// One pre-rendered request and the answer it must get.
#[derive(Debug, Clone)]
pub struct Request {
    pub bytes: Box<[u8]>,
    /// Sorted, none over another; empty: the bytes are sent as they are.
    pub slots: Box<[Slot]>,
    /// A HEAD request's answer has no body whatever its header says.
    pub head: bool,
    pub expected: Expected,
}

/// Bytes of a request that change from one sending to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub at: usize,
    /// From 1 to `WIDEST_NUMBER` for a number.
    pub width: usize,
    pub fill: Fill,
}

/// What a slot is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// k in decimal, filled up with zeros from the left; of a longer one its last digits.
    K,
    /// The number of the phase, written in the same way: with k it makes a number that no other phase's request has.
    Phase,
    /// What was captured from the answer this request follows, whatever its length.
    Captured,
}

/// Digits of the largest k.
pub const WIDEST_NUMBER: usize = 20;

/// What tells a request from every other of its plan, but for those of its own chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serial {
    /// Counts on from the plan's `first_phase`.
    pub phase: u64,
    pub k: u64,
}

/// What makes an answer correct, on top of its framing.
#[derive(Debug, Clone)]
pub struct Expected {
    pub status: u16,
    /// Media type without parameters, lower case; none: not checked.
    pub media_type: Option<Arc<str>>,
    /// Bounds of the decoded body's length in bytes, both included.
    pub min_length: u64,
    pub max_length: u64,
}

impl Request {
    /// Whether its bytes are sent as they are.
    pub fn is_fixed(&self) -> bool {
        self.slots.is_empty()
    }

    /// Writes the request with this serial number into `out`, in place of what was there. `out` keeps its room, so that
    /// this allocates nothing once it is large enough.
    pub fn render(&self, serial: Serial, captured: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let mut from = 0;
        for slot in &self.slots {
            out.extend_from_slice(&self.bytes[from..slot.at]);
            match slot.fill {
                Fill::K => number(serial.k, slot.width, out),
                Fill::Phase => number(serial.phase, slot.width, out),
                Fill::Captured => out.extend_from_slice(captured),
            }
            from = slot.at + slot.width;
        }
        out.extend_from_slice(&self.bytes[from..]);
    }

    /// Where the blank line after the head begins; the whole length when there is none.
    pub fn head_end(&self) -> usize {
        memchr::memmem::find(&self.bytes, b"\r\n\r\n").unwrap_or(self.bytes.len())
    }
}

fn number(number: u64, width: usize, out: &mut Vec<u8>) {
    let mut digits = [b'0'; WIDEST_NUMBER];
    // It fits: no u64 has more digits than these.
    let _fits = write!(&mut digits[..], "{number:0>WIDEST_NUMBER$}");
    out.extend_from_slice(&digits[WIDEST_NUMBER - width..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(bytes: &str, slots: &[(usize, usize, Fill)]) -> Request {
        Request {
            bytes: bytes.as_bytes().into(),
            slots: slots
                .iter()
                .map(|(at, width, fill)| Slot {
                    at: *at,
                    width: *width,
                    fill: *fill,
                })
                .collect(),
            head: false,
            expected: Expected {
                status: 200,
                media_type: None,
                min_length: 0,
                max_length: u64::MAX,
            },
        }
    }

    fn rendered(request: &Request, k: u64, captured: &str) -> String {
        let mut out = b"what was there".to_vec();
        request.render(Serial { phase: 12, k }, captured.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_number_never_changes_the_length() {
        let request = request("GET /user/000?n=## HTTP/1.1", &[(10, 3, Fill::K), (16, 2, Fill::K)]);
        assert!(!request.is_fixed());
        assert_eq!(rendered(&request, 7, ""), "GET /user/007?n=07 HTTP/1.1");
        assert_eq!(rendered(&request, 12_345, ""), "GET /user/345?n=45 HTTP/1.1");
    }

    #[test]
    fn the_phase_is_written_as_k_is() {
        let slots = [(5, 1, Fill::Phase), (6, 4, Fill::Phase), (10, 3, Fill::K)];
        let request = request("GET /########", &slots);
        assert_eq!(rendered(&request, 7, ""), "GET /20012007");
        let mut out = Vec::new();
        let serial = Serial { phase: 123_456, k: 1 };
        request.render(serial, b"", &mut out);
        assert_eq!(out, b"GET /63456001");
    }

    #[test]
    fn the_widest_slot_holds_the_largest_number() {
        let request = request(&"x".repeat(20), &[(0, 20, Fill::K)]);
        assert_eq!(rendered(&request, u64::MAX, ""), u64::MAX.to_string());
        assert_eq!(rendered(&request, 0, ""), "0".repeat(20));
    }

    #[test]
    fn what_was_captured_stands_in_its_place_whatever_its_length() {
        let request = request("GET /? HTTP/1.1", &[(5, 1, Fill::Captured)]);
        assert_eq!(rendered(&request, 0, "abc"), "GET /abc HTTP/1.1");
        assert_eq!(rendered(&request, 0, ""), "GET / HTTP/1.1");
    }

    #[test]
    fn slots_at_both_ends_and_side_by_side_are_filled() {
        let request = request("aabbcc", &[(0, 2, Fill::K), (2, 2, Fill::Captured), (4, 2, Fill::K)]);
        assert_eq!(rendered(&request, 5, "--"), "05--05");
    }
}
