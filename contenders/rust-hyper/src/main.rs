//! One service, three routes: a greeting, an order priced, a user read behind a token.

mod api;
mod auth;
mod body;
mod error;
mod object;
mod orders;
mod pricing;
mod server;
mod settings;
mod users;

use std::process::ExitCode;

use crate::settings::Settings;

fn main() -> ExitCode {
    let outcome =
        Settings::from_env().and_then(|settings| server::runtime(settings.cores)?.block_on(server::run(settings)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("rust-hyper: {problem}");
            ExitCode::FAILURE
        }
    }
}
