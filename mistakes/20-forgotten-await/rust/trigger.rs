use crate::subject::{Store, place_order};
use server::{Server, block_on};

pub fn run() {
    let server = Server::start();
    server.request("an order of two lines", || {
        let mut store = Store::default();
        block_on(place_order(&mut store, &["tea", "cup"]));
        store.lines.len()
    });
    server.end()
}
