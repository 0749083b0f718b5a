//! What there is of an article, as the upstream says.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};

use crate::{digits::Digits, error::Error, object::Object, parts::Part, stockroom::Stockroom};

#[derive(Debug, Serialize)]
pub struct Availability {
    #[serde(flatten)]
    stock: Stock,
    level: Level,
}

#[derive(Debug, Deserialize, Serialize)]
struct Stock {
    sku: u64,
    available: i64,
    warehouse: String,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    None,
    Low,
    Ok,
}

impl Availability {
    /// What the upstream's whole answer means.
    pub fn read(status: StatusCode, body: &[u8]) -> Result<Self, Error> {
        match status {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(Error::NotFound),
            _ => return Err(Error::BadGateway(format!("it answered {status}"))),
        }
        let Object(stock): Object<Stock> =
            serde_json::from_slice(body).map_err(|cause| Error::BadGateway(format!("its answer: {cause}")))?;
        Ok(Self { level: Level::of(stock.available), stock })
    }
}

impl Level {
    fn of(available: i64) -> Self {
        match available {
            0 => Self::None,
            ..10 => Self::Low,
            _ => Self::Ok,
        }
    }
}

pub async fn availability(Part(stockroom): Part<Stockroom>, sku: Digits<6>) -> Result<Json<Availability>, Error> {
    stockroom.availability(&sku.text).await.map(Json)
}

#[cfg(test)]
mod tests {
    use serde_json::to_string;

    use super::*;

    #[test]
    fn the_level_follows_what_is_available() {
        for (available, level) in [("0", "none"), ("1", "low"), ("9", "low"), ("10", "ok"), ("9007199254740991", "ok")]
        {
            let body = format!(r#"{{"more": [], "sku": 7, "available": {available}, "warehouse": "W3"}}"#);
            let answer = Availability::read(StatusCode::OK, body.as_bytes()).expect("an answer");
            let wanted = format!(r#"{{"sku":7,"available":{available},"warehouse":"W3","level":"{level}"}}"#);
            assert_eq!(to_string(&answer).expect("JSON"), wanted);
        }
    }

    #[test]
    fn an_article_that_the_upstream_does_not_know_is_not_found() {
        assert!(matches!(Availability::read(StatusCode::NOT_FOUND, b"none"), Err(Error::NotFound)));
    }

    #[test]
    fn another_status_is_a_bad_gateway_whatever_its_body() {
        for status in [201, 204, 206, 301, 400, 410, 500, 503] {
            let status = StatusCode::from_u16(status).expect("a status");
            let outcome = Availability::read(status, br#"{"sku": 7, "available": 17, "warehouse": "W3"}"#);
            assert!(matches!(outcome, Err(Error::BadGateway(_))), "{status}: {outcome:?}");
        }
    }

    #[test]
    fn an_answer_of_another_form_is_a_bad_gateway() {
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
        ] {
            let outcome = Availability::read(StatusCode::OK, body.as_bytes());
            assert!(matches!(outcome, Err(Error::BadGateway(_))), "{body}: {outcome:?}");
        }
    }
}
