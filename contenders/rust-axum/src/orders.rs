//! An order: read, checked, and answered with its price.

use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};

use crate::{
    accepted::{Accepted, Rules, require},
    object::Object,
    pricing::Priced,
};

#[cfg(not(feature = "simd-json"))]
use axum::Json;
#[cfg(feature = "simd-json")]
use simd::Json;

#[cfg(feature = "simd-json")]
mod simd;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    pub id: String,
    pub placed_at: String,
    pub currency: Currency,
    pub customer: Object<Customer>,
    pub discount_percent: u8,
    pub lines: Vec<Object<Line>>,
    pub note: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Customer {
    pub id: String,
    pub name: String,
    pub email: String,
    pub country: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    pub sku: String,
    pub name: String,
    pub category: Category,
    pub quantity: u32,
    pub unit_price_cents: u32,
    pub tags: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Eur,
    Gbp,
    Usd,
}

/// Declared in alphabetical order, which is the order of the answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    Books,
    Garden,
    Kitchen,
    Music,
    Tools,
}

pub async fn price(Accepted(order): Accepted<Order>) -> impl IntoResponse {
    // The answer borrows from the order; it is written out before both are dropped.
    Json(Priced::from(&order)).into_response()
}

impl Rules for Order {
    #[cfg(feature = "simd-json")]
    fn decode(text: &[u8]) -> Result<Object<Self>, serde_json::Error> {
        simd::decode(text)
    }

    fn check(&self) -> Result<(), String> {
        let Object(customer) = &self.customer;
        require(is_order_id(&self.id), "id must be ord- and 1 to 12 digits")?;
        require(
            fits(&self.placed_at, "dddd-dd-ddTdd:dd:ddZ"),
            "placedAt must be a UTC time such as 2026-03-01T12:00:00Z",
        )?;
        require(has_length(&customer.id, 1, 200), "customer.id must have 1 to 200 characters")?;
        require(has_length(&customer.name, 1, 200), "customer.name must have 1 to 200 characters")?;
        require(
            has_length(&customer.email, 3, 254) && customer.email.contains('@'),
            "customer.email must be an e-mail address of 3 to 254 characters",
        )?;
        require(fits(&customer.country, "AA"), "customer.country must be two capital letters")?;
        require(self.discount_percent <= 100, "discountPercent must be 0 to 100")?;
        require((1..=500).contains(&self.lines.len()), "lines must be 1 to 500")?;
        let note = self.note.as_deref().unwrap_or_default();
        require(has_length(note, 0, 2000), "note must have at most 2000 characters")?;
        for (index, Object(line)) in self.lines.iter().enumerate() {
            line.check().map_err(|rule| format!("lines[{index}].{rule}"))?;
        }
        Ok(())
    }
}

impl Line {
    fn check(&self) -> Result<(), &'static str> {
        require(fits(&self.sku, "SKU-dddddd"), "sku must be SKU- and 6 digits")?;
        require(has_length(&self.name, 1, 200), "name must have 1 to 200 characters")?;
        require((1..=1000).contains(&self.quantity), "quantity must be 1 to 1000")?;
        require(self.unit_price_cents <= 10_000_000, "unitPriceCents must be 0 to 10000000")?;
        require(self.tags.len() <= 8, "tags must be at most 8")?;
        require(self.tags.iter().all(|tag| has_length(tag, 1, 40)), "tags must have 1 to 40 characters each")
    }
}

/// Whether the text has between `least` and `most` characters, both included; characters, not bytes.
fn has_length(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.chars().count())
}

/// Whether the text follows the pattern, where `d` stands for an ASCII digit, `A` for A-Z, and all else for itself.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_uppercase(),
            _ => byte == wanted,
        })
}

fn is_order_id(text: &str) -> bool {
    text.strip_prefix("ord-")
        .is_some_and(|digits| (1..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
