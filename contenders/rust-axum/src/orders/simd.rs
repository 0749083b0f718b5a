//! Orders read and their answers written with simd-json.

use std::cell::RefCell;

use axum::{
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use simd_json::{Buffers, serde as simd};

thread_local! {
    /// The parser writes into its text, so it gets a copy; copy and buffers are used again, as its documentation advises.
    static ROOM: RefCell<(Vec<u8>, Buffers)> = RefCell::default();
}

/// What simd-json refuses is read again by serde_json, which has the last word: it says why not, and reads what
/// simd-json cannot, such as numbers beyond 64 bits or values more than 1,024 deep under keys that nobody asked for.
pub fn decode<T: DeserializeOwned>(text: &[u8]) -> Result<T, serde_json::Error> {
    at_once(text).or_else(|_| serde_json::from_slice(text))
}

fn at_once<T: DeserializeOwned>(text: &[u8]) -> simd_json::Result<T> {
    ROOM.with_borrow_mut(|(copy, buffers)| {
        copy.clear();
        copy.extend_from_slice(text);
        simd::from_slice_with_buffers(copy, buffers)
    })
}

/// Takes the place of axum's own.
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match simd::to_vec(&self.0) {
            Ok(text) => ([(CONTENT_TYPE, "application/json")], text).into_response(),
            Err(cause) => (StatusCode::INTERNAL_SERVER_ERROR, cause.to_string()).into_response(),
        }
    }
}

#[cfg(test)]
mod tests;
