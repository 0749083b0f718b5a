use crate::subject::final_price;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("with a coupon", || final_price(100, 30));
    server.end()
}
