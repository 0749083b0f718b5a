//! Everything a request can be refused with, and the answer each refusal becomes.

use std::borrow::Cow;

use axum::{
    Json,
    extract::rejection::BytesRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

#[derive(Debug)]
pub enum Error {
    /// The body is not JSON.
    Syntax(String),
    /// The body is JSON that breaks a rule.
    Rule(String),
    /// The body did not arrive, or is over the limit.
    Body(BytesRejection),
    Unauthorized,
    NotFound,
    Unavailable,
    Database(mysql_async::Error),
}

#[derive(Serialize)]
struct Refused {
    error: Cow<'static, str>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::Syntax(reason) => (StatusCode::BAD_REQUEST, reason.into()),
            Self::Rule(reason) => (StatusCode::UNPROCESSABLE_ENTITY, reason.into()),
            Self::Body(rejection) => (rejection.status(), rejection.body_text().into()),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized".into()),
            Self::NotFound => (StatusCode::NOT_FOUND, "not found".into()),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "no database".into()),
            Self::Database(cause) => {
                eprintln!("rust-axum: the database failed: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal error".into())
            }
        };
        (status, Json(Refused { error })).into_response()
    }
}

impl From<mysql_async::Error> for Error {
    fn from(cause: mysql_async::Error) -> Self {
        Self::Database(cause)
    }
}

impl From<BytesRejection> for Error {
    fn from(rejection: BytesRejection) -> Self {
        Self::Body(rejection)
    }
}
