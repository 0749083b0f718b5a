use crate::subject::preview;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("a picture at the cut", || preview("Welcome🎉 Ann"));
    server.end()
}
