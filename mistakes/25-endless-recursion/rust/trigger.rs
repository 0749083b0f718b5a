use crate::subject::depth_of;
use server::Server;
use std::collections::HashMap;

pub fn run() {
    let server = Server::start();
    server.request("a circle", || {
        depth_of(&HashMap::from([("ann", "bob"), ("bob", "ann")]), "ann")
    });
    server.end()
}
