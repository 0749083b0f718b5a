use crate::subject::{Request, remove};
use server::Server;
use std::collections::HashMap;

pub fn run() {
    let server = Server::start();
    server.request("deletion by somebody else", || {
        let mut items = HashMap::from([("/1".to_owned(), "item".to_owned())]);
        remove(
            &mut items,
            &Request {
                user: "ann".into(),
                path: "/1".into(),
            },
        );
        items.len()
    });
    server.end()
}
