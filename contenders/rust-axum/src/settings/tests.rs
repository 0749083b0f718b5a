use super::*;

fn read(given: &[(&str, &str)]) -> Result<Settings, Refusal> {
    Settings::read(|name| given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
}

const URL: (&str, &str) = ("DATABASE_URL", "mysql://u:p@127.0.0.1/d");
const SECRET: (&str, &str) = ("JWT_SECRET", "s");
const KEY: (&str, &str) = ("JWT_PUBLIC_KEY", "a PEM");

#[test]
fn nothing_is_asked_for_by_an_empty_environment() {
    let Settings { cores, cpu_inline, parts, .. } = read(&[]).expect("settings");
    assert_eq!((cores, cpu_inline), (1, false));
    assert!(parts.accounts.is_none() && parts.shop.is_none());
    assert!(parts.cache_entries.is_none() && parts.upstream.is_none() && parts.patience_ms.is_none());
}

#[test]
fn a_secret_opens_the_users_and_shop_on_the_shop() {
    let parts = |given: &[(&str, &str)]| read(given).expect("settings").parts;
    let shop = ("SHOP", "on");
    for (given, users_wanted, shop_wanted) in [
        (&[URL, SECRET][..], true, false),
        (&[URL, shop], false, true),
        (&[URL, SECRET, shop], true, true),
        (&[URL, SECRET, ("SHOP", "off")], true, false),
        (&[SECRET], false, false),
    ] {
        let parts = parts(given);
        assert_eq!((parts.accounts.is_some(), parts.shop.is_some()), (users_wanted, shop_wanted), "{given:?}");
    }
}

#[test]
fn the_algorithm_says_which_key_is_read() {
    for (name, algorithm, key) in [
        (None, Algorithm::HS256, "s"),
        (Some("HS256"), Algorithm::HS256, "s"),
        (Some("RS256"), Algorithm::RS256, "a PEM"),
        (Some("ES256"), Algorithm::ES256, "a PEM"),
    ] {
        let mut given = vec![URL, SECRET, KEY];
        given.extend(name.map(|name| ("JWT_ALGORITHM", name)));
        let tokens = read(&given).expect("settings").parts.accounts.expect("users").tokens;
        assert_eq!((tokens.algorithm, tokens.key.as_str()), (algorithm, key), "{name:?}");
    }
}

#[test]
fn the_users_have_ten_prepared_connections_unless_told_otherwise() {
    for (given, connections, statements) in [
        (&[][..], 10, Statements::Prepared),
        (&[("DB_POOL", "2"), ("DB_STATEMENTS", "prepared")], 2, Statements::Prepared),
        (&[("DB_POOL", "40"), ("DB_STATEMENTS", "text")], 40, Statements::Text),
    ] {
        let pool = read(&[&[URL, SECRET], given].concat()).expect("settings").parts.accounts.expect("users").pool;
        assert_eq!((pool.connections.get(), pool.statements), (connections, statements), "{given:?}");
    }
}

#[test]
fn a_mistake_is_refused_with_a_sentence_that_names_it() {
    for (given, name) in [
        (&[URL][..], "JWT_SECRET"),
        (&[URL, ("SHOP", "off")], "SHOP=on"),
        (&[("SHOP", "on")], "DATABASE_URL"),
        (&[("SHOP", "on"), SECRET], "DATABASE_URL"),
        (&[("UPSTREAM_PATIENCE_MS", "0")], "UPSTREAM_PATIENCE_MS"),
        (&[("CACHE_ENTRIES", "0")], "CACHE_ENTRIES"),
        (&[("CACHE_ENTRIES", "-1")], "CACHE_ENTRIES"),
        (&[("CACHE_ENTRIES", "1.5")], "CACHE_ENTRIES"),
        (&[("CACHE_ENTRIES", "")], "CACHE_ENTRIES"),
        (&[("CORES", "-1")], "CORES"),
        (&[("PORT", "65536")], "PORT"),
        (&[("JWT_ALGORITHM", "")], "JWT_ALGORITHM"),
        (&[("JWT_ALGORITHM", "hs256"), SECRET], "JWT_ALGORITHM"),
        (&[("JWT_ALGORITHM", "none"), SECRET], "JWT_ALGORITHM"),
        (&[("JWT_ALGORITHM", "RS512"), KEY], "JWT_ALGORITHM"),
        (&[("JWT_ALGORITHM", "RS256")], "JWT_PUBLIC_KEY"),
        (&[("JWT_ALGORITHM", "ES256"), URL, SECRET], "JWT_PUBLIC_KEY"),
        (&[URL, KEY], "JWT_SECRET"),
        (&[("DB_POOL", "0")], "DB_POOL"),
        (&[("DB_POOL", "-2")], "DB_POOL"),
        (&[("DB_POOL", "65536")], "DB_POOL"),
        (&[("DB_POOL", "ten")], "DB_POOL"),
        (&[("DB_STATEMENTS", "")], "DB_STATEMENTS"),
        (&[("DB_STATEMENTS", "Text")], "DB_STATEMENTS"),
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
