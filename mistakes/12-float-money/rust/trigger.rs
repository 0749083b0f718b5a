use crate::subject::is_paid;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("0.10 and 0.20 of 0.30", || is_paid(&[0.1, 0.2], 0.3));
    server.end()
}
