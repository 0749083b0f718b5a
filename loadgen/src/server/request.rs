//! The head of a request, read by the rules that answers are read by.

use memchr::memchr;

use crate::head::{Wish, connection, content_length, field};

/// What of it matters to whoever answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestHead<'head> {
    pub method: &'head [u8],
    pub target: &'head [u8],
    /// Of the body, as Content-Length says it.
    pub length: u64,
    /// Whether the body comes in a coding, so that its end is not known beforehand.
    pub coded: bool,
    /// Whether the client may ask again on the same connection.
    pub keep_alive: bool,
}

impl RequestHead<'_> {
    /// Reads a whole head, its blank line included. The error says which rule it breaks.
    pub fn read(head: &[u8]) -> Result<RequestHead<'_>, &'static str> {
        let mut lines = Lines(head);
        let (method, target, minor) = request_line(lines.next().unwrap_or_default())?;
        let (mut length, mut coded, mut wish) = (None, false, Wish::None);
        for line in lines.take_while(|line| !line.is_empty()) {
            let (name, value) = field(line)?;
            match name.len() {
                14 if name.eq_ignore_ascii_case(b"content-length") => length = Some(content_length(value, length)?),
                17 if name.eq_ignore_ascii_case(b"transfer-encoding") => coded = true,
                10 if name.eq_ignore_ascii_case(b"connection") => wish = connection(value, wish),
                _ => {}
            }
        }
        Ok(RequestHead {
            method,
            target,
            length: length.unwrap_or(0),
            coded,
            keep_alive: wish.keeps(minor),
        })
    }
}

/// Lines without their ends. Slices are split by a search for the newline that looks at many bytes at a time.
struct Lines<'head>(&'head [u8]);

impl<'head> Iterator for Lines<'head> {
    type Item = &'head [u8];

    fn next(&mut self) -> Option<&'head [u8]> {
        let newline = memchr(b'\n', self.0)?;
        let line = &self.0[..newline];
        self.0 = &self.0[newline + 1..];
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// (method, target, minor version)
fn request_line(line: &[u8]) -> Result<(&[u8], &[u8], u8), &'static str> {
    let wrong = "a request line that is not a method, a target and HTTP/1.x";
    let space = memchr(b' ', line).ok_or(wrong)?;
    let (method, rest) = (&line[..space], &line[space + 1..]);
    let space = memchr(b' ', rest).ok_or(wrong)?;
    let (target, version) = (&rest[..space], &rest[space + 1..]);
    let sound = !method.is_empty() && method.iter().all(u8::is_ascii_alphabetic) && !target.is_empty();
    match version {
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor @ (b'0' | b'1')] if sound => {
            Ok((method, target, minor - b'0'))
        }
        _ => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_is_read() {
        let head = b"PUT /a?b HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: 12\r\nTransfer-Encoding: chunked\r\n\r\n";
        let expected = RequestHead {
            method: b"PUT",
            target: b"/a?b",
            length: 12,
            coded: true,
            keep_alive: true,
        };
        assert_eq!(RequestHead::read(head), Ok(expected));
    }

    #[test]
    fn the_connection_is_kept_by_version_and_wish() {
        for (head, kept) in [
            ("GET / HTTP/1.1\r\n\r\n", true),
            ("GET / HTTP/1.0\r\n\r\n", false),
            ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true),
            ("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n", false),
            ("GET / HTTP/1.1\r\nConnection: keep-alive, close\r\n\r\n", false),
        ] {
            assert_eq!(RequestHead::read(head.as_bytes()).unwrap().keep_alive, kept, "{head:?}");
        }
    }

    #[test]
    fn each_broken_rule_is_an_error() {
        for head in [
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET /\r\n\r\n",
            "GET  HTTP/1.1\r\n\r\n",
            " / HTTP/1.1\r\n\r\n",
            "G\0T / HTTP/1.1\r\n\r\n",
            "GET / HTTP/2.0\r\n\r\n",
            "GET / HTTP/1.1 \r\n\r\n",
            "GET / / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "GET / HTTP/1.1\r\nA : b\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\x01\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1234567890123456789\r\n\r\n",
        ] {
            assert!(RequestHead::read(head.as_bytes()).is_err(), "{head:?}");
        }
    }
}
