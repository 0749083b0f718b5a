//! Everything a request can be refused with, and the answer each refusal becomes.

use std::borrow::Cow;

use hyper::{
    StatusCode,
    header::{ALLOW, HeaderValue},
};
use serde::Serialize;

use crate::body::{Answer, json};

/// Why a body could not be read, of whatever kind it is.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug)]
pub enum Error {
    /// The body is not JSON.
    Syntax(String),
    /// The body is JSON that breaks a rule.
    Rule(String),
    /// The body did not arrive whole.
    Incomplete(BodyError),
    TooLarge,
    TooSlow,
    MediaType,
    Unauthorized,
    NotFound,
    /// Another method than those named.
    Method(&'static str),
    Unavailable,
    Database(mysql_async::Error),
}

#[derive(Serialize)]
struct Refused {
    error: Cow<'static, str>,
}

impl From<Error> for Answer {
    fn from(refusal: Error) -> Self {
        let mut allow = None;
        let (status, error) = match refusal {
            Error::Syntax(reason) => (StatusCode::BAD_REQUEST, reason.into()),
            Error::Rule(reason) => (StatusCode::UNPROCESSABLE_ENTITY, reason.into()),
            Error::Incomplete(cause) => {
                (StatusCode::BAD_REQUEST, format!("the body did not arrive whole: {cause}").into())
            }
            Error::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 1 MiB".into()),
            Error::TooSlow => (StatusCode::REQUEST_TIMEOUT, "the body took too long".into()),
            Error::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be application/json".into()),
            Error::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized".into()),
            Error::NotFound => (StatusCode::NOT_FOUND, "not found".into()),
            Error::Method(allowed) => {
                allow = Some(allowed);
                (StatusCode::METHOD_NOT_ALLOWED, "method not allowed".into())
            }
            Error::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "no database".into()),
            Error::Database(cause) => {
                eprintln!("rust-hyper: the database failed: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal error".into())
            }
        };
        let mut answer = json(status, &Refused { error });
        if let Some(methods) = allow {
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
        }
        answer
    }
}

impl From<mysql_async::Error> for Error {
    fn from(cause: mysql_async::Error) -> Self {
        Self::Database(cause)
    }
}
