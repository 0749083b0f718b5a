use crate::subject::ask_price;
use server::Server;
use std::net::TcpListener;

pub fn run() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("its address");
    let server = Server::start();
    server.try_request("a silent service", move || ask_price(address));
    server.end()
}
