use super::*;
use crate::random::Stream;

fn told(pieces: &[&[u8]]) -> Result<Vec<String>, Fault> {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    for piece in pieces {
        decoder.read(piece, |heard| out.push(format!("{heard:?}")))?;
    }
    Ok(out)
}

fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        short @ 0..126 => out.push(short as u8),
        middle @ 126..=0xffff => {
            out.push(126);
            out.extend((middle as u16).to_be_bytes());
        }
        long => {
            out.push(127);
            out.extend((long as u64).to_be_bytes());
        }
    }
    out.extend(payload);
    out
}

#[test]
fn a_split_at_any_byte_gives_the_same_messages() {
    let mut bytes = frame(0x81, b"hello");
    bytes.extend(frame(0x01, b"one "));
    bytes.extend(frame(0x89, b"ping"));
    bytes.extend(frame(0x80, &[b'x'; 200]));
    bytes.extend(frame(0x82, &[7; 300]));
    bytes.extend(frame(0x88, &[3, 232]));
    let whole = told(&[&bytes]).unwrap();
    assert_eq!(whole.len(), 5);
    for at in 0..bytes.len() {
        assert_eq!(told(&[&bytes[..at], &bytes[at..]]).unwrap(), whole, "split at {at}");
    }
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(told(&single).unwrap(), whole);
}

#[test]
fn lengths_of_all_three_kinds_are_read() {
    for length in [0, 125, 126, 65_535, 65_536, LONGEST] {
        let mut decoder = Decoder::default();
        let mut got = None;
        decoder
            .read(&frame(0x82, &vec![1; length]), |heard| {
                if let Heard::Message(bytes) = heard {
                    got = Some(bytes.len());
                }
            })
            .unwrap();
        assert_eq!(got, Some(length));
    }
}

#[test]
fn each_broken_rule_is_a_fault() {
    let cases: [(&[u8], &str); 11] = [
        (&[0xc1, 0], "reserved bits"),
        (&[0x83, 0], "reserved opcode"),
        (&[0x8b, 0], "reserved opcode"),
        (&[0x81, 0x80], "masked"),
        (&[0x09, 0], "control frame"),
        (&[0x89, 126], "control frame"),
        (&[0x80, 0], "continuation of no message"),
        (&[0x01, 0, 0x81, 0], "inside a fragmented one"),
        (&[0x81, 1, 0xff], "UTF-8"),
        (&[0x81, 126, 0, 125], "more bytes than it needs"),
        (&[0x82, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff], "more bytes than it needs"),
    ];
    for (bytes, word) in cases {
        assert!(told(&[bytes]).unwrap_err().contains(word), "{bytes:?}");
    }
    let mut long = vec![0x82, 127];
    long.extend((LONGEST as u64 + 1).to_be_bytes());
    assert!(told(&[&long]).unwrap_err().contains("1 MiB"));
    long[2..].copy_from_slice(&u64::MAX.to_be_bytes());
    assert!(told(&[&long]).unwrap_err().contains("1 MiB"));
}

#[test]
fn no_bytes_at_all_make_it_panic() {
    let noise = Stream::named(1, "test", "noise");
    for round in 0..5000 {
        let length = noise.word(round) % 64;
        let bytes: Vec<u8> = (0..length).map(|i| noise.word(round * 64 + i) as u8 & 0x8f).collect();
        let _either = told(&[&bytes]);
    }
}

#[test]
fn what_is_written_unmasks_to_the_payload() {
    for length in [0, 5, 125, 126, 65_536] {
        let payload: Vec<u8> = (0..length).map(|i| i as u8).collect();
        let mut out = Vec::new();
        write(&mut out, TEXT, &payload, [1, 2, 3, 4]);
        let begin = out.len() - length;
        assert_eq!(out[0], 0x81);
        assert_eq!(out[1] & 0x80, 0x80);
        assert_eq!(out[begin - 4..begin], [1, 2, 3, 4]);
        let plain: Vec<u8> = out[begin..]
            .iter()
            .enumerate()
            .map(|(i, b)| b ^ (i % 4 + 1) as u8)
            .collect();
        assert_eq!(plain, payload);
    }
}
