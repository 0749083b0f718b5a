//! The head of an HTTP/1.1 answer: where it ends and what of it matters here (RFC 9112 sections 2 to 6).

use memchr::memchr;

/// How the body's end is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    Length(u64),
    Chunked,
    UntilClose,
}

/// What an answer's head says, as far as load cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub status: u16,
    pub framing: Framing,
    /// Whether the connection may carry another request after this answer.
    pub keep_alive: bool,
    pub media_type: MediaType,
}

/// A media type without parameters in lower case, copied so that no buffer need outlive the head.
/// One longer than the space equals nothing a plan can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaType {
    length: usize,
    bytes: [u8; MediaType::SPACE],
}

impl MediaType {
    const SPACE: usize = 64;
    /// No Content-Type at all.
    pub const NONE: MediaType = MediaType {
        length: 0,
        bytes: [0; MediaType::SPACE],
    };

    fn of(value: &[u8]) -> MediaType {
        let plain = trim(value.split(|b| *b == b';').next().unwrap_or(value));
        let mut bytes = [0; MediaType::SPACE];
        for (place, byte) in bytes.iter_mut().zip(plain) {
            *place = byte.to_ascii_lowercase();
        }
        MediaType {
            length: plain.len(),
            bytes,
        }
    }

    /// Whether this is `expected` (lower case, no parameters).
    pub fn is(&self, expected: &str) -> bool {
        self.length <= MediaType::SPACE && &self.bytes[..self.length] == expected.as_bytes()
    }
}

/// The head read last, with its bytes: most answers differ from the one before in their body alone, or not at all, and one
/// comparison then stands for the search of the end and the parsing.
///
/// It is exactly as strict as they are. What is kept is a sound head whole, from its first byte to its empty line, and
/// where that line ends depends on nothing behind it: bytes that begin with these are this head. Nothing is kept of a
/// head that broke a rule.
#[derive(Debug, Default)]
pub struct HeadCache {
    bytes: Vec<u8>,
    head: Option<Head>,
}

impl HeadCache {
    /// A longer head is not kept: copying it costs more than is gained where it changes with each answer.
    const LONGEST: usize = 1024;

    /// The head that `bytes` begin with, and its length, if it is the one kept.
    pub fn recognise(&self, bytes: &[u8]) -> Option<(&Head, usize)> {
        let head = self.head.as_ref()?;
        bytes.starts_with(&self.bytes).then_some((head, self.bytes.len()))
    }

    /// Keeps a sound head, `bytes` being all of it, in the place of the one before.
    pub fn keep(&mut self, bytes: &[u8], head: &Head) {
        if bytes.len() <= HeadCache::LONGEST {
            self.bytes.clear();
            self.bytes.extend_from_slice(bytes);
            self.head = Some(*head);
        }
    }
}

/// The length of the head in `bytes` including its empty line, once it is all there. Lines may end in
/// LF alone, as RFC 9112 2.2 lets a recipient accept. `from`: how many bytes were searched before.
pub fn end(bytes: &[u8], from: usize) -> Option<usize> {
    // The empty line can have begun up to three bytes before what is new.
    let mut at = from.saturating_sub(3);
    while let Some(newline) = memchr(b'\n', &bytes[at..]) {
        at += newline + 1;
        match bytes[at..] {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// Parses a whole head. The error says which rule the answer broke.
pub fn parse(head: &[u8]) -> Result<Head, &'static str> {
    let mut lines = head
        .split(|b| *b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let (status, minor) = status_line(lines.next().unwrap_or_default())?;
    let mut length = None;
    let mut coding = None;
    let mut wish = Wish::None;
    let mut media_type = MediaType::NONE;
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = field(line)?;
        // Names are told apart by length first: most headers fail that test and cost nothing more.
        match name.len() {
            14 if name.eq_ignore_ascii_case(b"content-length") => length = Some(content_length(value, length)?),
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => coding = Some(last_coding(value)),
            10 if name.eq_ignore_ascii_case(b"connection") => wish = connection(value, wish),
            12 if name.eq_ignore_ascii_case(b"content-type") => media_type = MediaType::of(value),
            _ => {}
        }
    }
    let framing = match (coding, length) {
        // RFC 9112 6.3: both together is how answers are smuggled; an honest server sends one.
        (Some(_), Some(_)) => return Err("both Content-Length and Transfer-Encoding"),
        (Some(_), None) if minor == 0 => return Err("Transfer-Encoding in HTTP/1.0"),
        (Some(Coding::Chunked), None) => Framing::Chunked,
        (Some(Coding::Other), None) | (None, None) => Framing::UntilClose,
        (None, Some(length)) => Framing::Length(length),
    };
    Ok(Head {
        status,
        framing,
        keep_alive: wish.keeps(minor),
        media_type,
    })
}

/// (status, minor version)
fn status_line(line: &[u8]) -> Result<(u16, u8), &'static str> {
    let wrong = "a status line that is not HTTP/1.x and three digits";
    let rest = line.strip_prefix(b"HTTP/1.").ok_or(wrong)?;
    let [minor @ (b'0' | b'1'), b' ', a @ b'1'..=b'9', b, c, reason @ ..] = rest else {
        return Err(wrong);
    };
    let text = matches!(reason, [] | [b' ', ..]) && reason.iter().all(|byte| printable(*byte));
    if !b.is_ascii_digit() || !c.is_ascii_digit() || !text {
        return Err(wrong);
    }
    let digit = |byte: u8| u16::from(byte - b'0');
    Ok((digit(*a) * 100 + digit(*b) * 10 + digit(*c), minor - b'0'))
}

/// Name and value of a header line, without its end.
pub fn field(line: &[u8]) -> Result<(&[u8], &[u8]), &'static str> {
    let colon = memchr(b':', line).ok_or("a header line without a colon")?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    // A space in the name covers folded lines and "Name :", both forbidden.
    if name.is_empty() || !name.iter().all(|byte| token(*byte)) {
        return Err("a header name that is not a token");
    }
    if !value.iter().all(|byte| printable(*byte)) {
        return Err("a control character in a header");
    }
    Ok((name, trim(value)))
}

fn token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn printable(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}

fn trim(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    bytes
}

/// The value of a Content-Length, `before` being what another one said.
pub fn content_length(value: &[u8], before: Option<u64>) -> Result<u64, &'static str> {
    if value.is_empty() || value.len() > 18 || !value.iter().all(u8::is_ascii_digit) {
        return Err("a Content-Length that is not a decimal number");
    }
    let length = value.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    match before {
        Some(other) if other != length => Err("two Content-Lengths that differ"),
        _ => Ok(length),
    }
}

#[derive(Clone, Copy)]
enum Coding {
    Chunked,
    Other,
}

fn last_coding(value: &[u8]) -> Coding {
    let last = trim(value.rsplit(|b| *b == b',').next().unwrap_or(value));
    if last.eq_ignore_ascii_case(b"chunked") {
        Coding::Chunked
    } else {
        Coding::Other
    }
}

/// What the Connection headers ask for.
#[derive(Clone, Copy)]
pub enum Wish {
    None,
    Keep,
    Close,
}

impl Wish {
    /// HTTP/1.1 keeps the connection unless told otherwise, 1.0 the other way round.
    pub fn keeps(self, minor: u8) -> bool {
        match self {
            Wish::None => minor >= 1,
            Wish::Keep => true,
            Wish::Close => false,
        }
    }
}

/// RFC 9112 9.3: where `close` stands among the options it holds, whatever stands beside it.
pub fn connection(value: &[u8], before: Wish) -> Wish {
    value.split(|b| *b == b',').map(trim).fold(before, |wish, option| {
        if matches!(wish, Wish::Close) || option.eq_ignore_ascii_case(b"close") {
            Wish::Close
        } else if option.eq_ignore_ascii_case(b"keep-alive") {
            Wish::Keep
        } else {
            wish
        }
    })
}

#[cfg(test)]
#[path = "head_test.rs"]
mod tests;
