//! The upstream: what a service under test asks and has to wait for. It answers late, and how late and what follows from
//! the number of the article alone, so that every answer a service makes of it can be worked out beforehand.
//!
//! It is as cheap as it can be, since it shares a core with the generator: what is asked costs one read and one write, and
//! answers that wait cost no timer each, but a place on a wheel that goes round by milliseconds. A heap of their due times
//! was not taken: it is as exact as nobody needs it, and wakes the thread up once an answer.

mod article;
mod counts;
mod desk;
mod question;
mod visit;

use std::net::SocketAddr;
use std::sync::Arc;

use self::counts::Counts;
use self::desk::Desk;
use crate::problem::Problem;
use crate::server::{self, Site, Spread};

/// Serves until the process ends. `listening` is told the address once every thread takes connections.
pub fn run(site: &Site, listening: impl FnOnce(SocketAddr) -> Result<(), Problem>) -> Result<(), Problem> {
    let counts = Arc::new(Counts::default());
    server::run(site, Spread::Evenly, move || Desk::new(Arc::clone(&counts)), listening)
}
