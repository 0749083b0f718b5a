//! Where users are looked up: the same table, read with sqlx.

use sqlx::{
    Connection, Executor, MySqlPool, SqlSafeStr,
    mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlSslMode},
};

use crate::{
    error::Error,
    settings::{PoolSettings, Refusal, Statements},
    users::User,
};

const BY_EMAIL: &str = "SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?";

/// No task of its own and no semaphore, as around mysql_async: a connection whose request was dropped is brought in order
/// by the pool, with a ping, before it is used again.
pub struct Directory {
    pool: MySqlPool,
}

impl Directory {
    /// Opens every connection and prepares the statement on each, so that no request pays for it later.
    pub async fn open(url: &str, settings: &PoolSettings) -> Result<Self, Refusal> {
        if settings.statements == Statements::Text {
            return Err("DB_STATEMENTS=text is not there in a build with sqlx".to_owned());
        }
        let connections = settings.connections.get().into();
        let pool = pool(connections).connect_lazy_with(options(url)?);
        let mut open = Vec::new();
        for _ in 0..connections {
            open.push(pool.acquire().await.map_err(|cause| format!("the database did not answer: {cause}"))?);
        }
        Ok(Self { pool })
    }

    pub async fn by_email(&self, email: String) -> Result<Option<User>, Error> {
        let found = sqlx::query_as(BY_EMAIL).bind(email).fetch_optional(&self.pool).await?;
        Ok(found.map(|(id, email, first_name, last_name, country, balance_cents)| User {
            id,
            email,
            first_name,
            last_name,
            country,
            balance_cents,
        }))
    }

    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.pool.acquire().await?.ping().await?)
    }

    pub async fn close(&self) -> Result<(), Refusal> {
        self.pool.close().await;
        Ok(())
    }
}

fn pool(connections: u32) -> MySqlPoolOptions {
    MySqlPoolOptions::new()
        .min_connections(connections)
        .max_connections(connections)
        // By default each is pinged before it is used, beside the ping when it is given back.
        .test_before_acquire(false)
        // By default each is closed after half an hour, or ten minutes without use.
        .max_lifetime(None)
        .idle_timeout(None)
        .after_connect(|conn, _| Box::pin(async { conn.prepare(BY_EMAIL.into_sql_str()).await.map(drop) }))
}

fn options(url: &str) -> Result<MySqlConnectOptions, Refusal> {
    // The message leaves the URL out: it holds a password.
    let given: MySqlConnectOptions = url.parse().map_err(|cause| format!("DATABASE_URL cannot be read: {cause}"))?;
    Ok(given.ssl_mode(MySqlSslMode::Disabled))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    #[test]
    fn a_url_that_cannot_be_read_is_refused_without_its_password() {
        for url in ["", "mysql://u:hidden@127.0.0.1:port/d", "hidden"] {
            let refusal = options(url).expect_err("a refusal");
            assert!(refusal.starts_with("DATABASE_URL cannot be read"), "{refusal}");
            assert!(!refusal.contains("hidden"), "{refusal}");
        }
    }

    #[test]
    fn the_pool_is_full_at_once_and_pings_before_no_use() {
        let pool = pool(7);
        assert_eq!((pool.get_min_connections(), pool.get_max_connections()), (7, 7));
        assert!(!pool.get_test_before_acquire());
        assert_eq!((pool.get_max_lifetime(), pool.get_idle_timeout()), (None, None));
    }

    #[tokio::test]
    async fn statements_as_text_are_refused_at_the_start() {
        let settings = PoolSettings { connections: NonZeroU16::MIN, statements: Statements::Text };
        let outcome = Directory::open("mysql://u:p@127.0.0.1:1/d", &settings).await;
        assert!(outcome.err().expect("a refusal").contains("DB_STATEMENTS"));
    }
}
