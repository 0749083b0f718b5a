use super::*;

const UPGRADE: &str = "GET /r HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// How many requests the bytes are, where none asks for more than an answer.
fn requests(cutter: &mut Cutter, bytes: &[u8]) -> u64 {
    let asked = count(cutter, bytes).unwrap();
    assert!(asked.upgrade.is_none() && asked.rest.is_empty());
    asked.requests
}

#[test]
fn requests_are_counted_however_they_are_cut() {
    let bytes = b"GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST /a HTTP/1.1\r\ncontent-length: 5\r\n\r\nab\r\n\rGET /b HTTP/1.1\r\n\r\n";
    for piece in 1..=bytes.len() {
        let mut cutter = Cutter::new(LONGEST_HEAD);
        let counted: u64 = bytes.chunks(piece).map(|part| requests(&mut cutter, part)).sum();
        assert_eq!(counted, 3, "pieces of {piece}");
        assert!(cutter.is_between());
    }
}

#[test]
fn what_is_no_request_is_answered_like_one() {
    let mut cutter = Cutter::new(LONGEST_HEAD);
    assert_eq!(requests(&mut cutter, b"nonsense\r\n\r\n\0\r\n\r\n"), 2);
    assert_eq!(
        requests(&mut cutter, b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n"),
        1
    );
    let other = UPGRADE.replace("websocket", "h2c");
    assert_eq!(requests(&mut cutter, other.as_bytes()), 1);
    assert!(cutter.is_between());
}

#[test]
fn an_upgrade_is_found_however_it_is_cut_with_the_requests_before_it_and_the_bytes_behind_it() {
    let before = "GET / HTTP/1.1\r\n\r\n";
    let bytes = [before, before, UPGRADE, "\x01frames\r\n\r\n"].concat().into_bytes();
    let end = 2 * before.len() + UPGRADE.len();
    for at in 0..bytes.len() {
        let mut cutter = Cutter::new(LONGEST_HEAD);
        let first = count(&mut cutter, &bytes[..at]).unwrap();
        assert_eq!(first.upgrade.is_some(), at >= end, "cut at {at}");
        if first.upgrade.is_some() {
            assert_eq!((first.requests, first.rest), (2, &bytes[end..at]));
            continue;
        }
        let second = count(&mut cutter, &bytes[at..]).unwrap();
        assert!(matches!(&second.upgrade, Some(Upgrade::Joins { room, .. }) if **room == *b"/r"));
        assert_eq!(first.requests + second.requests, 2, "cut at {at}");
        assert_eq!(second.rest, &bytes[end..]);
    }
    let alone = count(&mut Cutter::new(LONGEST_HEAD), UPGRADE.as_bytes()).unwrap();
    assert!(alone.upgrade.is_some() && alone.requests == 0);
}

#[test]
fn answers_have_the_body_asked_for() {
    for body in [0, 1, 2, 50, 5000] {
        let bytes = answer(body);
        let end = memmem::find(&bytes, b"\r\n\r\n").unwrap() + 4;
        assert_eq!(bytes.len() - end, body);
        assert!(body == 0 || serde_json::from_slice::<serde_json::Value>(&bytes[end..]).is_ok());
    }
}
