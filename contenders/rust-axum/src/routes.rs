//! All routes.

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use serde::Serialize;

use crate::{
    agents, availability,
    chat::{self, Chat},
    checkout,
    duplicates::{self, Comparing},
    export, feed, orders,
    parts::{self, Parts},
    shop, ticks, users,
};

const BODY_LIMIT: usize = 1024 * 1024;

/// Without its parts the service still runs, and says so where it would need them.
pub fn router(parts: Parts, comparing: Comparing, chat: Chat) -> Router {
    let users = Router::new().route("/user", get(users::me)).with_state(parts.accounts.clone());
    let feeds = Router::new()
        .route("/feed/{number}", get(feed::feed))
        .route("/cache", get(feed::state))
        .with_state(parts.cache.clone());
    let stock = Router::new()
        .route("/availability/{sku}", get(availability::availability))
        .route("/agents/stock", post(agents::ask))
        .with_state(parts.stockroom.clone());
    let shop = Router::new()
        .route("/products/{id}", get(shop::product))
        .route("/checkouts/{id}", get(shop::order))
        .route("/checkouts", post(checkout::check_out))
        .with_state(parts.shop.clone());
    Router::new()
        .route("/hello", get(hello))
        .route("/orders", post(orders::price))
        .route("/duplicates", post(duplicates::find).with_state(comparing))
        .route("/ticks/{start}", get(ticks::ticks))
        .route("/export/{start}", get(export::export))
        .route("/chat", get(chat::enter).with_state(chat))
        .route("/health", get(parts::health).with_state(parts))
        .merge(users)
        .merge(feeds)
        .merge(stock)
        .merge(shop)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

#[derive(Serialize)]
struct Greeting {
    message: &'static str,
}

async fn hello() -> Json<Greeting> {
    Json(Greeting { message: "Hello, World!" })
}

#[cfg(test)]
mod tests;
