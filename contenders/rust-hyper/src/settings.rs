//! What the environment decides, read once at the start.

use std::{env, net::IpAddr, str::FromStr};

/// A sentence that says why the service cannot start.
pub type Refusal = String;

pub struct Settings {
    pub host: IpAddr,
    pub port: u16,
    /// Worker threads of the runtime, at least 1.
    pub cores: usize,
    /// Present only when the service has a database to read users from.
    pub accounts: Option<AccountSettings>,
}

pub struct AccountSettings {
    pub database_url: String,
    pub jwt_secret: String,
}

impl Settings {
    pub fn from_env() -> Result<Self, Refusal> {
        let accounts = match env::var("DATABASE_URL") {
            Err(_) => None,
            Ok(database_url) => Some(AccountSettings {
                database_url,
                jwt_secret: env::var("JWT_SECRET").map_err(|_| "JWT_SECRET must be set when DATABASE_URL is")?,
            }),
        };
        Ok(Self {
            host: parsed("HOST", "127.0.0.1")?,
            port: parsed("PORT", "8080")?,
            cores: parsed::<usize>("CORES", "1")?.max(1),
            accounts,
        })
    }
}

fn parsed<T: FromStr>(name: &str, default: &str) -> Result<T, Refusal> {
    let given = env::var(name).unwrap_or_else(|_| default.to_owned());
    given.parse().map_err(|_| format!("{name} cannot be read: {given}"))
}
