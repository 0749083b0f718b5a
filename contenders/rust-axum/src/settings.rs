//! What the environment decides, read once at the start.

use std::{
    env,
    net::IpAddr,
    num::{NonZeroU16, NonZeroU32},
    str::FromStr,
};

use jsonwebtoken::Algorithm;

/// A sentence that says why the service cannot start.
pub type Refusal = String;

#[derive(Debug)]
pub struct Settings {
    pub host: IpAddr,
    pub port: u16,
    /// Worker threads of the runtime, at least 1.
    pub cores: usize,
    /// Whether computation is done where the request is served, and not on a thread for blocking work.
    pub cpu_inline: bool,
    pub parts: PartSettings,
}

/// The parts of the service that are there only when the environment asks for them.
#[derive(Debug, Default)]
pub struct PartSettings {
    pub accounts: Option<AccountSettings>,
    /// The database of the shop.
    pub shop: Option<String>,
    pub cache_entries: Option<NonZeroU32>,
    pub upstream: Option<String>,
    /// For the upstream's whole answer, in ms; where nothing is said, two seconds.
    pub patience_ms: Option<NonZeroU32>,
}

#[derive(Debug)]
pub struct AccountSettings {
    pub database_url: String,
    pub tokens: TokenSettings,
    pub pool: PoolSettings,
}

/// The one algorithm that tokens are signed with, and what their signatures are checked with.
#[derive(Debug)]
pub struct TokenSettings {
    pub algorithm: Algorithm,
    /// The secret of HS256, or the public key of the others as PEM.
    pub key: String,
}

/// The pool of the users; the shop has its own.
#[derive(Debug)]
pub struct PoolSettings {
    pub connections: NonZeroU16,
    pub statements: Statements,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Statements {
    Prepared,
    /// Sent with their parameters as one text.
    Text,
}

impl Settings {
    pub fn from_env() -> Result<Self, Refusal> {
        Self::read(|name| env::var(name).ok())
    }

    fn read(given: impl Fn(&str) -> Option<String>) -> Result<Self, Refusal> {
        let tokens = tokens(&given)?;
        let pool = PoolSettings {
            connections: whole("DB_POOL", given("DB_POOL").as_deref().unwrap_or("10"), u16::MAX.into())?,
            statements: statements(given("DB_STATEMENTS").as_deref())?,
        };
        let users = tokens.map(|tokens| (tokens, pool));
        let (accounts, shop) = databases(given("DATABASE_URL"), users, is_on(given("SHOP")))?;
        let cache_entries = given("CACHE_ENTRIES").map(|text| whole("CACHE_ENTRIES", &text, u32::MAX)).transpose()?;
        let patience_ms =
            given("UPSTREAM_PATIENCE_MS").map(|text| whole("UPSTREAM_PATIENCE_MS", &text, u32::MAX)).transpose()?;
        Ok(Self {
            host: parsed("HOST", given("HOST").as_deref().unwrap_or("127.0.0.1"))?,
            port: parsed("PORT", given("PORT").as_deref().unwrap_or("8080"))?,
            cores: parsed::<usize>("CORES", given("CORES").as_deref().unwrap_or("1"))?.max(1),
            cpu_inline: is_on(given("CPU_INLINE")),
            parts: PartSettings { accounts, shop, cache_entries, upstream: given("UPSTREAM_URL"), patience_ms },
        })
    }
}

/// How tokens are checked, where there is a key for it. An algorithm that needs a public key is not named without one.
fn tokens(given: impl Fn(&str) -> Option<String>) -> Result<Option<TokenSettings>, Refusal> {
    let algorithm = match given("JWT_ALGORITHM").as_deref() {
        None | Some("HS256") => Algorithm::HS256,
        Some("RS256") => Algorithm::RS256,
        Some("ES256") => Algorithm::ES256,
        Some(other) => return Err(format!("JWT_ALGORITHM must be HS256, RS256 or ES256, not {other:?}")),
    };
    let name = if algorithm == Algorithm::HS256 { "JWT_SECRET" } else { "JWT_PUBLIC_KEY" };
    match given(name) {
        None if algorithm != Algorithm::HS256 => Err(format!("{name} must be set when JWT_ALGORITHM is {algorithm:?}")),
        key => Ok(key.map(|key| TokenSettings { algorithm, key })),
    }
}

/// Who uses the database: the users, the shop, or both. One that nobody uses is a mistake; a secret without a database
/// has no effect.
fn databases(
    url: Option<String>,
    users: Option<(TokenSettings, PoolSettings)>,
    shop: bool,
) -> Result<(Option<AccountSettings>, Option<String>), Refusal> {
    match (url, users) {
        (None, _) if shop => Err("DATABASE_URL must be set when SHOP is on".to_owned()),
        (None, _) => Ok((None, None)),
        (Some(_), None) if !shop => Err("DATABASE_URL is set but nothing uses it: \
            set JWT_SECRET for the users, SHOP=on for the shop, or both"
            .to_owned()),
        (Some(url), users) => {
            let accounts = users.map(|(tokens, pool)| AccountSettings { database_url: url.clone(), tokens, pool });
            Ok((accounts, shop.then_some(url)))
        }
    }
}

fn statements(given: Option<&str>) -> Result<Statements, Refusal> {
    match given {
        None | Some("prepared") => Ok(Statements::Prepared),
        Some("text") => Ok(Statements::Text),
        Some(other) => Err(format!("DB_STATEMENTS must be prepared or text, not {other:?}")),
    }
}

fn whole<T: FromStr>(name: &str, given: &str, most: u32) -> Result<T, Refusal> {
    given.parse().map_err(|_| format!("{name} must be a whole number from 1 to {most}, not {given:?}"))
}

fn is_on(given: Option<String>) -> bool {
    given.as_deref() == Some("on")
}

fn parsed<T: FromStr>(name: &str, given: &str) -> Result<T, Refusal> {
    given.parse().map_err(|_| format!("{name} cannot be read: {given}"))
}

#[cfg(test)]
mod tests;
