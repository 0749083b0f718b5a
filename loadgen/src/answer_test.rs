use super::*;

#[derive(Debug, PartialEq)]
struct Read {
    step: &'static str,
    left_over: usize,
    status: Option<u16>,
    length: u64,
    body: Vec<u8>,
}

/// Feeds the pieces until the answer ends; what is left over is counted across all pieces.
fn read(pieces: &[&[u8]], of_head_request: bool) -> Read {
    let mut parser = AnswerParser::default();
    parser.begin(of_head_request);
    let mut body = Vec::new();
    let mut step = Step::More;
    let mut left_over = 0;
    for piece in pieces {
        if step != Step::More {
            left_over += if matches!(step, Step::Done { .. }) {
                piece.len()
            } else {
                0
            };
            continue;
        }
        step = parser.feed(piece, &mut |data| body.extend_from_slice(data));
        if let Step::Done { used } = step {
            left_over += piece.len() - used;
        }
    }
    let step = match step {
        Step::More if parser.close() => "until close",
        Step::More => "more",
        Step::Done { .. } => "done",
        Step::Broken(_) => "broken",
    };
    Read {
        step,
        left_over,
        status: parser.head().map(|h| h.status),
        length: parser.length(),
        body,
    }
}

fn cases() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "done", "hello"),
        ("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "done", "hello"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "done", ""),
        ("HTTP/1.1 204 No Content\r\n\r\n", "done", ""),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", "done", ""),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
            "done",
            "abc0123456789abcdef",
        ),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "done",
            "ok",
        ),
        ("HTTP/1.1 200 OK\r\n\r\nto the end", "until close", "to the end"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ntoo short",
            "more",
            "too short",
        ),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", "broken", ""),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "broken",
            "",
        ),
        ("SSH-2.0-OpenSSH_9.2\r\n\r\n", "broken", ""),
    ]
}

#[test]
fn answers_are_read_whole() {
    for (text, step, body) in cases() {
        let read = read(&[text.as_bytes()], false);
        assert_eq!((read.step, read.body.as_slice()), (step, body.as_bytes()), "{text:?}");
        assert_eq!(read.length, body.len() as u64, "{text:?}");
    }
}

#[test]
fn a_split_at_any_two_bytes_changes_nothing() {
    for (text, ..) in cases() {
        let bytes = text.as_bytes();
        let whole = read(&[bytes], false);
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let split = read(&[&bytes[..first], &bytes[first..second], &bytes[second..]], false);
                assert_eq!(split, whole, "{text:?} split at {first} and {second}");
            }
        }
    }
}

#[test]
fn one_byte_at_a_time_changes_nothing() {
    for (text, ..) in cases() {
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(read(&pieces, false), read(&[text.as_bytes()], false), "{text:?}");
    }
}

#[test]
fn an_answer_to_head_has_no_body_whatever_it_says() {
    let read = read(&[b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"], true);
    assert_eq!((read.step, read.length, read.left_over), ("done", 0, 0));
}

#[test]
fn bytes_behind_the_answer_are_left_over() {
    let surplus = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcXYZ";
    assert_eq!(read(&[surplus], false).left_over, 3);
    assert_eq!(read(&[b"HTTP/1.1 204 No Content\r\n\r\nX"], false).left_over, 1);
    assert_eq!(
        read(
            &[b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nXX"],
            false
        )
        .left_over,
        2
    );
}

#[test]
fn a_head_without_end_is_broken_and_not_kept() {
    let megabyte = vec![b'a'; 1024 * 1024];
    assert_eq!(read(&[b"HTTP/1.1 200 OK\r\nX: ", &megabyte], false).step, "broken");
    assert_eq!(read(&[&megabyte], false).step, "broken");
    let mut parser = AnswerParser::default();
    parser.begin(false);
    for piece in megabyte.chunks(1000) {
        if let Step::Broken(_) = parser.feed(piece, &mut |_| {}) {
            assert!(parser.carry.len() <= LONGEST_HEAD + 1);
            return;
        }
    }
    panic!("a megabyte of head was taken");
}

#[test]
fn the_next_answer_starts_afresh() {
    let mut parser = AnswerParser::default();
    for _ in 0..3 {
        parser.begin(false);
        assert!(parser.head().is_none());
        let step = parser.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", &mut |_| {});
        assert!(matches!(step, Step::Done { .. }));
        assert_eq!(parser.length(), 2);
    }
}
