use crate::subject::{Person, approver_of};
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("head", || {
        approver_of(&Person {
            name: "Head".into(),
            manager: None,
        })
        .to_owned()
    });
    server.end()
}
