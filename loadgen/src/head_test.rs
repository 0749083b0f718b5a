use super::*;

fn head(text: &str) -> Result<Head, &'static str> {
    parse(text.as_bytes())
}

#[test]
fn the_end_is_found_however_the_lines_end_and_wherever_the_search_begins() {
    for text in [
        "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody",
        "HTTP/1.1 200 OK\nA: b\n\nbody",
        "HTTP/1.1 200\n\r\nbody",
    ] {
        let expected = text.len() - "body".len();
        for from in 0..expected {
            assert_eq!(end(text.as_bytes(), from), Some(expected), "{text:?} from {from}");
        }
        for cut in 0..expected {
            assert_eq!(end(&text.as_bytes()[..cut], 0), None, "{text:?} cut at {cut}");
        }
    }
}

#[test]
fn the_facts_of_a_head_are_read() {
    let parsed = head(
        "HTTP/1.1 201 Created\r\ncontent-TYPE:  Application/Json; charset=utf-8 \r\nContent-Length: 12\r\nX: y\r\n\r\n",
    )
    .unwrap();
    assert_eq!(
        (parsed.status, parsed.framing, parsed.keep_alive),
        (201, Framing::Length(12), true)
    );
    assert!(parsed.media_type.is("application/json"));
    assert!(!parsed.media_type.is("application/jso"));
    assert!(!head("HTTP/1.1 200 OK\r\n\r\n").unwrap().media_type.is("text/plain"));
}

#[test]
fn the_connection_header_decides_over_the_version() {
    for (text, keep) in [
        ("HTTP/1.1 200 OK\r\n\r\n", true),
        ("HTTP/1.0 200 OK\r\n\r\n", false),
        ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", true),
        ("HTTP/1.1 200 OK\r\nConnection: foo, CLOSE\r\n\r\n", false),
        ("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n", true),
        ("HTTP/1.1 200 OK\r\nConnection: close, keep-alive\r\n\r\n", false),
        (
            "HTTP/1.0 200 OK\r\nConnection: close\r\nConnection: keep-alive\r\n\r\n",
            false,
        ),
    ] {
        assert_eq!(head(text).unwrap().keep_alive, keep, "{text:?}");
    }
}

#[test]
fn framing_follows_the_headers() {
    for (headers, framing) in [
        ("", Framing::UntilClose),
        ("Transfer-Encoding: chunked\r\n", Framing::Chunked),
        ("Transfer-Encoding: gzip, Chunked\r\n", Framing::Chunked),
        ("Transfer-Encoding: gzip\r\n", Framing::UntilClose),
        ("Content-Length: 5\r\nContent-Length: 5\r\n", Framing::Length(5)),
    ] {
        assert_eq!(
            head(&format!("HTTP/1.1 200 OK\r\n{headers}\r\n")).unwrap().framing,
            framing,
            "{headers:?}"
        );
    }
}

#[test]
fn a_head_that_breaks_a_rule_is_an_error() {
    for text in [
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "nonsense\r\n\r\n",
        "HTTP/1.1 200 O\u{1}K\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: empty\r\n\r\n",
        "HTTP/1.1 200 OK\r\nName : v\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded: c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\u{0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
        assert!(head(text).is_err(), "{text:?}");
    }
}

/// httparse is the oracle: what it rejects, this parser must reject; where both accept, they agree.
/// (This parser may reject more: it also judges Content-Length and the like.)
#[test]
fn it_accepts_nothing_that_httparse_rejects_under_every_single_byte_change() {
    let sound = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nX-A: b\tc\r\n\r\n";
    for at in 0..sound.len() {
        for byte in 0..=255u8 {
            let mut bytes = sound.to_vec();
            bytes[at] = byte;
            let Some(length) = end(&bytes, 0) else {
                continue;
            };
            let mut headers = [httparse::EMPTY_HEADER; 16];
            let mut oracle = httparse::Response::new(&mut headers);
            let verdict = oracle.parse(&bytes[..length]);
            if let Ok(ours) = parse(&bytes[..length]) {
                assert!(
                    matches!(verdict, Ok(httparse::Status::Complete(_))),
                    "byte {byte} at {at}: {verdict:?}"
                );
                assert_eq!(Some(ours.status), oracle.code);
            }
        }
    }
}
