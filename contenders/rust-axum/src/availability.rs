//! What there is of an article, as the upstream says.

use axum::Json;
use serde::Serialize;

use crate::{digits::Digits, error::Error, parts::Part, stock::Stock, stockroom::Stockroom};

#[derive(Debug, Serialize)]
pub struct Availability {
    #[serde(flatten)]
    stock: Stock,
    level: Level,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    None,
    Low,
    Ok,
}

impl From<Stock> for Availability {
    fn from(stock: Stock) -> Self {
        Self { level: Level::of(stock.available), stock }
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
    let stock = stockroom.stock(&sku.text, sku.number).await?;
    Ok(Json(stock.into()))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::to_string;

    use super::*;

    #[test]
    fn the_level_follows_what_is_available() {
        for (available, level) in [("0", "none"), ("1", "low"), ("9", "low"), ("10", "ok"), ("9007199254740991", "ok")]
        {
            let body = format!(r#"{{"more": [], "sku": 7, "available": {available}, "warehouse": "W3"}}"#);
            let answer = Availability::from(Stock::read(StatusCode::OK, body.as_bytes(), 7).expect("stock"));
            let wanted = format!(r#"{{"sku":7,"available":{available},"warehouse":"W3","level":"{level}"}}"#);
            assert_eq!(to_string(&answer).expect("JSON"), wanted);
        }
    }
}
