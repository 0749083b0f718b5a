//! HTTP/1.1 over TLS, against a server with a certificate made for these tests (tests/tls/, good for a hundred years).
#![cfg(feature = "tls")]

mod drive;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use drive::{PROGRAM, closed, counts, events, measure, only, open, plan, run};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
}

/// Serves `answer` to every request, a thread a connection, until the test ends.
fn serve(answer: Vec<u8>) -> SocketAddr {
    let certificates = CertificateDer::pem_file_iter(file("server.pem"))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_file(file("server.key")).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    let (config, answer) = (Arc::new(config), Arc::new(answer));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            let (stream, answer) = (StreamOwned::new(session, stream.unwrap()), Arc::clone(&answer));
            thread::spawn(move || converse(stream, &answer));
        }
    });
    address
}

/// Ends, without a word, when the client does not trust it or goes.
fn converse(mut stream: StreamOwned<ServerConnection, TcpStream>, answer: &[u8]) {
    let mut pending = Vec::new();
    let mut buffer = [0; 65_536];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => pending.extend_from_slice(&buffer[..count]),
        }
        while let Some(end) = pending.windows(4).position(|window| window == b"\r\n\r\n") {
            pending.drain(..end + 4);
            if stream.write_all(answer).is_err() {
                return;
            }
        }
    }
}

fn answer(length: usize) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n").into_bytes();
    bytes.extend(std::iter::repeat_n(b'1', length));
    bytes
}

fn secure(address: SocketAddr, phases: Value) -> Value {
    let mut plan = plan(address, phases);
    plan["tls"] = json!({ "name": "localhost", "ca_file": file("ca.pem") });
    plan["timeout_ms"] = json!(5000);
    plan
}

#[test]
fn requests_are_answered_over_kept_connections_open_and_closed() {
    let address = serve(answer(11));
    assert_eq!(counts(&measure(&secure(address, closed(400)))), only("correct", 400));
    assert_eq!(counts(&measure(&secure(address, open(200, 500)))), only("correct", 100));
}

#[test]
fn large_requests_and_answers_pass_whole() {
    let address = serve(answer(3_000_000));
    let mut plan = secure(address, closed(6));
    plan["timeout_ms"] = json!(20_000);
    plan["operations"][0]["answer"]["max_length"] = json!(3_000_000);
    plan["operations"][0]["answer"]["min_length"] = json!(3_000_000);
    let head = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(1_000_000));
    plan["operations"][0]["requests"][0]["bytes"] = json!(head);
    assert_eq!(counts(&measure(&plan)), only("correct", 6));
}

#[test]
fn a_certificate_for_another_name_or_by_another_authority_is_refused() {
    let address = serve(answer(11));
    for (key, value) in [
        ("name", json!("example.test")),
        ("ca_file", json!(file("stranger.pem"))),
    ] {
        let mut plan = secure(address, closed(10));
        plan["tls"][key] = value;
        let output = run(&plan);
        assert_eq!(output.status.code(), Some(6), "{key}");
        let told = events(&output.stdout);
        let message = told.last().unwrap()["message"].as_str().unwrap().to_string();
        assert!(message.contains("certificate"), "{message}");
    }
}

#[test]
fn a_plain_server_is_no_tls_server() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _gone = stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let output = run(&secure(address, closed(10)));
    assert_eq!(output.status.code(), Some(6));
}

#[test]
fn a_url_of_https_is_loaded_and_needs_the_right_authority() {
    let address = serve(answer(11));
    let url = format!("https://127.0.0.1:{}/", address.port());
    let load = |ca: &str| {
        Command::new(PROGRAM)
            .args([&url, "--rate", "100/s", "--for", "300ms", "--json", "--ca"])
            .arg(file(ca))
            .output()
            .unwrap()
    };
    let output = load("ca.pem");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["planned"], result["correct"]);
    assert_eq!(load("stranger.pem").status.code(), Some(6));
}

#[test]
fn one_connection_a_request_pays_for_its_own_handshake() {
    let address = serve(answer(11));
    let mut plan = secure(address, closed(40));
    plan["requests_per_connection"] = json!(1);
    let result = measure(&plan);
    assert_eq!(counts(&result), only("correct", 40));
}
