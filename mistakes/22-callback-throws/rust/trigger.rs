use crate::subject::first_host;
use server::Server;
use std::sync::mpsc::channel;

pub fn run() {
    let server = Server::start();
    server.try_request("no link", || {
        let (sender, queue) = channel();
        sender.send("nonsense".to_owned())?;
        first_host(queue).map_err(Box::<dyn std::error::Error + Send + Sync>::from)
    });
    server.end()
}
