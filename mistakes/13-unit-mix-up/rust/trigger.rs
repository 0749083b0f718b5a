use crate::subject::is_live;
use server::Server;
use std::time::{Duration, SystemTime};

pub fn run() {
    let server = Server::start();
    let start = SystemTime::UNIX_EPOCH;
    server.request("after half a minute", move || {
        is_live(start, start + Duration::from_secs(30))
    });
    server.end()
}
