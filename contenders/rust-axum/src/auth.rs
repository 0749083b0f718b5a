//! Who is asking: a Bearer token, verified.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;

use crate::{
    error::Error,
    settings::{Refusal, TokenSettings},
    users::Accounts,
};

mod public_key;

#[cfg(not(any(feature = "rust-crypto", feature = "aws-lc")))]
compile_error!("tokens are checked with one of the features rust-crypto and aws-lc: turn one of them on");

/// Checks tokens against one secret or public key. Made once: the key is not read anew for each request.
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
    pub fn new(settings: &TokenSettings) -> Result<Self, Refusal> {
        // Named, since a build with all features has both; whoever comes second finds it installed, which is as well.
        #[cfg(feature = "aws-lc")]
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let TokenSettings { algorithm, key } = settings;
        // This algorithm only: a token that names another is refused before its signature is looked at.
        let mut rules = Validation::new(*algorithm);
        rules.set_required_spec_claims(&["exp"]);
        // The crate would forgive a minute.
        rules.leeway = 0;
        let key = match algorithm {
            Algorithm::HS256 => DecodingKey::from_secret(key.as_bytes()),
            _ => public_key::read(*algorithm, key)?,
        };
        Ok(Self { key, rules })
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
mod tests;
