//! The chunked coding (RFC 9112 section 7.1), read byte by byte where it must be and in whole runs where it can.

/// The longest size line, with its extensions, and the longest trailer taken; beyond, the answer is broken.
const LONGEST_LINE: u32 = 4096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// In the hexadecimal size; `digits` so far.
    Size { digits: u32 },
    /// After the size, up to the line's end: extensions are skipped.
    Extension,
    /// After the CR of a size line.
    SizeEnd,
    /// In a chunk's data.
    Data,
    /// At the line end that follows a chunk's data.
    DataEnd { seen_cr: bool },
    /// In the trailer after the last chunk; `empty`: nothing on this line yet; `seen_cr`: its end has begun.
    Trailer { empty: bool, seen_cr: bool },
}

const NEW_TRAILER_LINE: At = At::Trailer {
    empty: true,
    seen_cr: false,
};

/// How far a chunked body has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunks {
    at: At,
    left: u64,
    line: u32,
}

/// What came of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    More,
    /// The body ended after this many of the bytes.
    Done {
        used: usize,
    },
    Broken(&'static str),
}

impl Default for Chunks {
    fn default() -> Self {
        Chunks {
            at: At::Size { digits: 0 },
            left: 0,
            line: 0,
        }
    }
}

impl Chunks {
    /// Reads on; hands each run of decoded data to `data`.
    pub fn feed(&mut self, bytes: &[u8], mut data: impl FnMut(&[u8])) -> Progress {
        let mut used = 0;
        while used < bytes.len() {
            if self.at == At::Data {
                let run = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len() - used);
                data(&bytes[used..used + run]);
                used += run;
                self.left -= run as u64;
                if self.left == 0 {
                    self.at = At::DataEnd { seen_cr: false };
                }
                continue;
            }
            match self.step(bytes[used]) {
                Ok(false) => used += 1,
                Ok(true) => return Progress::Done { used: used + 1 },
                Err(rule) => return Progress::Broken(rule),
            }
        }
        Progress::More
    }

    /// One byte outside the data; true when it was the body's last.
    fn step(&mut self, byte: u8) -> Result<bool, &'static str> {
        self.line += 1;
        if self.line > LONGEST_LINE {
            return Err("a chunk's size line or trailer without end");
        }
        match self.at {
            At::Size { digits } => self.size(byte, digits)?,
            At::Extension => match byte {
                b'\n' => self.begin_chunk(),
                b'\r' => self.at = At::SizeEnd,
                _ => {}
            },
            At::SizeEnd if byte == b'\n' => self.begin_chunk(),
            // Readers that take a CR alone for a line's end, or for nothing, would see other chunks than we do.
            At::SizeEnd | At::Trailer { seen_cr: true, .. } if byte != b'\n' => {
                return Err("a CR without its LF in a chunked body");
            }
            At::DataEnd { seen_cr: false } if byte == b'\r' => self.at = At::DataEnd { seen_cr: true },
            At::DataEnd { .. } if byte == b'\n' => *self = Chunks::default(),
            At::DataEnd { .. } | At::Data | At::SizeEnd => return Err("a chunk longer than its size says"),
            At::Trailer { empty, .. } => match byte {
                b'\n' if empty => return Ok(true),
                b'\n' => self.at = NEW_TRAILER_LINE,
                b'\r' => self.at = At::Trailer { empty, seen_cr: true },
                _ => {
                    self.at = At::Trailer {
                        empty: false,
                        seen_cr: false,
                    }
                }
            },
        }
        Ok(false)
    }

    fn size(&mut self, byte: u8, digits: u32) -> Result<(), &'static str> {
        if let Some(digit) = (byte as char).to_digit(16) {
            // 15 digits: far beyond any body, and the sum cannot overflow.
            if digits == 15 {
                return Err("a chunk size of more than 15 digits");
            }
            self.left = self.left * 16 + u64::from(digit);
            self.at = At::Size { digits: digits + 1 };
            return Ok(());
        }
        if digits == 0 {
            return Err("a chunk size that is not a hexadecimal number");
        }
        match byte {
            b'\n' => self.begin_chunk(),
            b'\r' => self.at = At::SizeEnd,
            b';' | b' ' | b'\t' => self.at = At::Extension,
            _ => return Err("a chunk size that is not a hexadecimal number"),
        }
        Ok(())
    }

    fn begin_chunk(&mut self) {
        self.at = if self.left == 0 { NEW_TRAILER_LINE } else { At::Data };
        self.line = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"5\r\nhello\r\nA;ext=1\r\n, chunked \r\n5\nworld\n0\r\nTrailer: x\r\n\r\n";

    fn decode(pieces: &[&[u8]]) -> (Vec<u8>, Progress) {
        let mut chunks = Chunks::default();
        let mut out = Vec::new();
        let mut last = Progress::More;
        for piece in pieces {
            last = chunks.feed(piece, |data| out.extend_from_slice(data));
        }
        (out, last)
    }

    #[test]
    fn a_body_is_decoded_whole_and_split_at_every_byte() {
        let (out, end) = decode(&[BODY]);
        assert_eq!(out, b"hello, chunked world");
        assert_eq!(end, Progress::Done { used: BODY.len() });
        for cut in 1..BODY.len() {
            let (out, end) = decode(&[&BODY[..cut], &BODY[cut..]]);
            assert_eq!(out, b"hello, chunked world", "cut at {cut}");
            assert_eq!(end, Progress::Done { used: BODY.len() - cut }, "cut at {cut}");
        }
        let bytes: Vec<&[u8]> = BODY.chunks(1).collect();
        assert_eq!(
            decode(&bytes),
            (b"hello, chunked world".to_vec(), Progress::Done { used: 1 })
        );
    }

    #[test]
    fn every_prefix_wants_more() {
        for cut in 0..BODY.len() {
            assert_eq!(decode(&[&BODY[..cut]]).1, Progress::More, "cut at {cut}");
        }
    }

    #[test]
    fn broken_codings_are_found() {
        let endless = [b'x'; 5000];
        let mut long_extension = b"5;".to_vec();
        long_extension.extend_from_slice(&endless);
        for broken in [
            &b"x\r\n"[..],
            b"\r\n",
            b"-5\r\n",
            b"3\r\nabcd",
            b"3\r\nabc\r\r",
            b"1111111111111111\r\n",
            b"5\rx\nhello",
            b"5;ext\rx\nhello",
            b"0\r\n\r\r\n",
            b"0\r\nA: b\rc\r\n\r\n",
            &long_extension,
        ] {
            assert!(
                matches!(decode(&[broken]).1, Progress::Broken(_)),
                "{:?}",
                String::from_utf8_lossy(&broken[..9.min(broken.len())])
            );
        }
    }
}
