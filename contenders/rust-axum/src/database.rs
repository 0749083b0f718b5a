//! A pool of prepared connections to MySQL or MariaDB.

use std::sync::Arc;

use mysql_async::{
    Conn, FromRowError, Opts, OptsBuilder, Pool, PoolConstraints, PoolOpts, Row, from_row_opt,
    prelude::{FromRow, Queryable},
};
use tokio::sync::Semaphore;

use crate::{error::Error, settings::Refusal};

/// How the connections of a pool are made ready.
pub struct Setup<'a> {
    pub connections: usize,
    /// Prepared on each connection when it is opened at the start.
    pub prepared: &'a [&'a str],
    /// Said on each connection as soon as it is open, whenever that is.
    pub first: &'a [&'a str],
}

pub struct Database {
    pool: Pool,
    /// As many permits as connections: whoever has one does not wait for a connection, or only until the one that was
    /// given back before is in the pool again.
    free: Arc<Semaphore>,
}

impl Database {
    /// Opens every connection and prepares the statements on each, so that no request pays for it later.
    pub async fn open(url: &str, setup: &Setup<'_>) -> Result<Self, Refusal> {
        let database = Self::closed(url, setup)?;
        let refused = |cause: mysql_async::Error| format!("the database did not answer: {cause}");
        let mut open = Vec::with_capacity(setup.connections);
        for _ in 0..setup.connections {
            let mut conn = database.pool.get_conn().await.map_err(refused)?;
            for &statement in setup.prepared {
                // It stays in the connection's cache, under its text.
                conn.prep(statement).await.map_err(refused)?;
            }
            open.push(conn);
        }
        Ok(database)
    }

    /// A pool in which each connection is opened when it is first needed, with room for the statements.
    pub fn closed(url: &str, setup: &Setup<'_>) -> Result<Self, Refusal> {
        Ok(Self { pool: Pool::new(options(url, setup)?), free: Arc::new(Semaphore::new(setup.connections)) })
    }

    /// Does the work on a connection, in a task of its own: once begun it comes to its end, even when the client leaves.
    ///
    /// Were it dropped with the request, the driver would close a connection that is in the middle of a statement, with all
    /// that is prepared on it; the server would keep the transaction's locks until it sees that; and whether a commit came to
    /// pass would be unknown. The wait for a connection is the request's and ends with it, but at the semaphore: the pool
    /// loses a wake-up, and with it a connection, where the one who is woken has just been dropped.
    pub async fn carry_out<T, W>(&self, work: impl FnOnce(Conn) -> W + Send + 'static) -> Result<T, Error>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, Error>> + Send,
    {
        let permit = Arc::clone(&self.free).acquire_owned().await.expect("nobody closes the semaphore");
        let pool = self.pool.clone();
        let carried_out = tokio::spawn(async move {
            let outcome = work(pool.get_conn().await?).await;
            drop(permit);
            outcome
        });
        carried_out.await.map_err(Error::Unfinished)?
    }

    pub async fn ping(&self) -> Result<(), Error> {
        self.carry_out(async |mut conn: Conn| Ok(conn.ping().await?)).await
    }

    /// Takes leave of the database, once every connection is back in the pool: work that lost its client ends before.
    pub async fn close(&self) -> Result<(), Refusal> {
        let closing = self.pool.clone().disconnect().await;
        closing.map_err(|cause| format!("the database connections did not close: {cause}"))
    }
}

/// The columns of a row. The driver's own reading into a tuple panics where a column has another type.
pub fn columns<T: FromRow>(row: Row) -> Result<T, mysql_async::Error> {
    from_row_opt(row)
        .map_err(|FromRowError(row)| mysql_async::Error::Other(format!("a row has unexpected columns: {row:?}").into()))
}

fn options(url: &str, setup: &Setup<'_>) -> Result<OptsBuilder, Refusal> {
    // The message leaves the URL out: it holds a password.
    let given = Opts::from_url(url).map_err(|cause| format!("DATABASE_URL cannot be read: {cause}"))?;
    let constraints = PoolConstraints::new(setup.connections, setup.connections)
        .ok_or("a pool needs at least as many connections at most as at least")?;
    let pool = PoolOpts::default()
        .with_constraints(constraints)
        // The connections carry no state from one use to the next, so there is nothing to reset. A transaction that is
        // dropped open is rolled back all the same before its connection is used again.
        .with_reset_connection(false);
    Ok(OptsBuilder::from_opts(given)
        .pool_opts(pool)
        .stmt_cache_size(setup.prepared.len())
        .init(setup.first.to_vec())
        // By default the driver leaves TCP for the server's Unix socket when both are on one machine.
        .prefer_socket(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETUP: Setup = Setup { connections: 7, prepared: &["SELECT 1", "SELECT 2"], first: &["SET NAMES utf8mb4"] };

    #[test]
    fn a_url_that_cannot_be_read_is_refused_without_its_password() {
        for url in ["", "postgres://u:hidden@127.0.0.1/d", "mysql://u:hidden@127.0.0.1:port/d", "hidden"] {
            let refusal = options(url, &SETUP).expect_err("a refusal");
            assert!(refusal.starts_with("DATABASE_URL cannot be read"), "{refusal}");
            assert!(!refusal.contains("hidden"), "{refusal}");
        }
    }

    #[test]
    fn the_driver_keeps_every_statement_and_resets_nothing() {
        let options: Opts = options("mysql://u:p@127.0.0.1/d", &SETUP).expect("options").into();
        assert_eq!((options.stmt_cache_size(), options.init()), (2, &["SET NAMES utf8mb4".to_owned()][..]));
        assert!(!options.pool_opts().reset_connection());
        assert_eq!((options.pool_opts().constraints().min(), options.pool_opts().constraints().max()), (7, 7));
    }
}
