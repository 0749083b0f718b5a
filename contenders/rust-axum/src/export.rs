//! Rows without end, made as they are sent.

use std::ops::Range;

use axum::{
    body::{Body, Bytes},
    http::header::CONTENT_TYPE,
    response::IntoResponse,
};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use tokio::task::yield_now;

use crate::{
    accepted::{Rules, require},
    digits::Digits,
    query::Query,
};

/// hyper takes up to sixteen pieces ahead of a slow reader: with this size no more than 256 KiB wait for one.
const PIECE: usize = 16 * 1024;
/// Beyond any row, so that a piece never grows.
const LONGEST_ROW: usize = 128;

#[derive(Debug, Deserialize)]
pub struct Wanted {
    rows: Digits<7>,
}

impl Rules for Wanted {
    fn check(&self) -> Result<(), String> {
        Ok(require((1..=1_000_000).contains(&self.rows.number), "rows must be 1 to 1000000")?)
    }
}

#[derive(Serialize)]
struct Row {
    id: u64,
    name: String,
    amount: u64,
    tags: &'static [&'static str],
}

impl Row {
    fn new(id: u64) -> Self {
        let tags: &[_] = match (id.is_multiple_of(2), id.is_multiple_of(3)) {
            (true, false) => &["even"],
            (true, true) => &["even", "third"],
            (false, false) => &["odd"],
            (false, true) => &["odd", "third"],
        };
        Self { id, name: format!("item {id}"), amount: id * 104_729 % 1_000_000, tags }
    }
}

pub async fn export(start: Digits<9>, Query(wanted): Query<Wanted>) -> impl IntoResponse {
    let rows = start.number..start.number + wanted.rows.number;
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(pieces(rows)))
}

/// Each piece is made when there is room for it, and not before everybody else had their turn: a reader that takes whatever
/// comes would have the thread for itself.
fn pieces(rows: Range<u64>) -> impl Stream<Item = Result<Bytes, serde_json::Error>> {
    stream::try_unfold(rows, async |mut rows| {
        if rows.is_empty() {
            return Ok(None);
        }
        yield_now().await;
        let mut piece = Vec::with_capacity(PIECE + LONGEST_ROW);
        while piece.len() < PIECE
            && let Some(id) = rows.next()
        {
            serde_json::to_writer(&mut piece, &Row::new(id))?;
            piece.push(b'\n');
        }
        Ok(Some((piece.into(), rows)))
    })
}

#[cfg(test)]
mod tests;
