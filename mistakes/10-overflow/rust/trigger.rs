use crate::subject::line_total;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.try_request("very much", || line_total(3_000_000_001, 4_000_000_001));
    server.end()
}
