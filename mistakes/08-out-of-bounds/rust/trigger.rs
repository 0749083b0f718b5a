use crate::subject::value_of;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("no mark", || value_of("verbose"));
    server.end()
}
