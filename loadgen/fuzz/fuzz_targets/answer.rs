//! Fuzzes the reading of an answer: any bytes, in any pieces, must give one outcome, the one that a slow and simple
//! reading of the same bytes gives; and a head must be taken as httparse takes it.
//!
//! An input is one line of ASCII where it can be: `H` when the request was a HEAD request (anything else: it was not),
//! a byte that chooses the pieces, then the answer.

#![no_main]

#[path = "answer/oracle.rs"]
mod oracle;
#[path = "answer/reference.rs"]
mod reference;

use libfuzzer_sys::fuzz_target;
use loadgen::answer::{AnswerParser, Step};
use loadgen::head::{Head, HeadCache};

/// How an answer ended, with all that was made of it.
#[derive(Debug, PartialEq)]
struct Outcome {
    end: End,
    head: Option<Head>,
    body: Vec<u8>,
}

#[derive(Debug, PartialEq)]
enum End {
    /// After this many bytes.
    Done(usize),
    More,
    /// What comes before the connection's end is the body.
    UntilClose,
    Broken,
}

fuzz_target!(|input: &[u8]| {
    let [method, seed, bytes @ ..] = input else {
        return;
    };
    let of_head_request = *method == b'H';
    let mut cache = HeadCache::default();
    let whole = read(&mut cache, [bytes].into_iter(), of_head_request);
    let (single, rule) = read(&mut HeadCache::default(), bytes.chunks(1), of_head_request);
    assert_eq!((&single, rule), (&whole.0, whole.1), "byte by byte");
    let cut = read(
        &mut HeadCache::default(),
        Pieces { seed: *seed, bytes },
        of_head_request,
    );
    assert_eq!(cut, whole, "in pieces");
    // The cache holds this answer's head now, if it is one that can be kept.
    let known = read(&mut cache, [bytes].into_iter(), of_head_request);
    assert_eq!(known, whole, "with a head that is known");
    assert_eq!(
        reference::read(bytes, of_head_request),
        whole.0,
        "by the simple reading"
    );
    oracle::compare(bytes);
});

/// What the parser makes of the pieces, and the rule broken, if one was.
fn read<'a>(
    cache: &mut HeadCache,
    pieces: impl Iterator<Item = &'a [u8]>,
    of_head_request: bool,
) -> (Outcome, Option<&'static str>) {
    let mut parser = AnswerParser::default();
    parser.begin(of_head_request);
    let mut body = Vec::new();
    let (mut before, mut end, mut rule) = (0, None, None);
    for piece in pieces {
        match parser.feed(piece, cache, &mut |data| body.extend_from_slice(data)) {
            Step::More => before += piece.len(),
            Step::Done { used } => {
                assert!(used <= piece.len(), "more was used than there was");
                end = Some(End::Done(before + used));
            }
            Step::Broken(why) => (end, rule) = (Some(End::Broken), Some(why)),
        }
        if end.is_some() {
            break;
        }
    }
    assert_eq!(parser.length(), body.len() as u64, "the length is that of the body");
    let end = end.unwrap_or_else(|| if parser.close() { End::UntilClose } else { End::More });
    let head = parser.head().copied();
    (Outcome { end, head, body }, rule)
}

/// `bytes` in pieces of 1 to 64 bytes that follow from `seed` (a linear congruential generator: any fixed sequence will do).
struct Pieces<'a> {
    seed: u8,
    bytes: &'a [u8],
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.bytes.is_empty() {
            return None;
        }
        self.seed = self.seed.wrapping_mul(37).wrapping_add(101);
        // Small pieces more often than large ones: what is read wrongly hangs on a cut within a few bytes.
        let length = 1 << (self.seed >> 5).min(6);
        let (piece, rest) = self.bytes.split_at(self.bytes.len().min(length));
        self.bytes = rest;
        Some(piece)
    }
}
