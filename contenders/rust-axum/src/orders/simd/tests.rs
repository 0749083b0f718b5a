use axum::body::to_bytes;
use serde_json::json;

use super::{super::Order, *};
use crate::{accepted::read, error::Error, object::Object, pricing::Priced};

const ORDER: &str = r#"{"id":"ord-1","placedAt":"2026-03-01T12:00:00Z","currency":"EUR","discountPercent":7,
    "customer":{"id":"c-1","name":"Ad\u00e9 \ud83d\ude00 \"火\"","email":"ada@shop.example","country":"DE"},
    "lines":[{"sku":"SKU-000001","name":"Pan\t\u0001\u007f/\\","category":"kitchen","quantity":1,"unitPriceCents":5,"tags":["a"]}]}"#;

/// The order with something put before its first key.
fn with(more: &str) -> Vec<u8> {
    ORDER.replacen('{', &format!("{{{more}"), 1).into_bytes()
}

/// The order with something in place of its discount.
fn discounted(discount: &str) -> Vec<u8> {
    ORDER.replace(r#""discountPercent":7"#, &format!(r#""discountPercent":{discount}"#)).into_bytes()
}

/// What is read, or the words of the refusal, once by serde_json and once by simd-json.
fn both(text: &[u8]) -> [Result<String, String>; 2] {
    let shown = |read: Result<Object<Order>, serde_json::Error>| {
        read.map(|order| format!("{order:?}")).map_err(|cause| cause.to_string())
    };
    [shown(serde_json::from_slice(text)), shown(decode(text))]
}

#[test]
fn what_is_read_is_what_serde_json_reads() {
    for text in [
        ORDER.as_bytes().to_vec(),
        format!(" \n\t{ORDER}\r ").into_bytes(),
        with(r#""more":{"a":[1,-2.5e+10,true,false,null,"\\\/\b\f"],"b":{}},"#),
        with(r#""more":123456789012345678901234567890,"#),
        with(r#""more":1e400,"#),
        with(r#""more":"\ud800","#),
        with(&format!(r#""more":{}{},"#, "[".repeat(1000), "]".repeat(1000))),
        with(&format!(r#""more":{}{},"#, "[".repeat(400_000), "]".repeat(400_000))),
        with(&format!(r#""more":{}1{},"#, r#"{"a":"#.repeat(100_000), "}".repeat(100_000))),
        with(r#""note":null,"#),
    ] {
        let [wanted, given] = both(&text);
        assert_eq!(wanted, given);
        assert!(given.is_ok(), "{given:?}");
    }
}

#[test]
fn what_is_refused_is_refused_in_the_words_of_serde_json() {
    let not_utf8 = |more: &str| with(more).into_iter().map(|byte| if byte == b'?' { 0xff } else { byte }).collect();
    for text in [
        Vec::new(),
        b"{".to_vec(),
        b"words".to_vec(),
        b"[1]".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        format!("{ORDER} more").into_bytes(),
        with(r#""id":"ord-2","#),
        with(r#""note":"\ud800","#),
        with(r#""note":"\x","#),
        with("\"note\":\"\n\","),
        with(r#""more":"\u00","#),
        with("\"more\":\"\u{1}\","),
        with(r#""more":[1,],"#),
        with(r#""more":01,"#),
        with(r#""more":1.,"#),
        with(r#""more":NaN,"#),
        with(r#""more":truex,"#),
        with("\"more\":1\0,"),
        not_utf8(r#""note":"?","#),
        with(&"[".repeat(500_000)),
        discounted("7.0"),
        discounted("7e0"),
        discounted("07"),
        discounted("+7"),
        discounted("-7"),
        discounted("-0.0"),
        discounted("-0e0"),
        discounted("256"),
        discounted("99999999999999999999"),
        discounted("\"7\""),
        discounted("true"),
        discounted("null"),
    ] {
        let [wanted, given] = both(&text);
        assert_eq!(wanted, given);
        assert!(given.is_err(), "{given:?}");
    }
}

#[test]
fn nothing_of_a_refused_text_stays_for_the_next_one() {
    for text in [&with(&"[".repeat(2000)), &b"{"[..], b"\xff", b""] {
        assert!(at_once::<Object<Order>>(text).is_err());
        assert!(at_once::<Object<Order>>(ORDER.as_bytes()).is_ok());
    }
}

#[test]
fn a_text_that_is_not_json_is_still_told_from_a_broken_rule() {
    assert!(matches!(read::<Order>(br#"{"id": 5, "lines": ["#), Err(Error::Syntax(_))));
    assert!(matches!(read::<Order>(br#"{"id": 5, "lines": []}"#), Err(Error::Rule(_))));
}

/// The one form that simd-json reads otherwise: serde_json takes it for a floating number.
#[test]
fn minus_zero_is_zero() {
    let [wanted, given] = both(&discounted("-0"));
    assert!(wanted.is_err() && given.is_ok());
}

#[tokio::test]
async fn what_is_written_is_what_serde_json_writes() {
    let order = read::<Order>(ORDER.as_bytes()).expect("an order");
    let priced = Priced::from(&order);
    let wanted = serde_json::to_vec(&priced).expect("JSON");
    let response = Json(&priced).into_response();
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(to_bytes(response.into_body(), usize::MAX).await.expect("a body"), wanted);

    let letters: String = ('\0'..='\u{2fff}').chain(['\u{fffd}', '😀', '\u{10ffff}']).collect();
    let values = json!([letters, 0, -1, u64::MAX, i64::MIN, null, true, {}, []]);
    assert_eq!(simd::to_vec(&values).expect("JSON"), serde_json::to_vec(&values).expect("JSON"));
}
