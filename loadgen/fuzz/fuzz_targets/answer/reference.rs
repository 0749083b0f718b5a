//! The slow and simple reading of a whole answer: no state kept between pieces, because there are none.

use loadgen::answer::LONGEST_HEAD;
use loadgen::head::{self, Framing, Head};

use crate::{End, Outcome};

/// The limit of the chunked coding, the line's end counted: one size line, or all trailers together.
const LONGEST_LINE: usize = 4096;

pub fn read(bytes: &[u8], of_head_request: bool) -> Outcome {
    let mut at = 0;
    let head = loop {
        let rest = &bytes[at..];
        let window = &rest[..rest.len().min(LONGEST_HEAD)];
        let Some(length) = end_of_head(window) else {
            let end = if rest.len() < LONGEST_HEAD {
                End::More
            } else {
                End::Broken
            };
            return outcome(end, None, Vec::new());
        };
        match head::parse(&window[..length]) {
            Err(_) => return outcome(End::Broken, None, Vec::new()),
            Ok(head) if head.status == 101 => return outcome(End::Broken, None, Vec::new()),
            Ok(head) => {
                at += length;
                if head.status >= 200 {
                    break head;
                }
            }
        }
    };
    let rest = &bytes[at..];
    if of_head_request || [204, 304].contains(&head.status) {
        return outcome(End::Done(at), Some(head), Vec::new());
    }
    match head.framing {
        Framing::Length(length) => match usize::try_from(length) {
            Ok(length) if length <= rest.len() => outcome(End::Done(at + length), Some(head), rest[..length].to_vec()),
            _ => outcome(End::More, Some(head), rest.to_vec()),
        },
        Framing::UntilClose => outcome(End::UntilClose, Some(head), rest.to_vec()),
        Framing::Chunked => {
            let mut body = Vec::new();
            let end = match dechunk(rest, &mut body) {
                End::Done(used) => End::Done(at + used),
                other => other,
            };
            outcome(end, Some(head), body)
        }
    }
}

fn outcome(end: End, head: Option<Head>, body: Vec<u8>) -> Outcome {
    Outcome { end, head, body }
}

/// The first place where a line's end is followed by an empty line, however either ends.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    (0..bytes.len()).find_map(|at| match &bytes[at..] {
        [b'\n', b'\n', ..] => Some(at + 2),
        [b'\n', b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// A line: what stands before its end, and all of its length; `whole`: its end is there.
struct Line<'a> {
    text: &'a [u8],
    length: usize,
    whole: bool,
    has_cr: bool,
}

/// None: a CR stands where no line ends.
fn line(bytes: &[u8]) -> Option<Line<'_>> {
    let newline = bytes.iter().position(|byte| *byte == b'\n');
    let text = &bytes[..newline.unwrap_or(bytes.len())];
    let (text, has_cr) = match text {
        [text @ .., b'\r'] => (text, true),
        text => (text, false),
    };
    let length = newline.map_or(bytes.len(), |at| at + 1);
    let whole = newline.is_some();
    (!text.contains(&b'\r')).then_some(Line {
        text,
        length,
        whole,
        has_cr,
    })
}

fn dechunk(bytes: &[u8], body: &mut Vec<u8>) -> End {
    let mut at = 0;
    loop {
        let Some(line) = line(&bytes[at..]) else {
            return End::Broken;
        };
        let digits = line.text.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let begun = !line.text.is_empty() || line.whole || line.has_cr;
        let next = line.text.get(digits);
        let ends_well = next.is_none_or(|byte| b"; \t".contains(byte));
        if line.length > LONGEST_LINE || digits > 15 || (begun && digits == 0) || !ends_well {
            return End::Broken;
        }
        if !line.whole {
            return End::More;
        }
        at += line.length;
        let text = std::str::from_utf8(&line.text[..digits]).expect("digits are ASCII");
        let size = usize::from_str_radix(text, 16).expect("at most 15 hexadecimal digits");
        if size == 0 {
            return match trailer(&bytes[at..]) {
                End::Done(used) => End::Done(at + used),
                other => other,
            };
        }
        let data = &bytes[at..];
        let data = &data[..data.len().min(size)];
        body.extend_from_slice(data);
        at += data.len();
        if data.len() < size {
            return End::More;
        }
        match &bytes[at..] {
            [] | [b'\r'] => return End::More,
            [b'\n', ..] => at += 1,
            [b'\r', b'\n', ..] => at += 2,
            _ => return End::Broken,
        }
    }
}

fn trailer(bytes: &[u8]) -> End {
    let mut at = 0;
    loop {
        let Some(line) = line(&bytes[at..]) else {
            return End::Broken;
        };
        at += line.length;
        if at > LONGEST_LINE {
            return End::Broken;
        }
        if !line.whole {
            return End::More;
        }
        if line.text.is_empty() {
            return End::Done(at);
        }
    }
}
