use super::*;
use crate::random::Stream;
use crate::websocket::frame::{self, Decoder};

const MASK: [u8; 4] = [0x5a, 0, 0xff, 0x13];

/// A masked frame whose first byte is `first`.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    frame::write(&mut out, 0, payload, MASK);
    out[0] = first;
    out
}

/// What is said to the others and to the member, and whether more may be said.
fn told(pieces: &[&[u8]]) -> (Vec<u8>, Vec<u8>, bool) {
    let (mut speech, mut said) = (Speech::default(), Said::default());
    let open = pieces.iter().all(|piece| speech.read(piece, &mut said));
    (said.messages, said.replies, open)
}

/// The code of the close frame that ends `replies`.
fn code(replies: &[u8]) -> u16 {
    let [.., 0x88, 2, high, low] = replies else {
        panic!("{replies:?}");
    };
    u16::from_be_bytes([*high, *low])
}

#[test]
fn messages_are_passed_on_whole_and_controls_answered_wherever_the_bytes_are_split() {
    let mut bytes = masked(0x81, b"hello");
    bytes.extend(masked(0x01, "one \u{e9}".as_bytes().split_last().unwrap().1));
    bytes.extend(masked(0x89, b"ping"));
    bytes.extend(masked(0x00, b""));
    bytes.extend(masked(0x80, &[&[0xa9][..], &[b'x'; 200]].concat()));
    bytes.extend(masked(0x8a, b"unasked"));
    bytes.extend(masked(0x82, &[0xff; 300]));
    bytes.extend(masked(0x88, b"\x0f\xa0bye"));
    let mut messages = b"\x81\x05hello\x81\x7e\x00\xce".to_vec();
    messages.extend("one \u{e9}".bytes().chain([b'x'; 200]));
    messages.extend(b"\x82\x7e\x01\x2c".iter().copied().chain([0xff; 300]));
    let expected = (messages, b"\x8a\x04ping\x88\x02\x0f\xa0".to_vec(), false);
    assert_eq!(told(&[&bytes]), expected);
    for at in 0..bytes.len() {
        assert_eq!(told(&[&bytes[..at], &bytes[at..]]), expected, "split at {at}");
    }
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(told(&single), expected);
}

#[test]
fn payloads_of_every_length_come_out_as_they_went_in() {
    for length in (0..70).chain([125, 126, 127, 65_535, 65_536, 100_001, LONGEST]) {
        let payload: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
        let (messages, replies, open) = told(&[&masked(0x82, &payload)]);
        let mut heard = Vec::new();
        let mut decoder = Decoder::default();
        decoder
            .read(&messages, |message| {
                heard.push(message == frame::Heard::Message(&payload));
            })
            .unwrap();
        assert_eq!((heard, replies.len(), open), (vec![true], 0, true), "{length}");
        assert_eq!(messages.len(), head_length(length) + length);
    }
}

#[test]
fn each_broken_rule_ends_it_with_its_code_and_what_was_said_before_stands() {
    let before = masked(0x81, b"before");
    let long = |first: u8, length: u64| [&[first, 0xff][..], &length.to_be_bytes()].concat();
    let cases = [
        (vec![0xc1, 0x80], BROKEN_RULE),
        (vec![0x83, 0x80], BROKEN_RULE),
        (vec![0x8b, 0x80], BROKEN_RULE),
        (vec![0x81, 0x00], BROKEN_RULE),
        (vec![0x09, 0x80], BROKEN_RULE),
        (vec![0x89, 0xfe], BROKEN_RULE),
        (vec![0x81, 0xfe, 0, 125], BROKEN_RULE),
        (long(0x82, 0xffff), BROKEN_RULE),
        (long(0x82, u64::MAX), BROKEN_RULE),
        (long(0x82, LONGEST as u64 + 1), TOO_LONG),
        (masked(0x80, b""), BROKEN_RULE),
        ([masked(0x01, b""), masked(0x81, b"")].concat(), BROKEN_RULE),
        ([masked(0x02, b"x"), long(0x80, LONGEST as u64)].concat(), TOO_LONG),
        (masked(0x81, b"\xff"), NOT_TEXT),
        (masked(0x81, &[0xff; 126]), NOT_TEXT),
        (masked(0x81, &[0xff; 65_536]), NOT_TEXT),
        ([masked(0x01, b"\xc3"), masked(0x80, b"x")].concat(), NOT_TEXT),
        (masked(0x88, b"x"), BROKEN_RULE),
        (masked(0x88, &1005_u16.to_be_bytes()), BROKEN_RULE),
        (masked(0x88, &999_u16.to_be_bytes()), BROKEN_RULE),
        (masked(0x88, b"\x03\xe8\xff"), NOT_TEXT),
    ];
    for (bytes, fault) in cases {
        let (messages, replies, open) = told(&[&[&before[..], &bytes, &before].concat()]);
        assert_eq!(
            (code(&replies), open),
            (fault, false),
            "{:?}",
            &bytes[..bytes.len().min(12)]
        );
        assert_eq!(messages, b"\x81\x06before");
    }
}

#[test]
fn nothing_behind_a_close_is_heard() {
    let bytes = [masked(0x88, b""), masked(0x81, b"late")].concat();
    assert_eq!(told(&[&bytes]), (Vec::new(), b"\x88\x00".to_vec(), false));
}

#[test]
fn no_more_is_kept_than_one_message() {
    let (mut speech, mut said) = (Speech::default(), Said::default());
    let mut fed = 0;
    let fragment = [masked(0x02, &[1; 1000]), masked(0x00, &[1; 1000]).repeat(2000)].concat();
    for piece in fragment.chunks(1500) {
        fed += piece.len();
        if !speech.read(piece, &mut said) {
            break;
        }
        assert!(speech.parts.len() + speech.pending.len() <= LONGEST + 1500);
    }
    assert_eq!(code(&said.replies), TOO_LONG);
    assert!(fed > LONGEST && said.messages.is_empty());
}

#[test]
fn any_bytes_in_any_pieces_come_to_the_same_and_what_is_passed_on_is_sound() {
    let noise = Stream::named(1, "test", "noise");
    let (mut messages_passed, mut broken) = (0, 0);
    for round in 0..20_000 {
        let mut bytes = Vec::new();
        for nth in 0..4 {
            let word = noise.word(round * 4 + nth).to_be_bytes();
            // Mostly frames that could be, some that could not.
            let first = if word[0] < 230 {
                [0x81, 0x82, 0x81, 0x82, 0x89, 0x01, 0x80][usize::from(word[1] % 7)]
            } else {
                word[1]
            };
            let payload = vec![word[2] & 0x7f; usize::from(word[3] % 140)];
            bytes.extend(masked(first, &payload));
            if word[4] < 10 {
                bytes.truncate(bytes.len().saturating_sub(usize::from(word[5] % 9)));
            }
        }
        let whole = told(&[&bytes]);
        let size = 1 + noise.word(round) as usize % 40;
        let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
        assert_eq!(told(&pieces), whole, "{bytes:?} in pieces of {size}");
        let mut decoder = Decoder::default();
        decoder.read(&whole.0, |_| messages_passed += 1).unwrap();
        decoder.read(&whole.1, |_| {}).unwrap();
        broken += u32::from(!whole.2);
    }
    assert!(
        messages_passed > 10_000 && (2_000..18_000).contains(&broken),
        "{messages_passed} {broken}"
    );
}
