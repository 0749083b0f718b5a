use crate::subject::{Session, drop_expired};
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("two in a row", || {
        let mut sessions: Vec<Session> = [20, 5, 6, 30].map(|end| Session { end }).into();
        drop_expired(&mut sessions, 10)
    });
    server.end()
}
