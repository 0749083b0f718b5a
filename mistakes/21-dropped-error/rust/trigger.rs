use crate::subject::save_all;
use server::Server;
use std::env;

pub fn run() {
    let server = Server::start();
    server.try_request("a folder that is not there", || {
        save_all(&env::temp_dir().join("not").join("there"), &[("a.txt", "A")])
    });
    server.end()
}
