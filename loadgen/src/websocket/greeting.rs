//! The opening handshake of RFC 6455 section 4, from the client's side.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::sha1::sha1;
use crate::plan::Plan;
use crate::random::Stream;

/// The most bytes a server's answer may take.
pub const LONGEST_ANSWER: usize = 16 * 1024;

/// The key of connection `member`, from the seed: the same plan sends the same bytes.
pub fn key(seed: u64, member: u64) -> String {
    let stream = Stream::named(seed, "", "websocket-key");
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&stream.word(member * 2).to_be_bytes());
    bytes[8..].copy_from_slice(&stream.word(member * 2 + 1).to_be_bytes());
    STANDARD.encode(bytes)
}

/// The request that opens the connection.
pub fn request(plan: &Plan, path: &str, headers: &[(String, String)], key: &str) -> Vec<u8> {
    let mut text = format!(
        "GET {path} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n",
        plan.target
    );
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.into_bytes()
}

/// What the server must answer to `key` (section 4.2.2).
pub fn accept(key: &str) -> String {
    STANDARD.encode(sha1(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11").as_bytes()))
}

/// Whether the head `answer` opens the connection that `key` asked for; the error says which rule it broke.
pub fn check(answer: &[u8], key: &str) -> Result<(), String> {
    let text = std::str::from_utf8(answer).map_err(|_| "the handshake's answer is not text".to_string())?;
    let mut lines = text.split("\r\n");
    let status = lines.next().unwrap_or_default();
    let reason = status.strip_prefix("HTTP/1.1 101");
    if !reason.is_some_and(|reason| reason.is_empty() || reason.starts_with(' ')) {
        return Err(format!(
            "the handshake must be answered with HTTP/1.1 101, got \"{status}\""
        ));
    }
    let (mut upgrade, mut connection, mut accepted) = (false, false, false);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "upgrade" => upgrade = value.eq_ignore_ascii_case("websocket"),
            "connection" => connection |= value.split(',').any(|one| one.trim().eq_ignore_ascii_case("upgrade")),
            "sec-websocket-accept" => accepted = value == accept(key),
            "sec-websocket-extensions" => return Err(format!("an extension nobody offered: \"{value}\"")),
            _ => {}
        }
    }
    match (upgrade, connection, accepted) {
        (true, true, true) => Ok(()),
        (false, ..) => Err("the handshake's answer has no \"Upgrade: websocket\"".to_string()),
        (_, false, _) => Err("the handshake's answer has no \"Connection: Upgrade\"".to_string()),
        _ => Err("the handshake's answer has a Sec-WebSocket-Accept that is not the key's".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    const GOOD: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n\
                        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    #[test]
    fn the_example_of_the_rfc_is_accepted_and_each_missing_part_is_not() {
        assert_eq!(check(GOOD.as_bytes(), KEY), Ok(()));
        for (part, other, word) in [
            ("101", "200", "101"),
            ("101", "1010", "101"),
            ("Upgrade: WebSocket", "Upgrade: h2c", "Upgrade: websocket"),
            ("keep-alive, Upgrade", "keep-alive", "Connection: Upgrade"),
            ("s3pP", "s3pp", "Accept"),
            ("Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "extension"),
        ] {
            let error = check(GOOD.replace(part, other).as_bytes(), KEY).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn the_request_asks_for_the_path_with_the_headers_of_the_plan() {
        let plan = r#"{ "schema": "loadgen/plan@1", "target": "127.0.0.1:9", "seed": 7,
            "rooms": { "path": "/r", "count": 1, "members": 2, "message": "${stamp}", "echo_to_sender": false },
            "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "for_ms": 1 }] }"#;
        let plan = crate::wire::read_plan(plan).unwrap();
        let headers = [("x-token".to_string(), "a b".to_string())];
        let text = String::from_utf8(request(&plan, "/r?room=3", &headers, KEY)).unwrap();
        assert!(
            text.starts_with("GET /r?room=3 HTTP/1.1\r\nHost: 127.0.0.1:9\r\n"),
            "{text}"
        );
        assert!(text.contains(&format!("\r\nSec-WebSocket-Key: {KEY}\r\n")), "{text}");
        assert!(text.ends_with("\r\nx-token: a b\r\n\r\n"), "{text}");
    }

    #[test]
    fn keys_are_sixteen_bytes_from_the_seed() {
        assert_eq!(STANDARD.decode(key(1, 5)).unwrap().len(), 16);
        assert_eq!(key(1, 5), key(1, 5));
        assert_ne!(key(1, 5), key(1, 6));
    }
}
