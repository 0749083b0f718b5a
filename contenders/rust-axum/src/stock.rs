//! How many of an article the upstream says there are.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::{error::Error, object::Object};

#[derive(Debug, Deserialize, Serialize)]
pub struct Stock {
    sku: u64,
    pub available: i64,
    warehouse: String,
}

impl Stock {
    /// What the upstream's whole answer means to one who asked for this number.
    pub fn read(status: StatusCode, body: &[u8], sku: u64) -> Result<Self, Error> {
        match status {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(Error::NotFound),
            _ => return Err(Error::BadGateway(format!("it answered {status}"))),
        }
        let Object(stock): Object<Self> =
            serde_json::from_slice(body).map_err(|cause| Error::BadGateway(format!("its answer: {cause}")))?;
        if stock.sku != sku {
            return Err(Error::BadGateway(format!("asked for {sku} it answered for {}", stock.sku)));
        }
        Ok(stock)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn what_the_upstream_says_is_kept_without_what_nobody_asked_for() {
        let body = br#"{"more": [], "sku": 7, "available": 17, "warehouse": "W3"}"#;
        let stock = Stock::read(StatusCode::OK, body, 7).expect("stock");
        assert_eq!(to_value(stock).expect("JSON"), json!({ "sku": 7, "available": 17, "warehouse": "W3" }));
    }

    #[test]
    fn an_article_that_the_upstream_does_not_know_is_not_found() {
        assert!(matches!(Stock::read(StatusCode::NOT_FOUND, b"none", 7), Err(Error::NotFound)));
    }

    #[test]
    fn another_status_is_a_bad_gateway_whatever_its_body() {
        for status in [201, 204, 206, 301, 400, 410, 500, 503] {
            let status = StatusCode::from_u16(status).expect("a status");
            let outcome = Stock::read(status, br#"{"sku": 7, "available": 17, "warehouse": "W3"}"#, 7);
            assert!(matches!(outcome, Err(Error::BadGateway(_))), "{status}: {outcome:?}");
        }
    }

    #[test]
    fn an_answer_of_another_form_or_for_another_article_is_a_bad_gateway() {
        for body in [
            "",
            "words",
            r#"{"sku": 7, "available": 17, "warehouse": "W3""#,
            r#"{"sku": 7, "available": 17, "warehouse": "W3"} more"#,
            r#"[7, 17, "W3"]"#,
            "null",
            r#"{"available": 17, "warehouse": "W3"}"#,
            r#"{"sku": 7, "warehouse": "W3"}"#,
            r#"{"sku": 7, "available": 17}"#,
            r#"{"sku": "7", "available": 17, "warehouse": "W3"}"#,
            r#"{"sku": 7, "available": "17", "warehouse": "W3"}"#,
            r#"{"sku": 7, "available": 1.5, "warehouse": "W3"}"#,
            r#"{"sku": 7, "available": null, "warehouse": "W3"}"#,
            r#"{"sku": 7, "available": 17, "warehouse": 3}"#,
            r#"{"sku": 8, "available": 17, "warehouse": "W3"}"#,
        ] {
            let outcome = Stock::read(StatusCode::OK, body.as_bytes(), 7);
            assert!(matches!(outcome, Err(Error::BadGateway(_))), "{body}: {outcome:?}");
        }
    }
}
