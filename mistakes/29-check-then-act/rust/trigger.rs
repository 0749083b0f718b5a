use crate::subject::redeem;
use server::Server;
use std::collections::HashSet;
use std::sync::Mutex;
use std::thread;

pub fn run() {
    let server = Server::start();
    server.request("twice at once", || {
        let redeemed = Mutex::new(HashSet::new());
        let mut answers = thread::scope(|at_once| {
            [(); 2]
                .map(|()| at_once.spawn(|| redeem(&redeemed, "SPRING")))
                .map(|one| one.join().expect("an answer"))
        });
        answers.sort_unstable();
        answers
    });
    server.end()
}
