//! What an order comes to: totals, discount and tax in whole cents.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;

use crate::{
    object::Object,
    orders::{Category, Currency, Line, Order},
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Priced<'a> {
    id: &'a str,
    customer_id: &'a str,
    currency: Currency,
    placed_at: &'a str,
    lines: Vec<PricedLine<'a>>,
    categories: Vec<CategorySum>,
    units: u64,
    subtotal_cents: u64,
    discount_cents: u64,
    tax_cents: u64,
    total_cents: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PricedLine<'a> {
    sku: &'a str,
    name: &'a str,
    category: Category,
    quantity: u32,
    unit_price_cents: u32,
    total_cents: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CategorySum {
    category: Category,
    quantity: u64,
    total_cents: u64,
}

impl<'a> From<&'a Order> for Priced<'a> {
    /// The order must have passed its checks: their limits keep each sum times 100 far below 2^63.
    fn from(order: &'a Order) -> Self {
        let Object(customer) = &order.customer;
        let mut lines: Vec<_> = order.lines.iter().map(|Object(line)| PricedLine::from(line)).collect();
        let subtotal_cents = lines.iter().map(|line| line.total_cents).sum();
        let discount_cents = percent(subtotal_cents, order.discount_percent.into());
        let net_cents = subtotal_cents - discount_cents;
        let tax_cents = percent(net_cents, tax_rate(&customer.country));
        let categories = category_sums(&lines);
        // A stable sort: lines equal on both keys keep their order of input.
        lines.sort_by_key(|line| (Reverse(line.total_cents), line.sku));
        Priced {
            id: &order.id,
            customer_id: &customer.id,
            currency: order.currency,
            placed_at: &order.placed_at,
            units: categories.iter().map(|sum| sum.quantity).sum(),
            lines,
            categories,
            subtotal_cents,
            discount_cents,
            tax_cents,
            total_cents: net_cents + tax_cents,
        }
    }
}

impl<'a> From<&'a Line> for PricedLine<'a> {
    fn from(line: &'a Line) -> Self {
        Self {
            sku: &line.sku,
            name: &line.name,
            category: line.category,
            quantity: line.quantity,
            unit_price_cents: line.unit_price_cents,
            total_cents: u64::from(line.quantity) * u64::from(line.unit_price_cents),
        }
    }
}

fn percent(cents: u64, rate: u64) -> u64 {
    cents * rate / 100
}

fn tax_rate(country: &str) -> u64 {
    match country {
        "DE" => 19,
        "FR" | "GB" => 20,
        "US" => 0,
        _ => 21,
    }
}

fn category_sums(lines: &[PricedLine]) -> Vec<CategorySum> {
    let mut sums = BTreeMap::new();
    for line in lines {
        let (quantity, total_cents) = sums.entry(line.category).or_insert((0, 0));
        *quantity += u64::from(line.quantity);
        *total_cents += line.total_cents;
    }
    sums.into_iter()
        .map(|(category, (quantity, total_cents))| CategorySum { category, quantity, total_cents })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json, to_value};

    use super::*;
    use crate::accepted;

    fn order(country: &str, discount: u32, lines: Value) -> Order {
        let order = json!({
            "id": "ord-1", "placedAt": "2026-03-01T12:00:00Z", "currency": "EUR", "discountPercent": discount, "lines": lines,
            "customer": { "id": "c-1", "name": "Ada", "email": "ada@shop.example", "country": country },
        });
        accepted::read(order.to_string().as_bytes()).expect("a valid order")
    }

    fn line(sku: &str, name: &str, category: &str, quantity: u32, price: u32) -> Value {
        json!({ "sku": sku, "name": name, "category": category, "quantity": quantity, "unitPriceCents": price, "tags": [] })
    }

    #[test]
    fn a_small_order_comes_to_what_a_hand_works_out() {
        // 3 x 1999 + 999 = 6996; 15 % = 1049.4; 6996 - 1049 = 5947; 19 % = 1129.93
        let lines = json!([line("SKU-000001", "Rule", "tools", 1, 999), line("SKU-000002", "Pan", "kitchen", 3, 1999)]);
        assert_eq!(
            to_value(Priced::from(&order("DE", 15, lines))).expect("JSON"),
            json!({
                "id": "ord-1", "customerId": "c-1", "currency": "EUR", "placedAt": "2026-03-01T12:00:00Z",
                "lines": [
                    { "sku": "SKU-000002", "name": "Pan", "category": "kitchen", "quantity": 3, "unitPriceCents": 1999, "totalCents": 5997 },
                    { "sku": "SKU-000001", "name": "Rule", "category": "tools", "quantity": 1, "unitPriceCents": 999, "totalCents": 999 },
                ],
                "categories": [
                    { "category": "kitchen", "quantity": 3, "totalCents": 5997 },
                    { "category": "tools", "quantity": 1, "totalCents": 999 },
                ],
                "units": 4, "subtotalCents": 6996, "discountCents": 1049, "taxCents": 1129, "totalCents": 7076,
            })
        );
    }

    #[test]
    fn equal_totals_go_by_sku_and_then_by_place() {
        let lines = json!([
            line("SKU-000010", "d", "books", 1, 1000),
            line("SKU-000009", "b", "tools", 2, 500),
            line("SKU-000009", "c", "music", 4, 250),
            line("SKU-000500", "a", "tools", 1, 1001),
        ]);
        let order = order("DE", 0, lines);
        let names: Vec<_> = Priced::from(&order).lines.iter().map(|line| line.name).collect();
        assert_eq!(names, ["a", "b", "c", "d"]);
    }

    #[test]
    fn each_country_has_its_rate() {
        let taxed = |country| {
            let order = order(country, 0, json!([line("SKU-000001", "Pan", "kitchen", 1, 999)]));
            Priced::from(&order).tax_cents
        };
        assert_eq!(["DE", "FR", "GB", "US", "NL"].map(taxed), [189, 199, 199, 0, 209]);
    }

    #[test]
    fn the_largest_order_is_exact() {
        let largest = line("SKU-000001", "Pan", "kitchen", 1000, 10_000_000);
        let order = order("SE", 33, Value::from(vec![largest; 500]));
        let priced = Priced::from(&order);
        assert_eq!(priced.subtotal_cents, 5_000_000_000_000);
        assert_eq!(priced.discount_cents, 1_650_000_000_000);
        assert_eq!(priced.tax_cents, 703_500_000_000);
    }
}
