use crate::subject::pool_for_reports;
use server::Server;

pub fn run() {
    let server = Server::start();
    server.request("timeout of reports", || pool_for_reports().timeout_ms);
    server.end()
}
