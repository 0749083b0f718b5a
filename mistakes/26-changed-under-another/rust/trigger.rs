use crate::subject::median;
use server::Server;

static SCORES: [u32; 3] = [30, 10, 20];

pub fn run() {
    let server = Server::start();
    server.request("the median", || median(&SCORES));
    server.request("the first", || SCORES[0]);
    server.end()
}
