//! Users in the database.

use axum::Json;
use mysql_async::{Row, prelude::Queryable};
use serde::Serialize;

use crate::{
    auth::{Bearer, Verifier},
    database::{Database, columns},
    error::Error,
    parts::Part,
    settings::{AccountSettings, Refusal},
};

const BY_EMAIL: &str = "SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?";

/// What `/user` needs: the database and the means to tell who asks.
pub struct Accounts {
    pub verifier: Verifier,
    pub database: Database,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    id: u64,
    email: String,
    first_name: String,
    last_name: String,
    country: String,
    balance_cents: i64,
}

impl Accounts {
    pub async fn open(settings: &AccountSettings) -> Result<Self, Refusal> {
        let database = Database::open(&settings.database_url, &[BY_EMAIL]).await?;
        Ok(Self { verifier: Verifier::new(&settings.jwt_secret), database })
    }

    async fn by_email(&self, email: String) -> Result<Option<User>, Error> {
        let found: Option<Row> =
            self.database.carry_out(async |mut conn| Ok(conn.exec_first(BY_EMAIL, (email,)).await?)).await?;
        Ok(found.map(User::from_row).transpose()?)
    }
}

impl User {
    fn from_row(row: Row) -> Result<Self, mysql_async::Error> {
        let (id, email, first_name, last_name, country, balance_cents) = columns(row)?;
        Ok(Self { id, email, first_name, last_name, country, balance_cents })
    }
}

pub async fn me(Part(accounts): Part<Accounts>, bearer: Bearer) -> Result<Json<User>, Error> {
    let user = accounts.by_email(bearer.email).await?;
    user.map(Json).ok_or(Error::NotFound)
}
