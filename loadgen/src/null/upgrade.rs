//! The opening handshake of RFC 6455, section 4.2: from the head of a request to the answer that opens a room, or does not.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use memchr::memchr2_iter;

use crate::head::field;
use crate::server::RequestHead;
use crate::websocket::greeting;

/// What a head that asks for a room comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Upgrade {
    Joins { room: Box<[u8]>, answer: Vec<u8> },
    Refused(&'static str),
}

pub(super) const SEVERAL_THREADS: &str = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\
    Content-Type: text/plain\r\nContent-Length: 43\r\n\r\nrooms need a null server with --threads 1.\n";
const OTHER_VERSION: &str = "HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nSec-WebSocket-Version: 13\r\n\
    Content-Type: text/plain\r\nContent-Length: 38\r\n\r\nonly version 13 (RFC 6455) is spoken.\n";
const BROKEN: &str = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\
    Content-Type: text/plain\r\nContent-Length: 81\r\n\r\n\
    an upgrade needs \"Connection: Upgrade\", a Sec-WebSocket-Key of 16 bytes, no body\n";

/// Whether the head has a line that begins with `Upgrade:`. Asked of every request, so it is one search and no reading.
pub(super) fn may_be_asked(head: &[u8]) -> bool {
    memchr2_iter(b'u', b'U', head).any(|at| {
        let name = head.get(at + 1..at + 8);
        at > 0 && head[at - 1] == b'\n' && name.is_some_and(|name| name.eq_ignore_ascii_case(b"pgrade:"))
    })
}

/// Reads a whole head. None: it asks for nothing but an answer. So does one that cannot be read, one that is not of GET,
/// and one of HTTP/1.0, where an upgrade must be ignored (RFC 9110, 7.8).
pub(super) fn read(head: &[u8]) -> Option<Upgrade> {
    let request = RequestHead::read(head).ok()?;
    let mut lines = head
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let newest = lines.next().is_some_and(|line| line.ends_with(b" HTTP/1.1"));
    let (mut wanted, mut connection, mut version) = (false, false, false);
    let mut keys = Vec::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = field(line).ok()?;
        match name.len() {
            7 if name.eq_ignore_ascii_case(b"upgrade") => wanted |= lists(value, "websocket"),
            10 if name.eq_ignore_ascii_case(b"connection") => connection |= lists(value, "upgrade"),
            17 if name.eq_ignore_ascii_case(b"sec-websocket-key") => keys.push(value),
            21 if name.eq_ignore_ascii_case(b"sec-websocket-version") => version = value == b"13",
            _ => {}
        }
    }
    if !wanted || !newest || request.method != b"GET" {
        return None;
    }
    if !version {
        return Some(Upgrade::Refused(OTHER_VERSION));
    }
    let bodiless = request.length == 0 && !request.coded;
    let (true, true, [key]) = (connection, bodiless, keys.as_slice()) else {
        return Some(Upgrade::Refused(BROKEN));
    };
    let sound = STANDARD.decode(key).is_ok_and(|bytes| bytes.len() == 16);
    let Some(key) = std::str::from_utf8(key).ok().filter(|_| sound) else {
        return Some(Upgrade::Refused(BROKEN));
    };
    let accept = greeting::accept(key);
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    Some(Upgrade::Joins {
        room: request.target.into(),
        answer: answer.into_bytes(),
    })
}

/// Whether `word` is in the list, written in any case.
fn lists(value: &[u8], word: &str) -> bool {
    value
        .split(|byte| *byte == b',')
        .any(|one| one.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6455, 1.3, with another target.
    const HEAD: &str = "GET /chat?room=1&x=%20 HTTP/1.1\r\nHost: x\r\nupgrade: h2c, WebSocket\r\nConnection: keep-alive, UPGRADE\r\n\
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    fn read_text(head: &str) -> Option<Upgrade> {
        read(head.as_bytes())
    }

    #[test]
    fn the_example_of_the_rfc_opens_the_room_of_its_whole_target() {
        let Some(Upgrade::Joins { room, answer }) = read_text(HEAD) else {
            panic!("refused");
        };
        assert_eq!(&*room, b"/chat?room=1&x=%20");
        assert_eq!(greeting::check(&answer, "dGhlIHNhbXBsZSBub25jZQ=="), Ok(()));
        assert!(answer.ends_with(b"\r\n\r\n"));
    }

    #[test]
    fn what_does_not_ask_for_websocket_is_a_request_as_any_other() {
        for (part, other) in [
            ("GET", "POST"),
            ("h2c, WebSocket", "h2c"),
            ("upgrade:", "x-upgrade:"),
            ("HTTP/1.1", "HTTP/1.0"),
            ("Host: x", "Host x"),
        ] {
            assert_eq!(read_text(&HEAD.replacen(part, other, 1)), None, "{other}");
        }
    }

    #[test]
    fn a_handshake_that_breaks_a_rule_is_refused() {
        for (part, other, refusal) in [
            ("keep-alive, UPGRADE", "keep-alive", BROKEN),
            ("Sec-WebSocket-Key", "X-Key", BROKEN),
            ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ", BROKEN),
            ("dGhlIHNhbXBsZSBub25jZQ==", "dGhl", BROKEN),
            ("Host: x", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", BROKEN),
            ("Host: x", "Content-Length: 1", BROKEN),
            ("Host: x", "Transfer-Encoding: chunked", BROKEN),
            ("Version: 13", "Version: 8", OTHER_VERSION),
            ("Sec-WebSocket-Version", "X-Version", OTHER_VERSION),
        ] {
            let head = HEAD.replacen(part, other, 1);
            assert_eq!(read_text(&head), Some(Upgrade::Refused(refusal)), "{other}");
        }
    }

    #[test]
    fn refusals_are_as_long_as_they_say_and_end_the_connection() {
        for refusal in [SEVERAL_THREADS, OTHER_VERSION, BROKEN] {
            let (head, body) = refusal.split_once("\r\n\r\n").unwrap();
            assert!(
                head.contains(&format!("Content-Length: {}", body.len())),
                "{}: {head}",
                body.len()
            );
            assert!(head.contains("Connection: close\r\n"));
        }
    }

    #[test]
    fn the_search_finds_the_line_in_any_case_and_nothing_else() {
        for head in [HEAD, &HEAD.to_uppercase(), "GET / HTTP/1.1\r\nUpgrade:x\r\n\r\n"] {
            assert!(may_be_asked(head.as_bytes()), "{head}");
        }
        for head in [
            "",
            "u",
            "Upgrade: websocket",
            "GET /upgrade: HTTP/1.1\r\nHost: u\r\nx-upgrade: u\r\n\r\n",
            "GET / HTTP/1.1\r\nUpgrade-Insecure-Requests: 1\r\nUp\r\nU",
        ] {
            assert!(!may_be_asked(head.as_bytes()), "{head}");
        }
    }
}
