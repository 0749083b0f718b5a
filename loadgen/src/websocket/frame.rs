//! Frames of RFC 6455 section 5, from the client's side: written masked, read unmasked.

/// The longest message taken, in bytes: a longer one is a fault, so that no server can fill our memory.
pub const LONGEST: usize = 1 << 20;

/// Opcodes of section 5.2.
pub const CONTINUATION: u8 = 0;
pub const TEXT: u8 = 1;
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// What a server sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard<'a> {
    /// A whole message, its fragments joined.
    Message(&'a [u8]),
    Ping(&'a [u8]),
    Pong,
    Close,
}

/// The rule a server broke.
pub type Fault = &'static str;

/// Appends one whole frame, masked with `mask`.
pub fn write(out: &mut Vec<u8>, opcode: u8, payload: &[u8], mask: [u8; 4]) {
    out.push(0x80 | opcode);
    match payload.len() {
        short @ 0..126 => out.push(0x80 | short as u8),
        middle @ 126..=0xffff => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(middle as u16).to_be_bytes());
        }
        long => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
}

/// Joins what arrives, in pieces of any size, into messages.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    /// The fragments so far of a message under way, and its opcode.
    parts: Vec<u8>,
    under_way: Option<u8>,
}

struct Header {
    last: bool,
    opcode: u8,
    begin: usize,
    end: usize,
}

impl Decoder {
    /// Takes `bytes` and tells everything they complete, in order. After a fault the connection is of no use.
    pub fn read(&mut self, bytes: &[u8], mut hear: impl FnMut(Heard<'_>)) -> Result<(), Fault> {
        self.pending.extend_from_slice(bytes);
        let pending = std::mem::take(&mut self.pending);
        let mut at = 0;
        while let Some(header) = header(&pending[at..], self.parts.len())? {
            if pending.len() < at + header.end {
                break;
            }
            self.frame(&header, &pending[at + header.begin..at + header.end], &mut hear)?;
            at += header.end;
        }
        self.pending = pending;
        self.pending.drain(..at);
        Ok(())
    }

    fn frame(&mut self, header: &Header, payload: &[u8], hear: &mut impl FnMut(Heard<'_>)) -> Result<(), Fault> {
        match (header.opcode, self.under_way) {
            (CLOSE, _) => {
                if payload.len() == 1 {
                    return Err("a close frame's reason must have two bytes");
                }
                hear(Heard::Close);
            }
            (PING, _) => hear(Heard::Ping(payload)),
            (PONG, _) => hear(Heard::Pong),
            (CONTINUATION, None) => return Err("a continuation of no message"),
            (CONTINUATION, Some(opcode)) => {
                self.parts.extend_from_slice(payload);
                if header.last {
                    let whole = std::mem::take(&mut self.parts);
                    self.under_way = None;
                    message(opcode, &whole, hear)?;
                }
            }
            (_, Some(_)) => return Err("a new message inside a fragmented one"),
            (opcode, None) if header.last => message(opcode, payload, hear)?,
            (opcode, None) => {
                self.parts.extend_from_slice(payload);
                self.under_way = Some(opcode);
            }
        }
        Ok(())
    }
}

fn message(opcode: u8, payload: &[u8], hear: &mut impl FnMut(Heard<'_>)) -> Result<(), Fault> {
    if opcode == TEXT && std::str::from_utf8(payload).is_err() {
        return Err("a text message must be UTF-8");
    }
    hear(Heard::Message(payload));
    Ok(())
}

/// The header at the beginning of `bytes`, once it is all there. `held`: bytes of the message's earlier fragments.
fn header(bytes: &[u8], held: usize) -> Result<Option<Header>, Fault> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    let (last, opcode) = (first & 0x80 != 0, first & 0x0f);
    if first & 0x70 != 0 {
        return Err("reserved bits are set without an extension");
    }
    if !matches!(opcode, CONTINUATION | TEXT | BINARY | CLOSE | PING | PONG) {
        return Err("a reserved opcode");
    }
    if second & 0x80 != 0 {
        return Err("a server's frame is masked");
    }
    let short = u64::from(second & 0x7f);
    if opcode >= CLOSE && (!last || short > 125) {
        return Err("a control frame is fragmented or longer than 125 bytes");
    }
    let (length, begin) = match (short, rest) {
        (126, [a, b, ..]) => (u64::from(u16::from_be_bytes([*a, *b])), 4),
        (127, [a, b, c, d, e, f, g, h, ..]) => (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), 10),
        (126 | 127, _) => return Ok(None),
        (short, _) => (short, 2),
    };
    if (begin == 4 && length < 126) || (begin == 10 && length <= 0xffff) {
        return Err("a length in more bytes than it needs");
    }
    let held = if opcode >= CLOSE { 0 } else { held as u64 };
    if length > LONGEST as u64 - held.min(LONGEST as u64) {
        return Err("a message longer than 1 MiB");
    }
    Ok(Some(Header {
        last,
        opcode,
        begin,
        end: begin + length as usize,
    }))
}

#[cfg(test)]
#[path = "frame_test.rs"]
mod tests;
