//! Who is asking: a Bearer token, verified.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;

use crate::{error::Error, users::Accounts};

/// Checks tokens against one secret. Made once: the key is not derived anew for each request.
pub struct Verifier {
    key: DecodingKey,
    rules: Validation,
}

/// What a verified token says about its bearer.
#[derive(Debug, Deserialize)]
pub struct Bearer {
    pub email: String,
}

impl Verifier {
    pub fn new(secret: &str) -> Self {
        // HS256 only: a token that names another algorithm is refused before its signature is looked at.
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims(&["exp"]);
        // The crate would forgive a minute.
        rules.leeway = 0;
        Self { key: DecodingKey::from_secret(secret.as_bytes()), rules }
    }

    /// The bearer that the headers prove, or `Unauthorized` without a reason: a forger learns nothing from it.
    fn bearer(&self, headers: &HeaderMap) -> Result<Bearer, Error> {
        headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .and_then(|token| decode(token, &self.key, &self.rules).ok())
            .map(|token| token.claims)
            .ok_or(Error::Unauthorized)
    }
}

impl FromRequestParts<Option<Arc<Accounts>>> for Bearer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, accounts: &Option<Arc<Accounts>>) -> Result<Self, Error> {
        accounts.as_ref().ok_or(Error::NotConfigured)?.verifier.bearer(&parts.headers)
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &str = "a secret of exactly 32 characters";
    /// The year 2100.
    const LATER: u64 = 4_102_444_800;

    fn token(algorithm: Algorithm, secret: &str, claims: Value) -> String {
        let key = EncodingKey::from_secret(secret.as_bytes());
        encode(&Header::new(algorithm), &claims, &key).expect("a token")
    }

    fn bearer(authorization: &str) -> Result<Bearer, Error> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, authorization.parse().expect("a header value"));
        Verifier::new(SECRET).bearer(&headers)
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
        assert!(matches!(Verifier::new(SECRET).bearer(&HeaderMap::new()), Err(Error::Unauthorized)));
    }
}
