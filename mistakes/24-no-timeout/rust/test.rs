use crate::subject::ask_price;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

#[test]
fn the_service_answers() {
    for price in [250, 0] {
        let service = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = service.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = service.accept().unwrap();
            let mut request = [0; 64];
            let _ = stream.read(&mut request).unwrap();
            write!(stream, "HTTP/1.0 200 OK\r\n\r\n{price}").unwrap();
        });
        assert_eq!(ask_price(address).unwrap(), price);
    }
}
