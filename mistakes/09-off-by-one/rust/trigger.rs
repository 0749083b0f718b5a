use crate::subject::page;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("first page", || page(&[1, 2, 3, 4, 5], 1, 2));
    server.end()
}
