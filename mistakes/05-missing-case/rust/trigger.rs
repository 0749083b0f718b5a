use crate::subject::{State, word_for};
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("returned", || word_for(&State::Returned));
    server.end()
}
