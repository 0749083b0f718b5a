//! Everything a request can be refused with, and the answer each refusal becomes.

use std::borrow::Cow;

use axum::{
    Json,
    extract::rejection::BytesRejection,
    http::{
        StatusCode,
        header::{CONNECTION, SEC_WEBSOCKET_VERSION, UPGRADE},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tokio::task::JoinError;

use crate::purchase::Decline;

#[derive(Debug)]
pub enum Error {
    /// The path does not end in digits, or in too many.
    NotDigits,
    /// The query lacks something, or breaks a rule.
    Query(String),
    /// The request does not ask for the protocol that is spoken here.
    UpgradeRequired(String),
    /// The request asks for it in a way that breaks a rule of it.
    Handshake(String),
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
    #[cfg(feature = "sqlx")]
    Directory(sqlx::Error),
    /// The work ended by a panic, or with the runtime.
    Unfinished(JoinError),
}

#[derive(Serialize)]
struct Refused {
    error: Cow<'static, str>,
}

impl Error {
    /// The status and the words that the client gets; what it must not know goes to the log.
    pub fn tell(self) -> (StatusCode, Cow<'static, str>) {
        match self {
            Self::NotDigits => (StatusCode::BAD_REQUEST, "the path must end in decimal digits, not too many".into()),
            Self::Query(reason) | Self::Handshake(reason) => (StatusCode::BAD_REQUEST, reason.into()),
            Self::UpgradeRequired(reason) => (StatusCode::UPGRADE_REQUIRED, reason.into()),
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
            #[cfg(feature = "sqlx")]
            Self::Directory(cause) => {
                eprintln!("rust-axum: the database failed: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal error".into())
            }
            Self::Unfinished(cause) => {
                eprintln!("rust-axum: work was not finished: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal error".into())
            }
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, error) = self.tell();
        let refused = (status, Json(Refused { error }));
        if status == StatusCode::UPGRADE_REQUIRED {
            let wanted = [(CONNECTION, "upgrade"), (UPGRADE, "websocket"), (SEC_WEBSOCKET_VERSION, "13")];
            return (wanted, refused).into_response();
        }
        refused.into_response()
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

#[cfg(feature = "sqlx")]
impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        Self::Directory(cause)
    }
}

impl From<BytesRejection> for Error {
    fn from(rejection: BytesRejection) -> Self {
        Self::Body(rejection)
    }
}
