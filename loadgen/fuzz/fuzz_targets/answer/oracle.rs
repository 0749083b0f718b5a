//! httparse reads the same head: what it rejects we must reject, what both accept must mean the same, and what only it
//! accepts we must have rejected for a reason that the head, as httparse read it, bears out.

use loadgen::answer::LONGEST_HEAD;
use loadgen::head::{self, Framing, Head};

pub fn compare(bytes: &[u8]) {
    let window = &bytes[..bytes.len().min(LONGEST_HEAD)];
    // A line holds one header at most, so this is room for all.
    let lines = window.iter().filter(|byte| **byte == b'\n').count();
    let mut space = vec![httparse::EMPTY_HEADER; lines + 1];
    let mut theirs = httparse::Response::new(&mut space);
    let verdict = theirs.parse(window);
    let accepted = match verdict {
        Ok(httparse::Status::Complete(length)) => Some(length),
        Ok(httparse::Status::Partial) | Err(_) => None,
    };
    match head::end(window, 0) {
        None => assert_eq!(accepted, None, "httparse sees a whole head, and we do not"),
        Some(length) => match (head::parse(&window[..length]), accepted) {
            (Ok(ours), Some(theirs_length)) => {
                assert_eq!(length, theirs_length, "the head ends elsewhere");
                agree(&ours, &theirs);
            }
            (Ok(_), None) => panic!("httparse rejects the head: {verdict:?}"),
            (Err(rule), Some(_)) => assert!(bears_out(window, &theirs, rule), "rejected without reason: {rule}"),
            (Err(_), None) => {}
        },
    }
}

/// Whether a head that httparse accepts breaks the rule that we rejected it by. These are all the rules beyond its own.
fn bears_out(bytes: &[u8], theirs: &httparse::Response, rule: &str) -> bool {
    let lengths = values(theirs, "content-length");
    let codings = values(theirs, "transfer-encoding");
    match rule {
        // It skips empty lines before an answer; and it takes any three digits for a status.
        "a status line that is not HTTP/1.x and three digits" => {
            matches!(bytes, [b'\r' | b'\n', ..]) || theirs.code.is_some_and(|code| code < 100)
        }
        // It does not judge what headers say, nor how they go together.
        "a Content-Length that is not a decimal number" => lengths.iter().any(|value| number(value).is_none()),
        "two Content-Lengths that differ" => lengths.iter().any(|value| number(value) != number(lengths[0])),
        "both Content-Length and Transfer-Encoding" => !lengths.is_empty() && !codings.is_empty(),
        "Transfer-Encoding in HTTP/1.0" => !codings.is_empty() && theirs.version == Some(0),
        _ => false,
    }
}

fn agree(ours: &Head, theirs: &httparse::Response) {
    assert_eq!(Some(ours.status), theirs.code);
    let lengths = values(theirs, "content-length");
    let codings = values(theirs, "transfer-encoding");
    let framing = match (options(&codings).last(), lengths.first()) {
        (Some(last), None) if last.eq_ignore_ascii_case("chunked") => Framing::Chunked,
        (None, Some(value)) => Framing::Length(number(value).expect("a length that was taken is a number")),
        (_, None) => Framing::UntilClose,
        (Some(_), Some(_)) => panic!("both a length and a coding were taken"),
    };
    assert_eq!(ours.framing, framing);
    assert!(lengths.iter().all(|value| number(value) == number(lengths[0])));
    let wishes = options(&values(theirs, "connection"));
    let asks = |wish: &str| wishes.iter().any(|option| option.eq_ignore_ascii_case(wish));
    let keep_alive = !asks("close") && (theirs.version == Some(1) || asks("keep-alive"));
    assert_eq!(ours.keep_alive, keep_alive);
    let types = values(theirs, "content-type");
    let media_type = types.last().map_or("", |value| {
        text(value.split(|byte| *byte == b';').next().unwrap_or_default())
    });
    // A longer one, or one that is not text, equals nothing that a plan can ask for.
    if media_type.len() <= 64 && media_type != "\u{fffd}" {
        assert!(
            ours.media_type.is(&media_type.to_ascii_lowercase()),
            "the media type is {media_type:?}"
        );
    }
    // Not a fixed word: the fuzzer reads what it is compared with, and writes it into a header.
    assert!(!ours.media_type.is(&format!("{}x", media_type.to_ascii_lowercase())));
}

fn values<'a>(theirs: &httparse::Response<'_, 'a>, name: &str) -> Vec<&'a [u8]> {
    let named = theirs
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case(name));
    named.map(|header| header.value).collect()
}

/// The elements of a header that is a list, over all its lines.
fn options<'a>(values: &[&'a [u8]]) -> Vec<&'a str> {
    let elements = values.iter().flat_map(|value| value.split(|byte| *byte == b','));
    elements.map(text).collect()
}

/// Without the blanks around it; what is not UTF-8 is none of the words asked for.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes)
        .unwrap_or("\u{fffd}")
        .trim_matches([' ', '\t'])
}

/// A number of at most 18 digits: any longer is beyond every body.
fn number(value: &[u8]) -> Option<u64> {
    let digits = value.len() <= 18 && value.iter().all(u8::is_ascii_digit);
    text(value).parse().ok().filter(|_| digits)
}
