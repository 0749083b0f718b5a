use crate::subject::token_of;
use server::Server;
use std::collections::HashMap;

pub fn run() {
    let server = Server::start();
    server.request("no header", || token_of(&HashMap::new()).to_owned());
    server.end()
}
