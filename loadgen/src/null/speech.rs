//! What a member says: frames of RFC 6455 section 5 from the server's side, read masked, passed on unmasked.

use crate::websocket::frame::{BINARY, CLOSE, CONTINUATION, LONGEST, PING, PONG, TEXT};

/// The code of the close frame that a broken rule is answered with (section 7.4.1).
type Fault = u16;

const BROKEN_RULE: Fault = 1002;
const NOT_TEXT: Fault = 1007;
const TOO_LONG: Fault = 1009;

/// What one reading came to, as frames to be sent.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// To the others.
    pub messages: Vec<u8>,
    /// To the member itself.
    pub replies: Vec<u8>,
}

/// What is left of one member's bytes from one reading to the next.
#[derive(Debug, Default)]
pub(super) struct Speech {
    /// A frame that came in part.
    pending: Vec<u8>,
    /// The fragments so far of a message under way, unmasked, and its opcode.
    parts: Vec<u8>,
    under_way: Option<u8>,
}

struct Header {
    last: bool,
    opcode: u8,
    mask: [u8; 4],
    begin: usize,
    end: usize,
}

/// Whether more may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Yes,
    Closed,
}

impl Speech {
    /// Adds what `bytes` complete to `said`. False: that was the last, and a close frame is among the replies.
    pub fn read(&mut self, bytes: &[u8], said: &mut Said) -> bool {
        let read = if self.pending.is_empty() {
            let (read, used) = self.frames(bytes, said);
            self.pending.extend_from_slice(&bytes[used..]);
            read
        } else {
            let mut pending = std::mem::take(&mut self.pending);
            pending.extend_from_slice(bytes);
            let (read, used) = self.frames(&pending, said);
            pending.drain(..used);
            self.pending = pending;
            read
        };
        match read {
            Ok(open) => open == Open::Yes,
            Err(code) => {
                write(&mut said.replies, CLOSE, &code.to_be_bytes());
                false
            }
        }
    }

    /// Reads the frames that are whole, and says how many bytes they are.
    fn frames(&mut self, bytes: &[u8], said: &mut Said) -> (Result<Open, Fault>, usize) {
        let mut at = 0;
        loop {
            let header = match header(&bytes[at..], self.parts.len()) {
                Ok(Some(header)) if bytes.len() - at >= header.end => header,
                Ok(_) => return (Ok(Open::Yes), at),
                Err(fault) => return (Err(fault), at),
            };
            match self.frame(&header, &bytes[at + header.begin..at + header.end], said) {
                Ok(Open::Yes) => at += header.end,
                other => return (other, at),
            }
        }
    }

    fn frame(&mut self, header: &Header, masked: &[u8], said: &mut Said) -> Result<Open, Fault> {
        match (header.opcode, self.under_way) {
            (CLOSE, _) => return close(masked, header.mask, &mut said.replies).map(|()| Open::Closed),
            (PING, _) => {
                write(&mut said.replies, PONG, masked);
                unmask_last(&mut said.replies, masked.len(), header.mask);
            }
            (PONG, _) => {}
            (CONTINUATION, Some(opcode)) => {
                self.add(masked, header.mask);
                if header.last {
                    let whole = std::mem::take(&mut self.parts);
                    self.under_way = None;
                    write(&mut said.messages, opcode, &whole);
                    sound(opcode, &mut said.messages, whole.len())?;
                }
            }
            // A continuation of no message, or a message inside another.
            (CONTINUATION, None) | (_, Some(_)) => return Err(BROKEN_RULE),
            (opcode, None) if header.last => {
                write(&mut said.messages, opcode, masked);
                unmask_last(&mut said.messages, masked.len(), header.mask);
                sound(opcode, &mut said.messages, masked.len())?;
            }
            (opcode, None) => {
                self.add(masked, header.mask);
                self.under_way = Some(opcode);
            }
        }
        Ok(Open::Yes)
    }

    fn add(&mut self, masked: &[u8], mask: [u8; 4]) {
        self.parts.extend_from_slice(masked);
        unmask_last(&mut self.parts, masked.len(), mask);
    }
}

/// Whether the message at the end of `out` is what its opcode says; if not, it is taken back.
fn sound(opcode: u8, out: &mut Vec<u8>, length: usize) -> Result<(), Fault> {
    let begin = out.len() - length;
    if opcode == TEXT && std::str::from_utf8(&out[begin..]).is_err() {
        out.truncate(begin - head_length(length));
        return Err(NOT_TEXT);
    }
    Ok(())
}

/// Answers a close frame with its own code (section 5.5.1).
fn close(masked: &[u8], mask: [u8; 4], replies: &mut Vec<u8>) -> Result<(), Fault> {
    let mut plain = masked.to_vec();
    unmask_last(&mut plain, masked.len(), mask);
    let code = match plain.as_slice() {
        [] => &[],
        [high, low, reason @ ..] => {
            // Those of section 7.4 that may stand in a frame, and those left to others.
            if !matches!(u16::from_be_bytes([*high, *low]), 1000..=1003 | 1007..=1014 | 3000..=4999) {
                return Err(BROKEN_RULE);
            }
            if std::str::from_utf8(reason).is_err() {
                return Err(NOT_TEXT);
            }
            &plain[..2]
        }
        [_] => return Err(BROKEN_RULE),
    };
    write(replies, CLOSE, code);
    Ok(())
}

/// Appends one whole frame, unmasked.
fn write(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    out.push(0x80 | opcode);
    match payload.len() {
        short @ 0..126 => out.push(short as u8),
        middle @ 126..=0xffff => {
            out.push(126);
            out.extend_from_slice(&(middle as u16).to_be_bytes());
        }
        long => {
            out.push(127);
            out.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
}

/// Bytes of the head that `write` puts before so long a payload.
fn head_length(length: usize) -> usize {
    match length {
        0..126 => 2,
        126..=0xffff => 4,
        _ => 10,
    }
}

/// Takes the mask off the last `length` bytes, eight at a time: one at a time would cost more than all else of a frame.
fn unmask_last(bytes: &mut [u8], length: usize, mask: [u8; 4]) {
    let begin = bytes.len() - length;
    let [a, b, c, d] = mask;
    let twice = [a, b, c, d, a, b, c, d];
    let mut eights = bytes[begin..].chunks_exact_mut(8);
    for eight in &mut eights {
        eight.iter_mut().zip(twice).for_each(|(byte, mask)| *byte ^= mask);
    }
    let rest = eights.into_remainder();
    rest.iter_mut().zip(twice).for_each(|(byte, mask)| *byte ^= mask);
}

/// The head of the frame at the beginning of `bytes`, once it is all there. `held`: bytes of the message's earlier fragments.
fn header(bytes: &[u8], held: usize) -> Result<Option<Header>, Fault> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    let (last, opcode, short) = (first & 0x80 != 0, first & 0x0f, second & 0x7f);
    let control = opcode >= CLOSE;
    let known = matches!(opcode, CONTINUATION | TEXT | BINARY | CLOSE | PING | PONG);
    let (reserved, masked) = (first & 0x70 != 0, second & 0x80 != 0);
    if reserved || !known || !masked || (control && (!last || short > 125)) {
        return Err(BROKEN_RULE);
    }
    let (length, least, rest) = match (short, rest) {
        (126, [a, b, rest @ ..]) => (u64::from(u16::from_be_bytes([*a, *b])), 126, rest),
        (127, [a, b, c, d, e, f, g, h, rest @ ..]) => {
            (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), 0x1_0000, rest)
        }
        (126 | 127, _) => return Ok(None),
        (short, rest) => (u64::from(short), 0, rest),
    };
    // In more bytes than it needs, or with the highest bit set.
    if length < least || length > u64::MAX / 2 {
        return Err(BROKEN_RULE);
    }
    let held = if control { 0 } else { held as u64 };
    if held + length > LONGEST as u64 {
        return Err(TOO_LONG);
    }
    let [a, b, c, d, ..] = rest else {
        return Ok(None);
    };
    let begin = bytes.len() - rest.len() + 4;
    Ok(Some(Header {
        last,
        opcode,
        mask: [*a, *b, *c, *d],
        begin,
        end: begin + length as usize,
    }))
}

#[cfg(test)]
#[path = "speech_test.rs"]
mod tests;
