//! Everything a request can be refused with, and the answer each refusal becomes.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{ALLOW, HeaderValue},
    },
};
use serde::Serialize;

#[derive(Debug)]
pub enum Error {
    /// The body is not JSON.
    Syntax(String),
    /// The body is JSON that breaks a rule.
    Rule(String),
    /// The body did not arrive whole.
    Incomplete(actix_web::Error),
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
struct Refused<'a> {
    error: &'a str,
}

/// What the client is told.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Syntax(reason) | Self::Rule(reason) => formatter.write_str(reason),
            Self::Incomplete(cause) => write!(formatter, "the body did not arrive whole: {cause}"),
            Self::TooLarge => formatter.write_str("the body is larger than 1 MiB"),
            Self::TooSlow => formatter.write_str("the body took too long"),
            Self::MediaType => formatter.write_str("the body must be application/json"),
            Self::Unauthorized => formatter.write_str("unauthorized"),
            Self::NotFound => formatter.write_str("not found"),
            Self::Method(_) => formatter.write_str("method not allowed"),
            Self::Unavailable => formatter.write_str("no database"),
            Self::Database(_) => formatter.write_str("internal error"),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Syntax(_) | Self::Incomplete(_) => StatusCode::BAD_REQUEST,
            Self::Rule(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::Method(allowed) => {
                response.insert_header((ALLOW, HeaderValue::from_static(allowed)));
            }
            Self::Database(cause) => eprintln!("rust-actix: the database failed: {cause}"),
            _ => {}
        }
        response.json(Refused { error: &self.to_string() })
    }
}

impl From<mysql_async::Error> for Error {
    fn from(cause: mysql_async::Error) -> Self {
        Self::Database(cause)
    }
}
