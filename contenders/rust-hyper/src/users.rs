//! Users in MySQL or MariaDB.

use hyper::{HeaderMap, StatusCode};
use mysql_async::{
    Conn, FromRowError, Opts, OptsBuilder, Pool, PoolConstraints, PoolOpts, Row, from_row_opt, prelude::Queryable,
};
use serde::Serialize;

use crate::{
    auth::Verifier,
    body::{Answer, json},
    error::Error,
    settings::{AccountSettings, Refusal},
};

const CONNECTIONS: usize = 10;
const BY_EMAIL: &str = "SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?";

/// What `/user` needs: the database and the means to tell who asks.
pub struct Accounts {
    verifier: Verifier,
    pool: Pool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: u64,
    email: String,
    first_name: String,
    last_name: String,
    country: String,
    balance_cents: i64,
}

impl Accounts {
    /// Opens every connection and prepares the statement on each, so that no request pays for it later.
    pub async fn open(settings: &AccountSettings) -> Result<Self, Refusal> {
        let refused = |cause: mysql_async::Error| format!("the database did not answer: {cause}");
        let pool = Pool::new(options(&settings.database_url)?);
        let mut open = Vec::with_capacity(CONNECTIONS);
        for _ in 0..CONNECTIONS {
            let mut conn = pool.get_conn().await.map_err(refused)?;
            // The statement stays in the connection's cache, under its text.
            conn.prep(BY_EMAIL).await.map_err(refused)?;
            open.push(conn);
        }
        Ok(Self { verifier: Verifier::new(&settings.jwt_secret), pool })
    }

    /// Takes leave of the database, once every connection is back in the pool.
    pub async fn close(&self) -> Result<(), Refusal> {
        let closing = self.pool.clone().disconnect().await;
        closing.map_err(|cause| format!("the database connections did not close: {cause}"))
    }

    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.pool.get_conn().await?.ping().await?)
    }

    async fn by_email(&self, email: &str) -> Result<Option<User>, Error> {
        let mut conn: Conn = self.pool.get_conn().await?;
        let row: Option<Row> = conn.exec_first(BY_EMAIL, (email,)).await?;
        Ok(row.map(User::from_row).transpose()?)
    }
}

impl User {
    fn from_row(row: Row) -> Result<Self, mysql_async::Error> {
        let (id, email, first_name, last_name, country, balance_cents) =
            from_row_opt(row).map_err(|FromRowError(row)| {
                mysql_async::Error::Other(format!("a row of users has unexpected columns: {row:?}").into())
            })?;
        Ok(Self { id, email, first_name, last_name, country, balance_cents })
    }
}

fn options(database_url: &str) -> Result<OptsBuilder, Refusal> {
    // The message leaves the URL out: it holds a password.
    let given = Opts::from_url(database_url).map_err(|cause| format!("DATABASE_URL cannot be read: {cause}"))?;
    let constraints = PoolConstraints::new(CONNECTIONS, CONNECTIONS)
        .ok_or("a pool needs at least as many connections at most as at least")?;
    let pool = PoolOpts::default()
        .with_constraints(constraints)
        // The connections carry no state from one use to the next, so there is nothing to reset.
        .with_reset_connection(false);
    Ok(OptsBuilder::from_opts(given)
        .pool_opts(pool)
        // By default the driver leaves TCP for the server's Unix socket when both are on one machine.
        .prefer_socket(false))
}

pub async fn me(accounts: &Accounts, headers: &HeaderMap) -> Result<Answer, Error> {
    let bearer = accounts.verifier.bearer(headers)?;
    let user = accounts.by_email(&bearer.email).await?.ok_or(Error::NotFound)?;
    Ok(json(StatusCode::OK, &user))
}
