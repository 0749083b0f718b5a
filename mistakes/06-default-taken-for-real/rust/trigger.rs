use crate::subject::{TEAM, may_add_project};
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("sixth project of a team", || may_add_project(&TEAM, 5));
    server.end()
}
