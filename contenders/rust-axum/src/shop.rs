//! The shop in the database: products to read, checkouts to make and to read.

use axum::Json;
use mysql_async::{Row, prelude::Queryable};
use serde::Serialize;

use crate::{
    database::{Database, Setup, columns},
    digits::Digits,
    error::Error,
    parts::Part,
    purchase,
    settings::Refusal,
};

const CONNECTIONS: usize = 10;
const PRODUCT: &str = "SELECT id, name, price_cents, stock FROM products WHERE id = ?";
const ORDER: &str = "SELECT id, customer_id, total_cents FROM orders WHERE id = ?";
const ORDER_LINES: &str =
    "SELECT product_id, quantity, unit_price_cents FROM order_lines WHERE order_id = ? ORDER BY product_id";

pub struct Shop {
    pub database: Database,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    id: u32,
    name: String,
    price_cents: i64,
    stock: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    order_id: u64,
    customer_id: u32,
    total_cents: i64,
    lines: Vec<OrderLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderLine {
    product_id: u32,
    quantity: i64,
    unit_price_cents: i64,
}

impl Shop {
    pub async fn open(url: &str) -> Result<Self, Refusal> {
        let mut statements = vec![PRODUCT, ORDER, ORDER_LINES];
        statements.extend(purchase::STATEMENTS);
        let setup = Setup { connections: CONNECTIONS, prepared: &statements, first: &[] };
        Ok(Self { database: Database::open(url, &setup).await? })
    }

    async fn product(&self, id: u64) -> Result<Option<Product>, Error> {
        let row: Option<Row> =
            self.database.carry_out(async move |mut conn| Ok(conn.exec_first(PRODUCT, (id,)).await?)).await?;
        Ok(row.map(Product::from_row).transpose()?)
    }

    /// Two statements without a transaction: an order that was made does not change.
    async fn order(&self, id: u64) -> Result<Option<Order>, Error> {
        let found = self.database.carry_out(async move |mut conn| {
            let Some(order) = conn.exec_first::<Row, _, _>(ORDER, (id,)).await? else {
                return Ok(None);
            };
            let lines: Vec<Row> = conn.exec(ORDER_LINES, (id,)).await?;
            Ok(Some((order, lines)))
        });
        Ok(found.await?.map(|(order, lines)| Order::from_rows(order, lines)).transpose()?)
    }
}

impl Product {
    fn from_row(row: Row) -> Result<Self, mysql_async::Error> {
        let (id, name, price_cents, stock) = columns(row)?;
        Ok(Self { id, name, price_cents, stock })
    }
}

impl Order {
    fn from_rows(order: Row, lines: Vec<Row>) -> Result<Self, mysql_async::Error> {
        let (order_id, customer_id, total_cents) = columns(order)?;
        let lines = lines.into_iter().map(OrderLine::from_row).collect::<Result<_, _>>()?;
        Ok(Self { order_id, customer_id, total_cents, lines })
    }
}

impl OrderLine {
    fn from_row(row: Row) -> Result<Self, mysql_async::Error> {
        let (product_id, quantity, unit_price_cents) = columns(row)?;
        Ok(Self { product_id, quantity, unit_price_cents })
    }
}

pub async fn product(Part(shop): Part<Shop>, id: Digits) -> Result<Json<Product>, Error> {
    shop.product(id.number).await?.map(Json).ok_or(Error::NotFound)
}

pub async fn order(Part(shop): Part<Shop>, id: Digits) -> Result<Json<Order>, Error> {
    shop.order(id.number).await?.map(Json).ok_or(Error::NotFound)
}
