use crate::subject::{Accounts, refund};
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("refund", || {
        let mut accounts = Accounts::from([("shop", 100), ("ann", 100)]);
        refund(&mut accounts, "ann", 30);
        accounts["ann"]
    });
    server.end()
}
