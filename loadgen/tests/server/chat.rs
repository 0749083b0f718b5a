//! A chat server for the tests: one thread, the program's own readiness list, rooms by the query of the path.

#![allow(dead_code, reason = "each test file is its own program and uses only part of this")]

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::thread;

use loadgen::epoll::Epoll;
use loadgen::websocket::greeting::accept;

/// What is wrong with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Every nth delivery is left out, sent twice, spoilt, in pieces, or after a ping.
    Drop(u64),
    Twice(u64),
    Mangle(u64),
    Fragment,
    Ping,
    Masked,
    /// Every nth delivery goes to a client of another room as well.
    Elsewhere(u64),
    /// The first client is sent messages of nobody's, as fast as it takes them, and nothing else.
    Flood,
    /// Closes every connection after so many deliveries.
    Die(u64),
    /// Of every sender's messages each nth goes out after the one that follows it.
    Swap(u64),
    /// Every nth delivery waits for the next one to the same client, and goes before it.
    Hold(u64),
}

/// Whoever asks for this path makes the server close all its connections.
pub const HANG_UP: &str = "/hang-up";

struct Client {
    stream: TcpStream,
    room: String,
    pending: Vec<u8>,
    out: Vec<u8>,
    greeted: bool,
    flooded: bool,
    held: Option<Vec<u8>>,
    /// Messages it has sent, and the one whose turn is after its next.
    sent: u64,
    swapped: Option<Vec<u8>>,
}

impl Client {
    fn new(stream: TcpStream) -> Client {
        stream.set_nonblocking(true).unwrap();
        Client {
            stream,
            room: String::new(),
            pending: Vec::new(),
            out: Vec::new(),
            greeted: false,
            flooded: false,
            held: None,
            sent: 0,
            swapped: None,
        }
    }
}

/// Serves on a free loopback port until the test ends. The sender gets its own message too if `echo`.
pub fn serve(fault: Fault, echo: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || run(&listener, fault, echo));
    address
}

fn run(listener: &TcpListener, fault: Fault, echo: bool) {
    let mut epoll = Epoll::new().unwrap();
    let (mut clients, mut next, mut count) = (HashMap::<u64, Client>::new(), 0, 0);
    epoll.watch(listener.as_raw_fd(), u64::MAX).unwrap();
    loop {
        let tokens: Vec<u64> = (0..epoll.wait(None)).map(|nth| epoll.report(nth).token).collect();
        for token in tokens {
            if token == u64::MAX {
                while let Ok((stream, _)) = listener.accept() {
                    epoll.watch(stream.as_raw_fd(), next).unwrap();
                    clients.insert(next, Client::new(stream));
                    next += 1;
                }
                continue;
            }
            let Some(client) = clients.get_mut(&token) else {
                continue;
            };
            flush(client);
            let messages = read(client).map(|messages| in_order(client, fault, messages));
            let room = client.room.clone();
            let Some(messages) = messages else {
                clients.remove(&token);
                continue;
            };
            if room == HANG_UP {
                // Whoever asked last: its end says that all others have theirs.
                clients.retain(|other, _| *other == token);
                clients.clear();
                continue;
            }
            if fault == Fault::Flood && token == 0 && client.greeted && !client.flooded {
                client.flooded = true;
                let stream = client.stream.try_clone().unwrap();
                thread::spawn(move || flood(stream));
            }
            for message in messages {
                for (other, client) in clients.iter_mut().filter(|(_, client)| client.room == room) {
                    if (*other != token || echo) && !client.flooded {
                        count += 1;
                        deliver(client, fault, count, &message);
                    }
                }
                if matches!(fault, Fault::Elsewhere(nth) if count % nth == 0) {
                    let stranger = clients.values_mut().find(|client| client.room != room).unwrap();
                    deliver(stranger, fault, count, &message);
                }
                if matches!(fault, Fault::Die(last) if count >= last) {
                    return;
                }
            }
        }
    }
}

/// The messages in the order in which they go on.
fn in_order(client: &mut Client, fault: Fault, messages: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let Fault::Swap(nth) = fault else { return messages };
    let mut out = Vec::new();
    for message in messages {
        client.sent += 1;
        match client.swapped.take() {
            Some(before) => out.extend([message, before]),
            None if client.sent % nth == 0 => client.swapped = Some(message),
            None => out.push(message),
        }
    }
    out
}

fn flush(client: &mut Client) {
    while !client.out.is_empty() {
        match client.stream.write(&client.out) {
            Ok(count) => drop(client.out.drain(..count)),
            Err(_) => return,
        }
    }
}

/// The text messages that came; none when the client is gone or closes.
fn read(client: &mut Client) -> Option<Vec<Vec<u8>>> {
    let mut buffer = [0; 16 * 1024];
    loop {
        match client.stream.read(&mut buffer) {
            Ok(0) => return None,
            Ok(count) => client.pending.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(_) => return None,
        }
    }
    if !client.greeted {
        let text = String::from_utf8_lossy(&client.pending).into_owned();
        let end = text.find("\r\n\r\n").map(|end| end + 4);
        let Some(end) = end else { return Some(Vec::new()) };
        let key = text
            .lines()
            .find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "))
            .unwrap();
        client.room = text.split(' ').nth(1).unwrap().to_string();
        let answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {}\r\n\r\n",
            accept(key)
        );
        client.out.extend_from_slice(answer.as_bytes());
        flush(client);
        client.pending.drain(..end);
        client.greeted = true;
    }
    let mut messages = Vec::new();
    while let Some((opcode, payload, length)) = frame(&client.pending) {
        client.pending.drain(..length);
        match opcode {
            8 => return None,
            10 => {}
            _ => messages.push(payload),
        }
    }
    Some(messages)
}

/// Until the client is gone.
fn flood(mut stream: TcpStream) {
    let message = [0x81, 5, b'h', b'e', b'l', b'l', b'o'].repeat(1000);
    let mut at = 0;
    loop {
        match stream.write(&message[at..]) {
            Ok(count) => at = (at + count) % message.len(),
            Err(error) if error.kind() == ErrorKind::WouldBlock => thread::yield_now(),
            Err(_) => return,
        }
    }
}

fn frame(bytes: &[u8]) -> Option<(u8, Vec<u8>, usize)> {
    let length = usize::from(bytes.get(1)? & 0x7f);
    assert!(bytes[1] & 0x80 != 0, "a client's frame is masked");
    assert!(length < 126, "the tests send short messages");
    let payload = bytes.get(6..6 + length)?;
    let plain = payload
        .iter()
        .enumerate()
        .map(|(i, byte)| byte ^ bytes[2 + i % 4])
        .collect();
    Some((bytes[0] & 15, plain, 6 + length))
}

fn deliver(client: &mut Client, fault: Fault, count: u64, message: &[u8]) {
    let whole = [&[0x81, message.len() as u8], message].concat();
    let out = &mut client.out;
    match fault {
        Fault::Drop(nth) if count % nth == 0 => {}
        Fault::Hold(nth) if count % nth == 0 && client.held.is_none() => client.held = Some(whole),
        Fault::Hold(_) => out.extend([client.held.take().unwrap_or_default(), whole].concat()),
        Fault::Twice(nth) if count % nth == 0 => out.extend([&whole[..], &whole[..]].concat()),
        Fault::Mangle(nth) if count % nth == 0 => out.extend([0x81, 2, b'{', b'}']),
        Fault::Fragment => {
            out.extend(
                [
                    &[0x01, 10],
                    &message[..10],
                    &[0x89, 1, b'p', 0x80, message.len() as u8 - 10],
                ]
                .concat(),
            );
            out.extend(&message[10..]);
        }
        Fault::Ping => out.extend([&[0x89, 3, 1, 2, 3], &whole[..]].concat()),
        Fault::Masked => out.extend([&[0x81, 0x80 | message.len() as u8, 0, 0, 0, 0], message].concat()),
        _ => out.extend(whole),
    }
    flush(client);
}
