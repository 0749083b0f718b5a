use crate::subject::is_supported;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("2.10 where 2.9 is the oldest", || is_supported("2.10", "2.9"));
    server.end()
}
