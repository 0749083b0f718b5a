//! One service: a greeting, an order priced, duplicates found, a feed from memory, stock asked of another service one by one
//! or many at once, ticks and rows as streams, rooms to chat in, a shop and its users in a database.

mod accepted;
mod agents;
mod auth;
mod availability;
mod chat;
mod checkout;
mod database;
mod digits;
#[cfg(not(feature = "sqlx"))]
mod directory;
#[cfg(feature = "sqlx")]
#[path = "directory_sqlx.rs"]
mod directory;
mod duplicates;
mod edit_distance;
mod entry;
mod error;
mod export;
mod feed;
#[cfg(test)]
mod loopback;
mod object;
mod orders;
mod parts;
mod pricing;
mod purchase;
mod query;
mod routes;
mod server;
mod settings;
mod shop;
mod stock;
mod stockroom;
mod ticks;
mod users;

use std::process::ExitCode;

use crate::settings::Settings;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let outcome =
        Settings::from_env().and_then(|settings| server::runtime(settings.cores)?.block_on(server::run(settings)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("rust-axum: {problem}");
            ExitCode::FAILURE
        }
    }
}
