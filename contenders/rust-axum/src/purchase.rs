//! A checkout carried out: money and stock change hands in one transaction.

use mysql_async::{Conn, Row, ServerError, Transaction, TxOpts, prelude::Queryable};
use serde::Serialize;

use crate::{
    checkout::{Checkout, Line},
    database::columns,
    error::Error,
    object::Object,
};

const BALANCE: &str = "SELECT balance_cents FROM customers WHERE id = ? FOR UPDATE";
const OFFER: &str = "SELECT price_cents, stock FROM products WHERE id = ? FOR UPDATE";
const ADD_ORDER: &str = "INSERT INTO orders (request_id, customer_id, total_cents) VALUES (?, ?, ?)";
const ADD_LINE: &str = "INSERT INTO order_lines (order_id, product_id, quantity, unit_price_cents) VALUES (?, ?, ?, ?)";
const TAKE_STOCK: &str = "UPDATE products SET stock = stock - ? WHERE id = ?";
const TAKE_MONEY: &str = "UPDATE customers SET balance_cents = balance_cents - ? WHERE id = ?";

pub const STATEMENTS: [&str; 6] = [BALANCE, OFFER, ADD_ORDER, ADD_LINE, TAKE_STOCK, TAKE_MONEY];

/// How often a transaction is tried that others stand in the way of.
const TRIES: usize = 3;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    order_id: u64,
    customer_id: u32,
    total_cents: i64,
    balance_cents: i64,
    lines: usize,
}

/// Why the shop does not sell; nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decline {
    NoSuchCustomer,
    NoSuchProduct,
    OutOfStock,
    InsufficientFunds,
    RepeatedRequest,
    Busy,
}

/// Why a transaction ends without a commit.
#[derive(Debug)]
enum Stop {
    Declined(Decline),
    /// A deadlock, or a lock that did not become free in time: another try can succeed.
    InTheWay,
    Failed(mysql_async::Error),
}

impl From<mysql_async::Error> for Stop {
    fn from(cause: mysql_async::Error) -> Self {
        // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK
        if matches!(code(&cause), Some(1205 | 1213)) { Self::InTheWay } else { Self::Failed(cause) }
    }
}

fn code(cause: &mysql_async::Error) -> Option<u16> {
    match cause {
        mysql_async::Error::Server(ServerError { code, .. }) => Some(*code),
        _ => None,
    }
}

/// Runs to its end whoever waits for it, so that no transaction is left open and a commit's outcome is known.
pub async fn make(mut conn: Conn, mut checkout: Checkout) -> Result<Receipt, Error> {
    // Everybody locks products in the same order, so that two purchases do not wait for each other.
    checkout.lines.sort_unstable_by_key(|Object(line)| line.product_id);
    for _ in 0..TRIES {
        match attempt(&mut conn, &checkout).await {
            Ok(receipt) => return Ok(receipt),
            Err(Stop::InTheWay) => {}
            Err(Stop::Declined(decline)) => return Err(Error::Declined(decline)),
            Err(Stop::Failed(cause)) => return Err(Error::Database(cause)),
        }
    }
    Err(Error::Declined(Decline::Busy))
}

async fn attempt(conn: &mut Conn, checkout: &Checkout) -> Result<Receipt, Stop> {
    let mut transaction = conn.start_transaction(TxOpts::default()).await?;
    match buy(&mut transaction, checkout).await {
        // Once COMMIT is sent its failure tells nothing of what came to pass: never another try, whatever the cause.
        Ok(receipt) => transaction.commit().await.map(|()| receipt).map_err(Stop::Failed),
        // Dropped open: the pool rolls back before the connection is used again, or closes it where that fails.
        Err(Stop::Failed(cause)) => Err(Stop::Failed(cause)),
        Err(stop) => {
            transaction.rollback().await.map_err(Stop::Failed)?;
            Err(stop)
        }
    }
}

async fn buy(transaction: &mut Transaction<'_>, checkout: &Checkout) -> Result<Receipt, Stop> {
    let balance = transaction.exec_first::<Row, _, _>(BALANCE, (checkout.customer_id,)).await?;
    let balance = balance.ok_or(Stop::Declined(Decline::NoSuchCustomer))?;
    let (balance_cents,): (i64,) = columns(balance)?;
    let mut prices = Vec::with_capacity(checkout.lines.len());
    for Object(line) in &checkout.lines {
        prices.push(reserve(transaction, line).await?);
    }
    let total_cents = total(&checkout.lines, &prices);
    if balance_cents < total_cents {
        return Err(Stop::Declined(Decline::InsufficientFunds));
    }
    let order_id = add_order(transaction, checkout, total_cents).await?;
    for (Object(line), price) in checkout.lines.iter().zip(&prices) {
        transaction.exec_drop(ADD_LINE, (order_id, line.product_id, line.quantity, price)).await?;
    }
    for Object(line) in &checkout.lines {
        transaction.exec_drop(TAKE_STOCK, (line.quantity, line.product_id)).await?;
    }
    transaction.exec_drop(TAKE_MONEY, (total_cents, checkout.customer_id)).await?;
    Ok(Receipt {
        order_id,
        customer_id: checkout.customer_id,
        total_cents,
        balance_cents: balance_cents - total_cents,
        lines: checkout.lines.len(),
    })
}

/// Locks the product of a line and gives its price.
async fn reserve(transaction: &mut Transaction<'_>, line: &Line) -> Result<i64, Stop> {
    let offer = transaction.exec_first::<Row, _, _>(OFFER, (line.product_id,)).await?;
    let offer = offer.ok_or(Stop::Declined(Decline::NoSuchProduct))?;
    let (price_cents, stock): (i64, i64) = columns(offer)?;
    if stock < i64::from(line.quantity) {
        return Err(Stop::Declined(Decline::OutOfStock));
    }
    Ok(price_cents)
}

/// Exact: ten lines of at most 100 times a 32-bit price stay far below 2^53.
fn total(lines: &[Object<Line>], prices: &[i64]) -> i64 {
    lines.iter().zip(prices).map(|(Object(line), price)| i64::from(line.quantity) * price).sum()
}

async fn add_order(transaction: &mut Transaction<'_>, checkout: &Checkout, total_cents: i64) -> Result<u64, Stop> {
    let values = (&checkout.request_id, checkout.customer_id, total_cents);
    match transaction.exec_drop(ADD_ORDER, values).await {
        Ok(()) => transaction
            .last_insert_id()
            .ok_or_else(|| Stop::Failed(mysql_async::Error::Other("the new order has no id".into()))),
        // ER_DUP_ENTRY
        Err(cause) if code(&cause) == Some(1062) => Err(Stop::Declined(Decline::RepeatedRequest)),
        Err(cause) => Err(cause.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(code: u16) -> mysql_async::Error {
        mysql_async::Error::Server(ServerError { code, message: "a reason".to_owned(), state: "HY000".to_owned() })
    }

    #[test]
    fn only_locks_are_worth_another_try() {
        for code in [1205, 1213] {
            assert!(matches!(server(code).into(), Stop::InTheWay), "{code}");
        }
        // A duplicate key elsewhere than on the request id is a failure like any other.
        for code in [1062, 1146, 1264, 3024] {
            assert!(matches!(server(code).into(), Stop::Failed(_)), "{code}");
        }
        let broken = mysql_async::Error::Other("connection reset".into());
        assert!(matches!(broken.into(), Stop::Failed(_)));
    }

    #[test]
    fn the_dearest_checkout_is_exact() {
        let lines: Vec<_> = (1..=10).map(|product_id| Object(Line { product_id, quantity: 100 })).collect();
        assert_eq!(total(&lines, &[i64::from(i32::MAX); 10]), 2_147_483_647_000);
        assert_eq!(total(&lines[..2], &[1, 50_000]), 5_000_100);
    }
}
