use crate::subject::comment;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("a script", || comment("Eve", "<script>steal()</script>"));
    server.end()
}
