//! JSON in and out: the body of a request read whole, the body of an answer written whole.

use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{
    HeaderMap, Request, Response, StatusCode,
    body::{Body, Bytes},
    header::{CONTENT_TYPE, HeaderValue},
};
use serde::Serialize;
use tokio::time::timeout;

use crate::error::{BodyError, Error};

const LIMIT: usize = 1024 * 1024;
/// A client that sends its body more slowly than this holds a connection for nothing.
const PATIENCE: Duration = Duration::from_secs(120);

/// With its length known, so that no answer is chunked.
pub type Answer = Response<Full<Bytes>>;

/// Looks at the type first: what would be refused anyway is not read.
pub async fn json_text<B>(request: Request<B>) -> Result<Bytes, Error>
where
    B: Body<Data = Bytes, Error: Into<BodyError>>,
{
    if !says_json(request.headers()) {
        return Err(Error::MediaType);
    }
    match timeout(PATIENCE, Limited::new(request.into_body(), LIMIT).collect()).await {
        // One piece is handed on as it is; several are joined.
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(cause)) if cause.is::<LengthLimitError>() => Err(Error::TooLarge),
        Ok(Err(cause)) => Err(Error::Incomplete(cause)),
        Err(_) => Err(Error::TooSlow),
    }
}

/// Parameters such as a charset change nothing: JSON is UTF-8.
fn says_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

pub fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    let (status, text) = match serde_json::to_vec(value) {
        Ok(text) => (status, text.into()),
        Err(cause) => {
            eprintln!("rust-hyper: an answer could not be written: {cause}");
            (StatusCode::INTERNAL_SERVER_ERROR, Bytes::from_static(br#"{"error":"internal error"}"#))
        }
    };
    let mut answer = Response::new(Full::new(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
