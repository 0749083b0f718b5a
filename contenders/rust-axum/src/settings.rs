//! What the environment decides, read once at the start.

use std::{env, net::IpAddr, num::NonZeroU32, str::FromStr};

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
}

#[derive(Debug)]
pub struct AccountSettings {
    pub database_url: String,
    pub jwt_secret: String,
}

impl Settings {
    pub fn from_env() -> Result<Self, Refusal> {
        Self::read(|name| env::var(name).ok())
    }

    fn read(given: impl Fn(&str) -> Option<String>) -> Result<Self, Refusal> {
        let (accounts, shop) = databases(given("DATABASE_URL"), given("JWT_SECRET"), is_on(given("SHOP")))?;
        Ok(Self {
            host: parsed("HOST", given("HOST").as_deref().unwrap_or("127.0.0.1"))?,
            port: parsed("PORT", given("PORT").as_deref().unwrap_or("8080"))?,
            cores: parsed::<usize>("CORES", given("CORES").as_deref().unwrap_or("1"))?.max(1),
            cpu_inline: is_on(given("CPU_INLINE")),
            parts: PartSettings {
                accounts,
                shop,
                cache_entries: given("CACHE_ENTRIES").map(|text| entries(&text)).transpose()?,
                upstream: given("UPSTREAM_URL"),
            },
        })
    }
}

/// Who uses the database: the users, the shop, or both. One that nobody uses is a mistake; a secret without a database
/// has no effect.
fn databases(
    url: Option<String>,
    secret: Option<String>,
    shop: bool,
) -> Result<(Option<AccountSettings>, Option<String>), Refusal> {
    match (url, secret) {
        (None, _) if shop => Err("DATABASE_URL must be set when SHOP is on".to_owned()),
        (None, _) => Ok((None, None)),
        (Some(_), None) if !shop => Err("DATABASE_URL is set but nothing uses it: \
            set JWT_SECRET for the users, SHOP=on for the shop, or both"
            .to_owned()),
        (Some(url), secret) => {
            let accounts = secret.map(|jwt_secret| AccountSettings { database_url: url.clone(), jwt_secret });
            Ok((accounts, shop.then_some(url)))
        }
    }
}

fn entries(given: &str) -> Result<NonZeroU32, Refusal> {
    given.parse().map_err(|_| format!("CACHE_ENTRIES must be a whole number from 1 to {}, not {given:?}", u32::MAX))
}

fn is_on(given: Option<String>) -> bool {
    given.as_deref() == Some("on")
}

fn parsed<T: FromStr>(name: &str, given: &str) -> Result<T, Refusal> {
    given.parse().map_err(|_| format!("{name} cannot be read: {given}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[(&str, &str)]) -> Result<Settings, Refusal> {
        Settings::read(|name| given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    const URL: (&str, &str) = ("DATABASE_URL", "mysql://u:p@127.0.0.1/d");

    #[test]
    fn nothing_is_asked_for_by_an_empty_environment() {
        let Settings { cores, cpu_inline, parts, .. } = read(&[]).expect("settings");
        assert_eq!((cores, cpu_inline), (1, false));
        assert!(parts.accounts.is_none() && parts.shop.is_none());
        assert!(parts.cache_entries.is_none() && parts.upstream.is_none());
    }

    #[test]
    fn a_secret_opens_the_users_and_shop_on_the_shop() {
        let parts = |given: &[(&str, &str)]| read(given).expect("settings").parts;
        let (secret, shop) = (("JWT_SECRET", "s"), ("SHOP", "on"));
        for (given, users_wanted, shop_wanted) in [
            (&[URL, secret][..], true, false),
            (&[URL, shop], false, true),
            (&[URL, secret, shop], true, true),
            (&[URL, secret, ("SHOP", "off")], true, false),
            (&[secret], false, false),
        ] {
            let parts = parts(given);
            assert_eq!((parts.accounts.is_some(), parts.shop.is_some()), (users_wanted, shop_wanted), "{given:?}");
        }
    }

    #[test]
    fn a_mistake_is_refused_with_a_sentence_that_names_it() {
        for (given, name) in [
            (&[URL][..], "JWT_SECRET"),
            (&[URL, ("SHOP", "off")], "SHOP=on"),
            (&[("SHOP", "on")], "DATABASE_URL"),
            (&[("SHOP", "on"), ("JWT_SECRET", "s")], "DATABASE_URL"),
            (&[("CACHE_ENTRIES", "0")], "CACHE_ENTRIES"),
            (&[("CACHE_ENTRIES", "-1")], "CACHE_ENTRIES"),
            (&[("CACHE_ENTRIES", "1.5")], "CACHE_ENTRIES"),
            (&[("CACHE_ENTRIES", "")], "CACHE_ENTRIES"),
            (&[("CORES", "-1")], "CORES"),
            (&[("PORT", "65536")], "PORT"),
            (&[("HOST", "localhost")], "HOST"),
        ] {
            let refusal = read(given).expect_err("a refusal");
            assert!(refusal.contains(name), "{given:?}: {refusal}");
        }
    }

    #[test]
    fn a_refusal_does_not_give_the_password_away() {
        let refusal = read(&[("DATABASE_URL", "mysql://u:hidden@127.0.0.1/d")]).expect_err("a refusal");
        assert!(!refusal.contains("hidden"), "{refusal}");
    }
}
