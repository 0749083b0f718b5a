use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

pub fn ask_price(service: SocketAddr) -> Result<u32, Box<dyn Error + Send + Sync>> {
    let mut stream = TcpStream::connect(service)?;
    stream.write_all(b"GET /price HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("no HTTP")?;
    Ok(body.parse()?)
}
