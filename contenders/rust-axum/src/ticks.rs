//! Prices as they come: one every ten milliseconds, each sent when it is due.

use std::{ops::Range, time::Duration};

use axum::response::sse::{Event, Sse};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use tokio::time::interval;

use crate::{
    accepted::{Rules, require},
    digits::Digits,
    query::Query,
};

const PERIOD: Duration = Duration::from_millis(10);

#[derive(Debug, Deserialize)]
pub struct Wanted {
    count: Digits<3>,
}

impl Rules for Wanted {
    fn check(&self) -> Result<(), String> {
        Ok(require((1..=100).contains(&self.count.number), "count must be 1 to 100")?)
    }
}

#[derive(Serialize)]
struct Tick {
    seq: u64,
    price: f64,
}

impl Tick {
    fn new(seq: u64) -> Self {
        let cents = seq * 7919 % 100_000;
        Self { seq, price: cents as f64 / 100.0 }
    }
}

pub async fn ticks(
    start: Digits<9>,
    Query(wanted): Query<Wanted>,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>>> {
    Sse::new(due(start.number..start.number + wanted.count.number))
}

/// The first tick is due at once. An interval by default catches up with its own clock: one that is late moves no other.
fn due(numbers: Range<u64>) -> impl Stream<Item = Result<Event, axum::Error>> {
    stream::unfold((interval(PERIOD), numbers), async |(mut clock, mut numbers)| {
        let seq = numbers.next()?;
        clock.tick().await;
        let event = Event::default().id(seq.to_string()).json_data(Tick::new(seq));
        Some((event, (clock, numbers)))
    })
}

#[cfg(test)]
mod tests;
