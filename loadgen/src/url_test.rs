use super::*;
use crate::arguments::{Command, read};

fn command(url: &str, options: &str) -> UrlCommand {
    let words: Vec<String> = format!("{url} {options}")
        .split_whitespace()
        .map(String::from)
        .collect();
    match read(&words) {
        Ok(Command::Url(command)) => command,
        other => panic!("{other:?}"),
    }
}

fn first_request(url: &str) -> String {
    let plan = plan(&command(url, "--closed")).unwrap();
    String::from_utf8(plan.operations[0].requests[0].bytes.to_vec()).unwrap()
}

#[test]
fn the_request_names_path_and_host() {
    assert!(
        first_request("http://127.0.0.1:8080/a/b?c=d#e")
            .starts_with("GET /a/b?c=d HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n")
    );
    assert!(first_request("http://127.0.0.1:8080").starts_with("GET / HTTP/1.1\r\n"));
    assert!(first_request("http://127.0.0.1:8080?q").starts_with("GET /?q HTTP/1.1\r\n"));
}

#[test]
fn a_missing_port_is_80_for_both_families() {
    for url in ["http://127.0.0.1/x", "http://[::1]/x"] {
        assert_eq!(plan(&command(url, "--closed")).unwrap().target.port(), 80, "{url}");
    }
    assert_eq!(
        plan(&command("http://[::1]:81/x", "--closed")).unwrap().target.port(),
        81
    );
}

#[test]
fn a_warm_up_is_the_same_load_before() {
    let plan = plan(&command("http://127.0.0.1:1", "--rate 100/s --for 2s --warm-up 1s")).unwrap();
    let lengths: Vec<(String, Load)> = plan.phases.into_iter().map(|phase| (phase.id, phase.load)).collect();
    assert!(matches!(&lengths[0], (id, Load::Open { length: 1_000_000_000, .. }) if id == "warm-up"));
    assert!(matches!(&lengths[1], (id, Load::Open { length: 2_000_000_000, .. }) if id == "main"));
}

#[test]
fn urls_that_cannot_be_loaded_are_refused() {
    for url in [
        "ftp://127.0.0.1/",
        "127.0.0.1:80",
        "http://",
        "http:///x",
        "http://u@127.0.0.1/",
    ] {
        assert!(
            matches!(plan(&command(url, "--closed")), Err(Problem::Usage(_))),
            "{url}"
        );
    }
    assert!(matches!(
        plan(&command("http://example.test/", "--closed")),
        Err(Problem::Refused(_))
    ));
}

#[test]
fn tls_is_refused_with_the_way_to_it_where_it_was_not_built() {
    let made = plan(&command("https://127.0.0.1/", "--closed"));
    if cfg!(feature = "tls") {
        assert!(made.unwrap().tls.is_some());
    } else {
        assert!(matches!(made, Err(Problem::Usage(text)) if text.contains("--features tls")));
    }
    let plain = plan(&command("http://127.0.0.1/", "--closed --ca x.pem"));
    assert!(matches!(plain, Err(Problem::Usage(text)) if text.contains("--ca")));
}
