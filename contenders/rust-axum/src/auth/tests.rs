use std::sync::LazyLock;

use jsonwebtoken::{EncodingKey, Header, encode};
use p256::{
    SecretKey,
    elliptic_curve::rand_core::OsRng,
    pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding},
};
use rsa::{
    RsaPrivateKey,
    pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey},
};
use serde_json::{Value, json};

use super::*;

const SECRET: &str = "a secret of exactly 32 characters";
/// The year 2100.
const LATER: u64 = 4_102_444_800;

/// A pair of keys made for these tests: what signs, and the text that a verifier is given.
struct Pair {
    algorithm: Algorithm,
    signs: EncodingKey,
    public: String,
}

static RSA: LazyLock<RsaPrivateKey> = LazyLock::new(|| RsaPrivateKey::new(&mut OsRng, 2048).expect("a key"));
static ELLIPTIC: LazyLock<SecretKey> = LazyLock::new(|| SecretKey::random(&mut OsRng));

/// Of a curve that ES256 is not for; its private key is kept nowhere.
const P_384: &str = "-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEchHQ1zBd86GwxmWiXpI9nOR/LGG0xVd1
MSP1YpsbKIfIpp+UoSTG8GYk4uvncrD4Q/6jJSIHS9KGl9L4a7r6CmyfbIXxO8Mi
8ZpJT2SCDh7daT9AsMeZtGVomH9KkEb8
-----END PUBLIC KEY-----
";
const ED25519: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA15SC542fjHnQY+PLNfQ2e1eydJp03fnVPOciKtJLXNs=
-----END PUBLIC KEY-----
";

fn rs256(key: &RsaPrivateKey) -> Pair {
    Pair {
        algorithm: Algorithm::RS256,
        signs: EncodingKey::from_rsa_der(key.to_pkcs1_der().expect("DER").as_bytes()),
        public: key.to_public_key().to_public_key_pem(LineEnding::LF).expect("PEM"),
    }
}

fn es256(key: &SecretKey) -> Pair {
    Pair {
        algorithm: Algorithm::ES256,
        signs: EncodingKey::from_ec_der(key.to_pkcs8_der().expect("DER").as_bytes()),
        public: key.public_key().to_public_key_pem(LineEnding::LF).expect("PEM"),
    }
}

fn verifier(algorithm: Algorithm, key: &str) -> Result<Verifier, Refusal> {
    Verifier::new(&TokenSettings { algorithm, key: key.to_owned() })
}

fn signed(algorithm: Algorithm, key: &EncodingKey, claims: &Value) -> String {
    encode(&Header::new(algorithm), claims, key).expect("a token")
}

fn token(algorithm: Algorithm, secret: &str, claims: Value) -> String {
    // The first to be made decides which cryptography signs, too.
    let _ = verifier(Algorithm::HS256, SECRET);
    signed(algorithm, &EncodingKey::from_secret(secret.as_bytes()), &claims)
}

fn shown_to(verifier: &Verifier, authorization: &str) -> Result<Bearer, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, authorization.parse().expect("a header value"));
    verifier.bearer(&headers)
}

fn bearer(authorization: &str) -> Result<Bearer, Error> {
    shown_to(&verifier(Algorithm::HS256, SECRET).expect("a verifier"), authorization)
}

#[test]
fn a_valid_token_names_its_bearer() {
    let token = token(Algorithm::HS256, SECRET, json!({ "email": "ada@shop.example", "exp": LATER }));
    let bearer = bearer(&format!("Bearer {token}")).expect("a bearer");
    assert_eq!(bearer.email, "ada@shop.example");
}

#[test]
fn each_token_that_breaks_a_rule_is_refused() {
    let good = json!({ "email": "ada@shop.example", "exp": LATER });
    let valid = token(Algorithm::HS256, SECRET, good.clone());
    // The header says `none`; the claims are those of the valid token; there is no signature.
    let claims = valid.split('.').nth(1).expect("claims");
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
    let second_ago = jsonwebtoken::get_current_timestamp() - 1;
    for (breach, authorization) in [
        ("no scheme", valid.clone()),
        ("another scheme", format!("Basic {valid}")),
        ("no token", "Bearer ".to_owned()),
        ("garbage", "Bearer abc.def.ghi".to_owned()),
        ("longer signature", format!("Bearer {valid}A")),
        ("another secret", format!("Bearer {}", token(Algorithm::HS256, "another", good.clone()))),
        ("another algorithm", format!("Bearer {}", token(Algorithm::HS512, SECRET, good))),
        ("unsigned", format!("Bearer {unsigned}")),
        (
            "expired",
            format!("Bearer {}", token(Algorithm::HS256, SECRET, json!({ "email": "a@b.c", "exp": second_ago }))),
        ),
        ("no expiry", format!("Bearer {}", token(Algorithm::HS256, SECRET, json!({ "email": "a@b.c" })))),
        ("no e-mail", format!("Bearer {}", token(Algorithm::HS256, SECRET, json!({ "exp": LATER })))),
        (
            "e-mail not a text",
            format!("Bearer {}", token(Algorithm::HS256, SECRET, json!({ "email": 42, "exp": LATER }))),
        ),
    ] {
        let outcome = bearer(&authorization);
        assert!(matches!(outcome, Err(Error::Unauthorized)), "{breach}: {outcome:?}");
    }
    assert!(matches!(
        verifier(Algorithm::HS256, SECRET).expect("a verifier").bearer(&HeaderMap::new()),
        Err(Error::Unauthorized)
    ));
}

#[test]
fn a_token_of_the_private_key_names_its_bearer() {
    for Pair { algorithm, signs, public } in [rs256(&RSA), es256(&ELLIPTIC)] {
        let verifier = verifier(algorithm, &public).expect("a verifier");
        let token = signed(algorithm, &signs, &json!({ "email": "ada@shop.example", "exp": LATER }));
        let bearer = shown_to(&verifier, &format!("Bearer {token}")).expect("a bearer");
        assert_eq!(bearer.email, "ada@shop.example");
    }
}

#[test]
fn with_a_public_key_each_token_that_breaks_a_rule_is_refused() {
    let good = json!({ "email": "ada@shop.example", "exp": LATER });
    let other_rsa = RsaPrivateKey::new(&mut OsRng, 2048).expect("a key");
    let other_elliptic = SecretKey::random(&mut OsRng);
    for (pair, other, another_kind) in
        [(rs256(&RSA), rs256(&other_rsa), es256(&ELLIPTIC)), (es256(&ELLIPTIC), es256(&other_elliptic), rs256(&RSA))]
    {
        let Pair { algorithm, signs, public } = &pair;
        let verifier = verifier(*algorithm, public).expect("a verifier");
        let valid = signed(*algorithm, signs, &good);
        let (message, signature) = valid.rsplit_once('.').expect("a signature");
        let claims = message.split_once('.').expect("claims").1;
        let sibling = if *algorithm == Algorithm::RS256 { Algorithm::RS512 } else { Algorithm::PS256 };
        let sibling_signs = if *algorithm == Algorithm::RS256 { signs } else { &another_kind.signs };
        for (breach, token) in [
            ("key confusion", token(Algorithm::HS256, public, good.clone())),
            ("key confusion without the last line's end", token(Algorithm::HS256, public.trim_end(), good.clone())),
            ("unsigned", format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.")),
            ("said to be unsigned", format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.{signature}")),
            ("no signature", format!("{message}.")),
            ("a longer signature", format!("{valid}AAAA")),
            ("another key", signed(*algorithm, &other.signs, &good)),
            ("another kind", signed(another_kind.algorithm, &another_kind.signs, &good)),
            ("another size or scheme", signed(sibling, sibling_signs, &good)),
            ("another's claims", format!("{message}x.{signature}")),
            ("expired", signed(*algorithm, signs, &json!({ "email": "a@b.c", "exp": 1 }))),
            ("no expiry", signed(*algorithm, signs, &json!({ "email": "a@b.c" }))),
            ("no e-mail", signed(*algorithm, signs, &json!({ "exp": LATER }))),
        ] {
            let outcome = shown_to(&verifier, &format!("Bearer {token}"));
            assert!(matches!(outcome, Err(Error::Unauthorized)), "{algorithm:?}, {breach}: {outcome:?}");
        }
        assert!(shown_to(&verifier, &format!("Bearer {valid}")).is_ok());
    }
}

#[test]
fn a_key_that_is_none_for_the_algorithm_is_refused_at_the_start() {
    let (rsa, elliptic) = (rs256(&RSA).public, es256(&ELLIPTIC).public);
    let pkcs1 = RSA.to_public_key().to_pkcs1_pem(LineEnding::LF).expect("PEM");
    // For RSASSA-PSS only: the same bits under another name.
    let pss = rsa.replacen("BAQEFAAOC", "BAQoFAAOC", 1);
    assert_ne!(pss, rsa);
    let private_rsa = RSA.to_pkcs8_pem(LineEnding::LF).expect("PEM");
    let private_elliptic = ELLIPTIC.to_pkcs8_pem(LineEnding::LF).expect("PEM");
    for key in ["", "words", SECRET, ED25519, &rsa[..rsa.len() / 2], &rsa.replacen("MII", "AAA", 1), &pkcs1] {
        for algorithm in [Algorithm::RS256, Algorithm::ES256] {
            assert_refused(algorithm, key);
        }
    }
    for (algorithm, key) in [
        (Algorithm::RS256, elliptic.as_str()),
        (Algorithm::RS256, P_384),
        (Algorithm::RS256, &pss),
        (Algorithm::RS256, &private_rsa),
        (Algorithm::ES256, &rsa),
        (Algorithm::ES256, P_384),
        (Algorithm::ES256, &private_elliptic),
    ] {
        assert_refused(algorithm, key);
    }
}

/// Only RustCrypto says of a point that it lies beside the curve; with aws-lc it is a key that no token fits.
#[cfg(not(feature = "aws-lc"))]
#[test]
fn a_point_beside_the_curve_is_refused_at_the_start() {
    let public = es256(&ELLIPTIC).public;
    // The first letter of the second line is in the middle of the point.
    let changed = if public.lines().nth(2).expect("a line").starts_with('A') { "\nB" } else { "\nA" };
    let at = public.match_indices('\n').nth(1).expect("a line").0;
    assert_refused(Algorithm::ES256, &format!("{}{changed}{}", &public[..at], &public[at + 2..]));
}

fn assert_refused(algorithm: Algorithm, key: &str) {
    let refusal = verifier(algorithm, key).err().unwrap_or_else(|| panic!("{algorithm:?} with {key}"));
    assert!(refusal.starts_with("JWT_PUBLIC_KEY must be a public key for "), "{refusal}");
}
