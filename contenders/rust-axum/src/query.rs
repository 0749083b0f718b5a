//! The query of a request: read, checked, or refused.

use axum::{
    extract::{FromRequestParts, Query as Given},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::{accepted::Rules, error::Error};

/// What a query says, once every rule of it holds.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Rules> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Given(value): Given<T> =
            Given::try_from_uri(&parts.uri).map_err(|rejection| Error::Query(rejection.body_text()))?;
        value.check().map_err(Error::Query)?;
        Ok(Self(value))
    }
}
