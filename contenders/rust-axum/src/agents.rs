//! Many articles asked of the upstream at once, each outcome told as it comes.

use std::{borrow::Cow, sync::Arc};

use axum::response::sse::{Event, Sse};
use futures_util::{
    Stream, StreamExt,
    stream::{self, FuturesUnordered},
};
use serde::{Deserialize, Serialize};

use crate::{
    accepted::{Accepted, Rules, require},
    error::Error,
    parts::Part,
    stock::Stock,
    stockroom::Stockroom,
};

#[derive(Debug, Deserialize)]
pub struct Wanted {
    skus: Vec<u32>,
}

impl Rules for Wanted {
    fn check(&self) -> Result<(), String> {
        require((1..=16).contains(&self.skus.len()), "skus must be 1 to 16")?;
        for (index, sku) in self.skus.iter().enumerate() {
            require((1..=999_999).contains(sku), "must be 1 to 999999")
                .and_then(|()| require(!self.skus[..index].contains(sku), "must differ from those before it"))
                .map_err(|rule| format!("skus[{index}] {rule}"))?;
        }
        Ok(())
    }
}

/// What became of one article.
#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Answered(Stock),
    Failed { sku: u32, error: Cow<'static, str> },
}

#[derive(Default, Serialize)]
struct Sum {
    answered: u32,
    failed: u32,
}

impl Sum {
    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Answered(_) => self.answered += 1,
            Outcome::Failed { .. } => self.failed += 1,
        }
    }
}

pub async fn ask(
    Part(stockroom): Part<Stockroom>,
    Accepted(wanted): Accepted<Wanted>,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>>> {
    Sse::new(told(stockroom, wanted.skus))
}

/// The questions are part of the answer's body: it is dropped when the client leaves, and every one still open with it.
fn told(stockroom: Arc<Stockroom>, skus: Vec<u32>) -> impl Stream<Item = Result<Event, axum::Error>> {
    let asked: FuturesUnordered<_> = skus.into_iter().map(|sku| outcome(Arc::clone(&stockroom), sku)).collect();
    stream::unfold(Some((asked, Sum::default())), async |asking| {
        let (mut asked, mut sum) = asking?;
        let Some(outcome) = asked.next().await else {
            return Some((Event::default().json_data(sum), None));
        };
        sum.count(&outcome);
        Some((Event::default().json_data(outcome), Some((asked, sum))))
    })
}

/// A failure has the words that `/availability` would answer with.
async fn outcome(stockroom: Arc<Stockroom>, sku: u32) -> Outcome {
    match stockroom.stock(&sku.to_string(), sku.into()).await {
        Ok(stock) => Outcome::Answered(stock),
        Err(error) => Outcome::Failed { sku, error: Error::tell(error).1 },
    }
}

#[cfg(test)]
mod tests;
