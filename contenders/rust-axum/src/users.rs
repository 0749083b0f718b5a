//! Users in the database.

use axum::Json;
use serde::Serialize;

use crate::{
    auth::{Bearer, Verifier},
    directory::Directory,
    error::Error,
    parts::Part,
    settings::{AccountSettings, Refusal},
};

/// What `/user` needs: the users and the means to tell who asks.
pub struct Accounts {
    pub verifier: Verifier,
    pub directory: Directory,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub id: u64,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub country: String,
    pub balance_cents: i64,
}

impl Accounts {
    /// A key that is none shows before the database is opened.
    pub async fn open(settings: &AccountSettings) -> Result<Self, Refusal> {
        let verifier = Verifier::new(&settings.tokens)?;
        Ok(Self { verifier, directory: Directory::open(&settings.database_url, &settings.pool).await? })
    }
}

pub async fn me(Part(accounts): Part<Accounts>, bearer: Bearer) -> Result<Json<User>, Error> {
    let user = accounts.directory.by_email(bearer.email).await?;
    user.map(Json).ok_or(Error::NotFound)
}
