use super::*;

#[derive(Debug, PartialEq)]
struct Read {
    step: &'static str,
    left_over: usize,
    head: Option<Head>,
    length: u64,
    body: Vec<u8>,
}

/// Feeds the pieces until the answer ends, by a parser that has seen no head before.
fn read(pieces: &[&[u8]], of_head_request: bool) -> Read {
    read_with(&mut HeadCache::default(), pieces, of_head_request)
}

/// The same by one that knows the heads in `cache`. What is left over is counted across all pieces.
fn read_with(cache: &mut HeadCache, pieces: &[&[u8]], of_head_request: bool) -> Read {
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
        step = parser.feed(piece, cache, &mut |data| body.extend_from_slice(data));
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
        head: parser.head().copied(),
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
        if let Step::Broken(_) = parser.feed(piece, &mut HeadCache::default(), &mut |_| {}) {
            assert!(parser.carry.len() <= LONGEST_HEAD);
            return;
        }
    }
    panic!("a megabyte of head was taken");
}

#[test]
fn the_next_answer_starts_afresh() {
    let mut parser = AnswerParser::default();
    let mut cache = HeadCache::default();
    for _ in 0..3 {
        parser.begin(false);
        assert!(parser.head().is_none());
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        let step = parser.feed(bytes, &mut cache, &mut |_| {});
        assert!(matches!(step, Step::Done { .. }));
        assert_eq!(parser.length(), 2);
    }
}

#[test]
fn a_head_known_already_changes_nothing_wherever_the_answer_is_split() {
    for (known, ..) in cases() {
        for (text, ..) in cases() {
            let bytes = text.as_bytes();
            let fresh = read(&[bytes], false);
            for cut in 0..=bytes.len() {
                let mut cache = HeadCache::default();
                read_with(&mut cache, &[known.as_bytes()], false);
                let split = read_with(&mut cache, &[&bytes[..cut], &bytes[cut..]], false);
                assert_eq!(split, fresh, "{text:?} split at {cut}, after {known:?}");
            }
        }
    }
}

#[test]
fn only_the_whole_sound_head_read_last_is_recognised() {
    let sound = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
    let mut cache = HeadCache::default();
    read_with(&mut cache, &[b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"], false);
    assert!(cache.recognise(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n").is_none());
    read_with(&mut cache, &[sound], false);
    let (head, length) = cache.recognise(sound).unwrap();
    assert_eq!((head.framing, length), (Framing::Length(2), sound.len()));
    for at in 0..sound.len() {
        let mut other = sound.to_vec();
        other[at] ^= 1;
        assert!(cache.recognise(&other).is_none(), "byte {at} changed");
        assert!(cache.recognise(&sound[..at]).is_none(), "cut at {at}");
    }
    let mut long = b"HTTP/1.1 500 X\r\nX: ".to_vec();
    long.extend_from_slice(&[b'x'; 2000]);
    long.extend_from_slice(b"\r\n\r\n");
    assert_eq!(read_with(&mut cache, &[&long], false).head.unwrap().status, 500);
    assert!(cache.recognise(&long).is_none(), "too long to be kept");
    assert!(cache.recognise(sound).is_some(), "the one before stays");
}

#[test]
fn a_head_may_have_64_kib_and_not_a_byte_more_however_it_comes() {
    for (more, step) in [(0, "done"), (1, "broken")] {
        let (start, end) = (b"HTTP/1.1 204 X\r\nX: ", b"\r\n\r\n");
        let mut head = start.to_vec();
        head.resize(LONGEST_HEAD - end.len() + more, b'x');
        head.extend_from_slice(end);
        assert_eq!(read(&[&head], false).step, step);
        for size in [1, 1000, LONGEST_HEAD, LONGEST_HEAD - 1] {
            let pieces: Vec<&[u8]> = head.chunks(size).collect();
            assert_eq!(read(&pieces, false).step, step, "{more} more, in pieces of {size}");
        }
    }
}
