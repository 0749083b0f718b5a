use crate::subject::{Account, transfer};
use server::Server;
use std::sync::Mutex;
use std::thread;

pub fn run() {
    let server = Server::start();
    server.request("both ways at once", || {
        let ann = Account {
            number: 1,
            balance: Mutex::new(100),
        };
        let bob = Account {
            number: 2,
            balance: Mutex::new(100),
        };
        thread::scope(|both| {
            both.spawn(|| transfer(&ann, &bob, 30));
            both.spawn(|| transfer(&bob, &ann, 10));
        });
        [&ann, &bob].map(|account| *account.balance.lock().expect("a balance"))
    });
    server.end()
}
