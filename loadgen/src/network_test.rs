use super::*;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use crate::clock::{self, SECOND};
use crate::wire::read_plan;

/// Both ways to one listener; io_uring only where the kernel allows it.
fn both_ways(bytes: usize, test: impl Fn(&mut Network, &TcpListener)) {
    let mut tried = 0;
    for io in ["epoll", "io_uring"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let plan = plan_for(listener.local_addr().unwrap(), io, bytes);
        let bell = Bell::new().unwrap();
        match Network::new(&plan, 2, &bell) {
            Ok(mut network) => {
                assert_eq!(network.name(), io);
                test(&mut network, &listener);
                tried += 1;
            }
            Err(error) => assert!(io == "io_uring", "{error}"),
        }
    }
    assert!(tried > 0);
}

fn plan_for(target: SocketAddr, io: &str, bytes: usize) -> Arc<Plan> {
    let plan = serde_json::json!({
        "schema": "loadgen/plan@1", "target": target.to_string(), "connections": 2, "seed": 1, "io": io,
        "operations": [{ "id": "get", "answer": { "status": 200 }, "requests": [{ "bytes": "x".repeat(bytes) }] }],
        "phases": [{ "id": "p", "arrivals": { "kind": "closed" }, "requests": 1 }],
    });
    Arc::new(read_plan(&plan.to_string()).unwrap())
}

/// The next event, waited for up to five seconds; none when nothing comes.
fn next(network: &mut Network, patience: Patience, within: u64) -> Option<(u32, Event)> {
    let end = clock::now() + within;
    loop {
        if let Some(event) = network.next_event() {
            return Some(event);
        }
        let left = end.saturating_sub(clock::now());
        if left == 0 {
            return None;
        }
        network.wait(Some(left), patience);
    }
}

fn soon(network: &mut Network) -> (u32, Event) {
    next(network, Patience::None, 5 * SECOND).expect("an event within five seconds")
}

fn opened(network: &mut Network, listener: &TcpListener, index: u32) -> TcpStream {
    network.open(index).unwrap();
    let (at, event) = soon(network);
    assert!(matches!(event, Event::Opened(None)) && at == index, "{event:?}");
    listener.accept().unwrap().0
}

/// Everything received until the peer closes.
fn read_to_end(network: &mut Network) -> Vec<u8> {
    let mut all = Vec::new();
    loop {
        match soon(network).1 {
            Event::Bytes(received) => {
                all.extend_from_slice(network.bytes(&received));
                network.release(&received);
            }
            Event::Ended => return all,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_request_goes_out_and_its_answer_comes_in_with_its_time() {
    both_ways(100, |network, listener| {
        let mut peer = opened(network, listener, 0);
        let before = clock::now();
        assert!(
            network.send_request(0, 0, 0).unwrap(),
            "a small request needs no waiting for"
        );
        network.wait(Some(0), Patience::None);
        let mut request = [0; 100];
        peer.read_exact(&mut request).unwrap();
        assert_eq!(request, [b'x'; 100]);
        peer.write_all(b"answer").unwrap();
        let (index, event) = soon(network);
        let Event::Bytes(received) = event else {
            panic!("{event:?}")
        };
        assert_eq!((index, network.bytes(&received)), (0, &b"answer"[..]));
        if let Some(at) = received.at {
            assert!(at >= before && at <= clock::now());
        }
        network.release(&received);
        // The kernel begins to stamp some time after it is asked to.
        let mut stamped = false;
        for _ in 0..200 {
            peer.write_all(b"more").unwrap();
            let Event::Bytes(received) = soon(network).1 else {
                panic!()
            };
            stamped |= received.at.is_some();
            network.release(&received);
            if stamped {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert_eq!(stamped, network.stamps());
    });
}

#[test]
fn what_is_larger_than_the_sockets_goes_out_whole_and_says_so() {
    let size = 20_000_000;
    both_ways(size, |network, listener| {
        let mut peer = opened(network, listener, 1);
        let reader = std::thread::spawn(move || {
            let mut all = vec![0; size + 5];
            peer.read_exact(&mut all).unwrap();
            all
        });
        assert!(!network.send_request(1, 0, 0).unwrap());
        let (index, event) = soon(network);
        assert!(matches!(event, Event::Sent) && index == 1, "{event:?}");
        if !network.send_bytes(1, b"and m").unwrap() {
            assert!(matches!(soon(network).1, Event::Sent));
        }
        let all = reader.join().unwrap();
        assert!(all[..size].iter().all(|byte| *byte == b'x') && all.ends_with(b"and m"));
    });
}

#[test]
fn a_long_answer_comes_in_whole_and_then_its_end() {
    both_ways(1, |network, listener| {
        let mut peer = opened(network, listener, 0);
        let sent: Vec<u8> = (0..5_000_000_u32).map(|at| (at % 251) as u8).collect();
        let copy = sent.clone();
        let writer = std::thread::spawn(move || peer.write_all(&copy).unwrap());
        assert!(read_to_end(network) == sent);
        writer.join().unwrap();
    });
}

#[test]
fn a_closed_place_is_silent_and_can_be_opened_again() {
    both_ways(1, |network, listener| {
        let mut first = opened(network, listener, 0);
        first.write_all(b"late").unwrap();
        network.close(0, false);
        let mut second = opened(network, listener, 0);
        second.write_all(b"new").unwrap();
        let Event::Bytes(received) = soon(network).1 else {
            panic!()
        };
        assert_eq!(network.bytes(&received), b"new");
        network.release(&received);
        drop(second);
        assert!(matches!(soon(network).1, Event::Ended));
    });
}

#[test]
fn closing_with_a_reset_shows_as_one_and_a_reset_breaks_the_connection() {
    both_ways(1, |network, listener| {
        let mut peer = opened(network, listener, 0);
        network.close(0, true);
        network.wait(Some(0), Patience::None);
        let error = peer.read(&mut [0; 1]).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        let peer = opened(network, listener, 0);
        socket_reset(peer);
        let (_, event) = soon(network);
        assert!(matches!(event, Event::Broken), "{event:?}");
    });
}

fn socket_reset(stream: TcpStream) {
    crate::socket::abort_on_close(&stream);
}

#[test]
fn a_refused_opening_says_why() {
    for io in ["epoll", "io_uring"] {
        let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let bell = Bell::new().unwrap();
        let Ok(mut network) = Network::new(&plan_for(gone, io, 1), 2, &bell) else {
            continue;
        };
        network.open(0).unwrap();
        let (_, event) = soon(&mut network);
        let Event::Opened(Some(error)) = event else {
            panic!("{event:?}")
        };
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }
}

#[test]
fn full_patience_lets_answers_lie_and_loses_none_nor_its_time() {
    both_ways(1, |network, listener| {
        let mut peers = [opened(network, listener, 0), opened(network, listener, 1)];
        for peer in &mut peers {
            peer.write_all(b"answer").unwrap();
        }
        let written = clock::now();
        let asked = 50 * clock::MILLISECOND;
        let lying = network.stamps();
        network.wait(Some(asked), Patience::Full);
        assert!(!lying || clock::now() - written >= asked, "ended before its time");
        for _ in 0..2 {
            let (_, event) = soon(network);
            let Event::Bytes(received) = event else {
                panic!("{event:?}")
            };
            // Whenever it is fetched, it came when it was written.
            assert!(received.at.is_none_or(|at| at <= written), "{received:?} {written}");
            network.release(&received);
        }
    });
}

#[test]
fn a_batch_is_not_waited_for_beyond_its_time() {
    both_ways(1, |network, listener| {
        let mut peer = opened(network, listener, 0);
        peer.write_all(b"one").unwrap();
        let patience = Patience::Batch { events: 100, us: 1000 };
        assert!(matches!(
            next(network, patience, 5 * SECOND),
            Some((0, Event::Bytes(_)))
        ));
    });
}

#[test]
fn a_bell_ends_a_wait() {
    for io in ["epoll", "io_uring"] {
        let target = "127.0.0.1:9".parse().unwrap();
        let bell = Bell::new().unwrap();
        let Ok(mut network) = Network::new(&plan_for(target, io, 1), 1, &bell) else {
            continue;
        };
        for _ in 0..3 {
            bell.ring();
            let before = clock::now();
            network.wait(Some(60 * SECOND), Patience::None);
            assert!(clock::now() - before < 30 * SECOND, "{io} slept through a bell");
            assert!(network.next_event().is_none());
        }
    }
}
