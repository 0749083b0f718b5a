use crate::subject::percent_done;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("one of four", || percent_done(1, 4));
    server.end()
}
