//! One service: a greeting, an order priced, duplicates found, a feed from memory, stock asked of another service, a shop
//! and its users in a database.

mod accepted;
mod auth;
mod availability;
mod checkout;
mod database;
mod digits;
mod duplicates;
mod edit_distance;
mod entry;
mod error;
mod feed;
mod object;
mod orders;
mod parts;
mod pricing;
mod purchase;
mod routes;
mod server;
mod settings;
mod shop;
mod stockroom;
mod users;

use std::process::ExitCode;

use crate::settings::Settings;

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
