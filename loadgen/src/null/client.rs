//! A client of the null server, and the requests that its bytes hold.

use std::net::TcpStream;

use memchr::memmem;

/// One connection.
pub struct Client {
    pub stream: TcpStream,
    pub generation: u32,
    /// Bytes of a request's body still to come.
    body_left: u64,
    /// A head that came in pieces.
    carry: Vec<u8>,
    /// What the kernel has not taken yet.
    pub unsent: Vec<u8>,
}

impl Client {
    /// A client that has asked for nothing yet.
    pub fn new(stream: TcpStream, generation: u32) -> Client {
        Client {
            stream,
            generation,
            body_left: 0,
            carry: Vec::new(),
            unsent: Vec::new(),
        }
    }

    /// How many requests these bytes complete. Knows heads and Content-Length, which is all a load generator sends.
    pub fn count(&mut self, bytes: &[u8]) -> u64 {
        // Nearly always: one whole request without a body.
        if self.body_left == 0 && self.carry.is_empty() && bytes.starts_with(b"GET ") && bytes.ends_with(b"\r\n\r\n") {
            let first = memmem::find(bytes, b"\r\n\r\n");
            if first == Some(bytes.len() - 4) {
                return 1;
            }
        }
        let mut rest = bytes;
        let mut requests = 0;
        loop {
            let skipped = self.body_left.min(rest.len() as u64);
            self.body_left -= skipped;
            rest = &rest[skipped as usize..];
            if rest.is_empty() {
                return requests;
            }
            self.carry.extend_from_slice(rest);
            let Some(end) = memmem::find(&self.carry, b"\r\n\r\n") else {
                return requests;
            };
            let head_end = end + 4;
            rest = &rest[rest.len() - (self.carry.len() - head_end)..];
            self.body_left = content_length(&self.carry[..head_end]);
            self.carry.clear();
            requests += 1;
        }
    }
}

/// The Content-Length of a request's head; 0 where it has none. An answer may go out before the body is read: so does
/// many a server's.
fn content_length(head: &[u8]) -> u64 {
    head.split(|byte| *byte == b'\n')
        .filter_map(|line| line.split_at_checked(15))
        .find(|(name, _)| name.eq_ignore_ascii_case(b"content-length:"))
        .and_then(|(_, value)| std::str::from_utf8(value).ok()?.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn client() -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Client::new(TcpStream::connect(listener.local_addr().unwrap()).unwrap(), 0)
    }

    #[test]
    fn requests_are_counted_however_they_are_cut() {
        let bytes = b"GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST /a HTTP/1.1\r\ncontent-length: 5\r\n\r\nab\r\n\rGET /b HTTP/1.1\r\n\r\n";
        let mut whole = client();
        assert_eq!(whole.count(bytes), 3);
        for piece in 1..bytes.len() {
            let mut client = client();
            let counted: u64 = bytes.chunks(piece).map(|part| client.count(part)).sum();
            assert_eq!(counted, 3, "pieces of {piece}");
            assert!(client.carry.is_empty() && client.body_left == 0);
        }
    }
}
