//! A client's bytes cut into requests, however they come.

use memchr::memmem;

const BLANK_LINE: &[u8] = b"\r\n\r\n";

/// What is left of one client's bytes from one reading to the next. Knows heads and bodies of a length told beforehand.
#[derive(Debug)]
pub struct Cutter {
    longest_head: usize,
    /// Bytes of a request's body still to come.
    body_left: u64,
    /// A head that came in pieces.
    carry: Vec<u8>,
}

/// A head that goes on beyond what it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadTooLong;

impl Cutter {
    /// For heads up to `longest_head` bytes.
    pub fn new(longest_head: usize) -> Cutter {
        Cutter {
            longest_head,
            body_left: 0,
            carry: Vec::new(),
        }
    }

    /// Whether the next byte begins a request.
    pub fn is_between(&self) -> bool {
        self.body_left == 0 && self.carry.is_empty()
    }

    /// Hands each head that these bytes complete to `each`, which says how long the body behind it is; none: what is
    /// behind it is no request, and is returned uncut. A body is skipped, and an answer may go out before it is read: so
    /// does many a server's.
    pub fn cut<'bytes>(
        &mut self,
        bytes: &'bytes [u8],
        mut each: impl FnMut(&[u8]) -> Option<u64>,
    ) -> Result<&'bytes [u8], HeadTooLong> {
        let mut rest = bytes;
        loop {
            let skipped = self.body_left.min(rest.len() as u64);
            self.body_left -= skipped;
            rest = &rest[skipped as usize..];
            if rest.is_empty() {
                return Ok(rest);
            }
            // The blank line may have begun up to three bytes before what is new.
            let before = self.carry.len();
            let seam = before.saturating_sub(3);
            let found = if before == 0 {
                memmem::find(rest, BLANK_LINE)
            } else {
                self.carry.extend_from_slice(rest);
                memmem::find(&self.carry[seam..], BLANK_LINE).map(|at| seam + at)
            };
            let Some(blank) = found else {
                if before == 0 {
                    self.carry.extend_from_slice(rest);
                }
                return if self.carry.len() > self.longest_head {
                    Err(HeadTooLong)
                } else {
                    Ok(&[])
                };
            };
            let end = blank + BLANK_LINE.len();
            if end > self.longest_head {
                return Err(HeadTooLong);
            }
            let head = if before == 0 { &rest[..end] } else { &self.carry[..end] };
            let body = each(head);
            self.carry.clear();
            rest = &rest[end - before..];
            let Some(length) = body else { return Ok(rest) };
            self.body_left = length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::RequestHead;

    /// The request lines of the heads that come out, or none where one is too long.
    fn cut(cutter: &mut Cutter, bytes: &[u8], piece: usize) -> Option<Vec<String>> {
        let mut lines = Vec::new();
        for part in bytes.chunks(piece) {
            let cut = cutter.cut(part, |head| {
                assert!(head.ends_with(BLANK_LINE));
                lines.push(String::from_utf8_lossy(&head[..head.len() - 4]).into_owned());
                Some(RequestHead::read(head).unwrap().length)
            });
            cut.ok()?;
        }
        Some(lines)
    }

    #[test]
    fn requests_come_out_the_same_however_they_are_cut() {
        let bytes = b"GET / HTTP/1.1\r\nA: x\r\n\r\nPOST /a HTTP/1.1\r\ncontent-length: 5\r\n\r\nab\r\n\rGET /b HTTP/1.1\r\n\r\n";
        for piece in 1..=bytes.len() {
            let mut cutter = Cutter::new(usize::MAX);
            let expected = [
                "GET / HTTP/1.1\r\nA: x",
                "POST /a HTTP/1.1\r\ncontent-length: 5",
                "GET /b HTTP/1.1",
            ];
            assert_eq!(cut(&mut cutter, bytes, piece).unwrap(), expected, "pieces of {piece}");
            assert!(cutter.is_between());
        }
    }

    #[test]
    fn what_is_behind_the_last_request_is_left_uncut() {
        let bytes = b"GET / HTTP/1.1\r\n\r\nGET /last HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n\0";
        let end = bytes.len() - 19;
        for at in 0..end {
            let mut cutter = Cutter::new(100);
            let mut last = |head: &[u8]| (!head.starts_with(b"GET /last")).then_some(0);
            assert_eq!(cutter.cut(&bytes[..at], &mut last), Ok(&[][..]));
            assert_eq!(cutter.cut(&bytes[at..], &mut last), Ok(&bytes[end..]), "cut at {at}");
        }
    }

    #[test]
    fn a_head_is_too_long_by_one_byte_whether_it_ends_or_not() {
        let head = |length: usize| format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "x".repeat(length - 23)).into_bytes();
        for piece in [1, 7, 64, 200] {
            assert!(cut(&mut Cutter::new(100), &head(100), piece).is_some(), "{piece}");
            assert!(cut(&mut Cutter::new(100), &head(101), piece).is_none(), "{piece}");
            assert!(cut(&mut Cutter::new(100), &[b'x'; 100], piece).is_some(), "{piece}");
            assert!(cut(&mut Cutter::new(100), &[b'x'; 101], piece).is_none(), "{piece}");
        }
        // Two that are short enough, in one piece that is longer than one may be.
        assert!(cut(&mut Cutter::new(100), &[head(90), head(90)].concat(), 180).is_some());
    }

    #[test]
    fn a_body_of_any_length_is_skipped_and_takes_no_memory() {
        let mut cutter = Cutter::new(100);
        let head = format!("PUT / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", 10_u64.pow(17));
        assert_eq!(cut(&mut cutter, head.as_bytes(), 1000).unwrap().len(), 1);
        assert_eq!(cut(&mut cutter, &[b'\n'; 100_000], 4096).unwrap().len(), 0);
        assert!(!cutter.is_between() && cutter.carry.capacity() < 1000);
    }
}
