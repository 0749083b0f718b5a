use serde_json::{Value, json};

use super::*;
use crate::{accepted::read, error::Error};

fn valid() -> Value {
    json!({
        "id": "ord-1", "placedAt": "2026-03-01T12:00:00Z", "currency": "EUR", "discountPercent": 0,
        "customer": { "id": "c-1", "name": "Ada", "email": "ada@shop.example", "country": "DE" },
        "lines": [{ "sku": "SKU-000001", "name": "Pan", "category": "kitchen", "quantity": 1, "unitPriceCents": 5, "tags": ["a"] }],
    })
}

/// Reads the valid order with one value replaced, or removed when there is none.
fn read_with(pointer: &str, value: Option<Value>) -> Result<Order, Error> {
    let mut order = valid();
    match value {
        Some(value) if pointer == "/note" => order["note"] = value,
        Some(value) => *order.pointer_mut(pointer).expect("a key of the order") = value,
        None => {
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            let parent = order.pointer_mut(parent).and_then(Value::as_object_mut);
            parent.expect("an object of the order").remove(key);
        }
    }
    read::<Order>(order.to_string().as_bytes())
}

#[test]
fn values_on_the_limits_are_accepted() {
    for (pointer, value) in [
        ("/id", json!("ord-123456789012")),
        ("/customer/name", json!("é".repeat(200))),
        ("/customer/email", json!("a@b")),
        ("/discountPercent", json!(100)),
        ("/lines/0/quantity", json!(1000)),
        ("/lines/0/unitPriceCents", json!(10_000_000)),
        ("/lines/0/tags", json!(["x".repeat(40), "b", "c", "d", "e", "f", "g", "h"])),
        ("/note", json!("n".repeat(2000))),
    ] {
        assert!(read_with(pointer, Some(value)).is_ok(), "{pointer}");
    }
}

#[test]
fn a_broken_rule_is_refused_as_one() {
    for (pointer, value) in [
        ("/id", json!("ord-")),
        ("/id", json!("ord-1\n")),
        ("/id", json!("ord-1234567890123")),
        ("/placedAt", json!("2026-03-01 12:00:00Z")),
        ("/placedAt", json!("٢٠٢٦-03-01T12:00:00Z")),
        ("/currency", json!("CHF")),
        ("/customer", json!(["c-1", "Ada", "ada@shop.example", "DE"])),
        ("/customer/id", json!("")),
        ("/customer/name", json!("a".repeat(201))),
        ("/customer/email", json!("ada.shop.example")),
        ("/customer/email", json!("a@")),
        ("/customer/country", json!("de")),
        ("/discountPercent", json!(101)),
        ("/discountPercent", json!(-1)),
        ("/discountPercent", json!(2.5)),
        ("/discountPercent", json!("10")),
        ("/lines", json!([])),
        ("/lines", Value::from(vec![valid()["lines"][0].clone(); 501])),
        ("/lines/0", json!(["SKU-000001", "Pan", "kitchen", 1, 5, []])),
        ("/lines/0/sku", json!("SKU-00001")),
        ("/lines/0/name", json!("")),
        ("/lines/0/category", json!("toys")),
        ("/lines/0/quantity", json!(0)),
        ("/lines/0/quantity", json!(1001)),
        ("/lines/0/quantity", json!(true)),
        ("/lines/0/unitPriceCents", json!(10_000_001)),
        ("/lines/0/tags", json!(["1", "2", "3", "4", "5", "6", "7", "8", "9"])),
        ("/lines/0/tags", json!([""])),
        ("/lines/0/tags", json!(["x".repeat(41)])),
        ("/note", json!("n".repeat(2001))),
        ("/note", json!(5)),
    ] {
        let outcome = read_with(pointer, Some(value));
        assert!(matches!(outcome, Err(Error::Rule(_))), "{pointer}: {outcome:?}");
    }
}

#[test]
fn a_missing_key_is_a_broken_rule() {
    for pointer in [
        "/id",
        "/placedAt",
        "/currency",
        "/customer",
        "/customer/id",
        "/customer/name",
        "/customer/email",
        "/customer/country",
        "/discountPercent",
        "/lines",
        "/lines/0/sku",
        "/lines/0/name",
        "/lines/0/category",
        "/lines/0/quantity",
        "/lines/0/unitPriceCents",
        "/lines/0/tags",
    ] {
        let outcome = read_with(pointer, None);
        assert!(matches!(outcome, Err(Error::Rule(_))), "{pointer}: {outcome:?}");
    }
}

#[test]
fn a_text_that_is_not_json_as_a_whole_is_a_syntax_error() {
    for text in ["", "words", r#"{"id": 5, "lines": ["#, r#"{"id": "ord-1",}"#, r#"{"id": "ord-1"} more"#] {
        let outcome = read::<Order>(text.as_bytes());
        assert!(matches!(outcome, Err(Error::Syntax(_))), "{text}: {outcome:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_a_syntax_error() {
    let text = valid().to_string().replace("Pan", "P?n").into_bytes();
    let text: Vec<u8> = text.into_iter().map(|byte| if byte == b'?' { 0xff } else { byte }).collect();
    assert!(matches!(read::<Order>(&text), Err(Error::Syntax(_))));
}

#[test]
fn a_refusal_names_the_place_and_the_rule() {
    let Err(Error::Rule(rule)) = read_with("/lines/0/quantity", Some(json!(0))) else {
        panic!("a quantity of zero was accepted");
    };
    assert_eq!(rule, "lines[0].quantity must be 1 to 1000");
}
