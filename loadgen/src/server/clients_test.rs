use super::*;
use crate::clock::SECOND;
use std::net::SocketAddr;

fn clients() -> (Clients<&'static str>, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    (Clients::new(listener).unwrap(), address)
}

/// One that has come, and its place.
fn come(clients: &mut Clients<&'static str>, address: SocketAddr, name: &'static str) -> (TcpStream, u32) {
    let stream = TcpStream::connect(address).unwrap();
    let place = clients.accept(|| name).unwrap().unwrap();
    (stream, place)
}

#[test]
fn each_has_a_place_and_one_that_is_free_is_taken_by_another() {
    let (mut clients, address) = clients();
    let (_one, first) = come(&mut clients, address, "one");
    let (_two, second) = come(&mut clients, address, "two");
    assert_ne!(first, second);
    let (_, generation) = clients.talk(first).unwrap();
    assert!(clients.is_there(first, generation));
    assert_eq!(clients.remove(first), Some("one"));
    assert_eq!(clients.remove(first), None);
    assert!(!clients.is_there(first, generation) && clients.talk(first).is_none());
    let (_three, third) = come(&mut clients, address, "three");
    let (_four, fourth) = come(&mut clients, address, "four");
    assert_eq!(third, first);
    assert!(fourth != first && fourth != second, "a place is free once");
    assert_eq!(*clients.talk(third).unwrap().0, "three");
    assert!(!clients.is_there(third, generation), "another one is there");
    assert!(clients.accept(|| "nobody").unwrap().is_none());
}

#[test]
fn what_the_kernel_does_not_take_is_sent_later_and_in_order_and_then_the_end_is_told() {
    let (mut clients, address) = clients();
    let (mut far, place) = come(&mut clients, address, "slow");
    let piece: Vec<u8> = (0..=255).cycle().take(1 << 16).collect();
    let mut sent = 0;
    while clients.unsent(place) == 0 {
        assert!(clients.send(place, &piece));
        sent += piece.len();
    }
    assert!(clients.send(place, &piece));
    sent += piece.len();
    assert!(clients.finish(place));
    // Reads to the end, which comes only behind the last byte.
    let reader = std::thread::spawn(move || {
        let mut all = Vec::new();
        far.read_to_end(&mut all).unwrap();
        (all, far)
    });
    while clients.unsent(place) > 0 {
        for nth in 0..clients.wait(Some(SECOND)) {
            if let Arrival::From { place, writable, .. } = clients.report(nth) {
                assert!(!writable || clients.flush(place));
            }
        }
    }
    let (all, _far) = reader.join().unwrap();
    assert_eq!(all.len(), sent);
    assert!(all.chunks(piece.len()).all(|chunk| chunk == piece));
}

#[test]
fn what_is_kept_goes_with_what_was_kept_before_it_and_ahead_of_what_is_sent_after_it() {
    let (mut clients, address) = clients();
    let (mut far, place) = come(&mut clients, address, "patient");
    assert!(clients.keep(place, b"one ") && !clients.keep(place, b"two "));
    assert!(clients.send(place, b"three") && clients.finish(place));
    far.set_nonblocking(true).unwrap();
    assert_eq!(far.read(&mut [0; 16]).unwrap_err().kind(), ErrorKind::WouldBlock);
    far.set_nonblocking(false).unwrap();
    assert!(clients.flush(place));
    let mut text = String::new();
    far.read_to_string(&mut text).unwrap();
    assert_eq!(text, "one two three");
    clients.remove(place);
    assert!(!clients.keep(place, b"nobody") && clients.flush(place));
}

#[test]
fn one_that_has_gone_is_known_by_what_is_read_and_by_what_is_sent() {
    let (mut clients, address) = clients();
    let (mut far, place) = come(&mut clients, address, "short");
    let mut buffer = [0; 16];
    assert_eq!(clients.read(place, &mut buffer), None);
    far.write_all(b"hello").unwrap();
    drop(far);
    clients.wait(Some(SECOND));
    assert_eq!(clients.read(place, &mut buffer), Some(5));
    assert_eq!(clients.read(place, &mut buffer), Some(0));
    // The first is answered with a reset.
    let gone = (0..1000).any(|_| !clients.send(place, b"x"));
    assert!(gone);
}
