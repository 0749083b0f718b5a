//! One service, three routes: a greeting, an order priced, a user read behind a token.

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

#[actix_web::main]
async fn main() -> ExitCode {
    let outcome = match Settings::from_env() {
        Ok(settings) => server::run(settings).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("rust-actix: {problem}");
            ExitCode::FAILURE
        }
    }
}
