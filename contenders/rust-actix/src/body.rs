//! The body of a request that carries JSON, read whole.

use std::time::Duration;

use actix_web::{
    HttpMessage, HttpRequest,
    rt::time::timeout,
    web::{Bytes, Payload},
};

use crate::error::Error;

const LIMIT: usize = 1024 * 1024;
/// A client that sends its body more slowly than this holds a connection for nothing.
const PATIENCE: Duration = Duration::from_secs(120);

/// Looks at the type first: what would be refused anyway is not read.
pub async fn json_text(request: &HttpRequest, payload: Payload) -> Result<Bytes, Error> {
    if !request.content_type().eq_ignore_ascii_case("application/json") {
        return Err(Error::MediaType);
    }
    match timeout(PATIENCE, payload.to_bytes_limited(LIMIT)).await {
        Ok(Ok(Ok(text))) => Ok(text),
        Ok(Ok(Err(cause))) => Err(Error::Incomplete(cause)),
        Ok(Err(_)) => Err(Error::TooLarge),
        Err(_) => Err(Error::TooSlow),
    }
}
