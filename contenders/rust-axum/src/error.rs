//! Everything a request can be refused with, and the answer each refusal becomes.

use std::borrow::Cow;

use axum::{
    Json,
    extract::rejection::BytesRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tokio::task::JoinError;

use crate::purchase::Decline;

#[derive(Debug)]
pub enum Error {
    /// The path does not end in digits, or in too many.
    NotDigits,
    /// The body is said to be something else than JSON.
    MediaType,
    /// The body is not JSON.
    Syntax(String),
    /// The body is JSON that breaks a rule.
    Rule(String),
    /// The body did not arrive, or is over the limit.
    Body(BytesRejection),
    Unauthorized,
    NotFound,
    /// The environment does not ask for this part of the service.
    NotConfigured,
    /// The shop does not sell what was asked for.
    Declined(Decline),
    /// The upstream's answer was none, with the reason for the log.
    BadGateway(String),
    GatewayTimeout,
    Database(mysql_async::Error),
    /// The work ended by a panic, or with the runtime.
    Unfinished(JoinError),
}

#[derive(Serialize)]
struct Refused {
    error: Cow<'static, str>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::NotDigits => (StatusCode::BAD_REQUEST, "the path must end in decimal digits, not too many".into()),
            Self::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be application/json".into()),
            Self::Syntax(reason) => (StatusCode::BAD_REQUEST, reason.into()),
            Self::Rule(reason) => (StatusCode::UNPROCESSABLE_ENTITY, reason.into()),
            Self::Body(rejection) => (rejection.status(), rejection.body_text().into()),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized".into()),
            Self::NotFound => (StatusCode::NOT_FOUND, "not found".into()),
            Self::NotConfigured => (StatusCode::SERVICE_UNAVAILABLE, "not configured".into()),
            Self::Declined(decline) => declined(decline),
            Self::BadGateway(reason) => {
                eprintln!("rust-axum: the upstream failed: {reason}");
                (StatusCode::BAD_GATEWAY, "bad gateway".into())
            }
            Self::GatewayTimeout => (StatusCode::GATEWAY_TIMEOUT, "gateway timeout".into()),
            Self::Database(cause) => {
                eprintln!("rust-axum: the database failed: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal error".into())
            }
            Self::Unfinished(cause) => {
                eprintln!("rust-axum: work was not finished: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal error".into())
            }
        };
        (status, Json(Refused { error })).into_response()
    }
}

fn declined(decline: Decline) -> (StatusCode, Cow<'static, str>) {
    let (status, reason) = match decline {
        Decline::NoSuchCustomer => (StatusCode::NOT_FOUND, "no such customer"),
        Decline::NoSuchProduct => (StatusCode::NOT_FOUND, "no such product"),
        Decline::OutOfStock => (StatusCode::CONFLICT, "out of stock"),
        Decline::InsufficientFunds => (StatusCode::PAYMENT_REQUIRED, "insufficient funds"),
        Decline::RepeatedRequest => (StatusCode::CONFLICT, "repeated request"),
        Decline::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
    };
    (status, reason.into())
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
