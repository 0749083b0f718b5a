//! A checkout: what a customer wants to buy, read and checked.

use axum::{Json, http::StatusCode};
use serde::Deserialize;

use crate::{
    accepted::{Accepted, Rules, require},
    error::Error,
    object::Object,
    parts::Part,
    purchase::{self, Receipt},
    shop::Shop,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkout {
    pub request_id: String,
    pub customer_id: u32,
    pub lines: Vec<Object<Line>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    pub product_id: u32,
    pub quantity: u8,
}

impl Rules for Checkout {
    fn check(&self) -> Result<(), String> {
        require(
            (8..=64).contains(&self.request_id.len())
                && self.request_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
            "requestId must have 8 to 64 characters of A-Z, a-z, 0-9 and -",
        )?;
        require(self.customer_id >= 1, "customerId must be 1 to 4294967295")?;
        require((1..=10).contains(&self.lines.len()), "lines must be 1 to 10")?;
        for (index, Object(line)) in self.lines.iter().enumerate() {
            line.check(&self.lines[..index]).map_err(|rule| format!("lines[{index}].{rule}"))?;
        }
        Ok(())
    }
}

impl Line {
    fn check(&self, before: &[Object<Self>]) -> Result<(), &'static str> {
        require(self.product_id >= 1, "productId must be 1 to 4294967295")?;
        require((1..=100).contains(&self.quantity), "quantity must be 1 to 100")?;
        require(
            before.iter().all(|Object(line)| line.product_id != self.product_id),
            "productId must differ from those before it",
        )
    }
}

pub async fn check_out(
    Part(shop): Part<Shop>,
    Accepted(checkout): Accepted<Checkout>,
) -> Result<(StatusCode, Json<Receipt>), Error> {
    let receipt = shop.database.carry_out(|conn| purchase::make(conn, checkout)).await?;
    Ok((StatusCode::CREATED, Json(receipt)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::accepted::read;

    /// Reads a valid checkout with one value replaced.
    fn read_with(pointer: &str, value: Value) -> Result<Checkout, Error> {
        let mut checkout = json!({
            "requestId": "request-1", "customerId": 1, "coupon": { "code": "SPRING" },
            "lines": [{ "productId": 2, "quantity": 3, "colour": "black" }, { "productId": 1, "quantity": 1 }],
        });
        *checkout.pointer_mut(pointer).expect("a key of the checkout") = value;
        read(checkout.to_string().as_bytes())
    }

    fn lines(count: u32) -> Value {
        (1..=count).map(|id| json!({ "productId": id, "quantity": 1 })).collect()
    }

    #[test]
    fn values_on_the_limits_are_accepted() {
        for (pointer, value) in [
            ("/requestId", json!("aZ09-aZ0")),
            ("/requestId", json!("x".repeat(64))),
            ("/customerId", json!(u32::MAX)),
            ("/lines", lines(1)),
            ("/lines", lines(10)),
            ("/lines/0/productId", json!(u32::MAX)),
            ("/lines/0/quantity", json!(1)),
            ("/lines/0/quantity", json!(100)),
        ] {
            let outcome = read_with(pointer, value);
            assert!(outcome.is_ok(), "{pointer}: {outcome:?}");
        }
    }

    #[test]
    fn a_broken_rule_is_refused_as_one() {
        for (pointer, value) in [
            ("/requestId", json!("1234567")),
            ("/requestId", json!("x".repeat(65))),
            ("/requestId", json!("' OR '1'='1")),
            ("/requestId", json!("request_1")),
            ("/requestId", json!("request-é")),
            ("/requestId", json!("request-1\n")),
            ("/requestId", json!(12_345_678)),
            ("/requestId", Value::Null),
            ("/customerId", json!(0)),
            ("/customerId", json!(-1)),
            ("/customerId", json!(4_294_967_296_u64)),
            ("/customerId", json!("1")),
            ("/customerId", json!(1.5)),
            ("/lines", json!([])),
            ("/lines", lines(11)),
            ("/lines", json!({})),
            ("/lines/0", json!([2, 3])),
            ("/lines/0", json!(null)),
            ("/lines/0/productId", json!(0)),
            ("/lines/0/productId", json!(4_294_967_296_u64)),
            ("/lines/0/productId", json!(1)), // which stands in the second line as well
            ("/lines/0/quantity", json!(0)),
            ("/lines/0/quantity", json!(-3)),
            ("/lines/0/quantity", json!(101)),
            ("/lines/0/quantity", json!(256)),
            ("/lines/0/quantity", json!(0.5)),
            ("/lines/0/quantity", json!("1")),
        ] {
            let outcome = read_with(pointer, value);
            assert!(matches!(outcome, Err(Error::Rule(_))), "{pointer}: {outcome:?}");
        }
    }

    #[test]
    fn a_missing_key_is_a_broken_rule() {
        for text in [
            r#"{"customerId": 1, "lines": [{"productId": 1, "quantity": 1}]}"#,
            r#"{"requestId": "request-1", "lines": [{"productId": 1, "quantity": 1}]}"#,
            r#"{"requestId": "request-1", "customerId": 1}"#,
            r#"{"requestId": "request-1", "customerId": 1, "lines": [{"quantity": 1}]}"#,
            r#"{"requestId": "request-1", "customerId": 1, "lines": [{"productId": 1}]}"#,
        ] {
            let outcome = read::<Checkout>(text.as_bytes());
            assert!(matches!(outcome, Err(Error::Rule(_))), "{text}: {outcome:?}");
        }
    }
}
