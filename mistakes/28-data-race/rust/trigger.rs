use crate::subject::count_visits;
use server::Server;

const VISITORS: u32 = 4;
const PAGES: u32 = 200_000_000;

pub fn run() {
    let server = Server::start();
    server.request("the first wrong count of six", || {
        let mut count = VISITORS * PAGES;
        for _ in 0..6 {
            if count == VISITORS * PAGES {
                count = count_visits(VISITORS, PAGES);
            }
        }
        count
    });
    server.end()
}
