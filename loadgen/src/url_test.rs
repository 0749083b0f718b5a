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
    sent(command(url, "--closed"))
}

fn sent(command: UrlCommand) -> String {
    let plan = plan(&command).unwrap();
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
fn method_headers_and_body_are_as_given_and_the_length_and_the_agent_ours() {
    let mut given = command("http://127.0.0.1:1/x", "--closed --method POST --body {}");
    given.headers = vec![
        ("host".to_string(), "shop.test".to_string()),
        ("X".to_string(), "1 2".to_string()),
    ];
    let agent = concat!("User-Agent: loadgen/", env!("CARGO_PKG_VERSION"), "\r\nAccept: */*\r\n");
    assert_eq!(
        sent(given),
        format!("POST /x HTTP/1.1\r\n{agent}host: shop.test\r\nX: 1 2\r\nContent-Length: 2\r\n\r\n{{}}")
    );
    let empty = sent(command("http://127.0.0.1:1/x", "--closed --method PUT"));
    assert!(empty.ends_with("Content-Length: 0\r\n\r\n"), "{empty}");
    assert!(!first_request("http://127.0.0.1:1/").contains("Content-Length"));
}

#[test]
fn a_head_request_expects_no_body() {
    let plan = plan(&command("http://127.0.0.1:1/x", "--closed --method HEAD")).unwrap();
    assert!(plan.operations[0].requests[0].head);
    assert_eq!(plan.operations[0].id, "head");
}

#[test]
fn a_body_may_come_from_a_file_that_must_be_there() {
    let this = concat!(
        "--closed --method POST --body @",
        env!("CARGO_MANIFEST_DIR"),
        "/rustfmt.toml"
    );
    let text = include_str!("../rustfmt.toml");
    assert!(sent(command("http://127.0.0.1:1/x", this)).ends_with(&format!("\r\n\r\n{text}")));
    let missing = plan(&command("http://127.0.0.1:1/x", "--closed --body @/nonexistent/body"));
    assert!(matches!(missing, Err(Problem::Usage(message)) if message.contains("/nonexistent/body")));
}

#[test]
fn each_way_of_offering_load_becomes_its_law() {
    let load = |options: &str| plan(&command("http://127.0.0.1:1/", options)).map(|plan| plan.phases[0].load.clone());
    let open = |options: &str| match load(options).unwrap() {
        Load::Open { law, length } => (law.mean_per_s(length), law.highest_per_s(), length / 1_000_000),
        Load::Closed { .. } => panic!("{options}"),
    };
    assert_eq!(open("--rate 50/s --for 2s"), (50.0, 50.0, 2000));
    assert_eq!(open("--ramp 0..5000/s --for 4s"), (2500.0, 5000.0, 4000));
    assert_eq!(open("--steps 100/s:1s,300/s:1s"), (200.0, 300.0, 2000));
    for (options, word) in [
        ("--steps 0/s:1s", "--steps"),
        ("--ramp 1..2/s --for 61m", "--ramp"),
        ("--replay /nonexistent/offsets", "--replay"),
        ("--rate 0.0000001/s", "--rate"),
    ] {
        assert!(
            matches!(load(options), Err(Problem::Usage(message)) if message.contains(word)),
            "{options}"
        );
    }
}

#[test]
fn limits_of_connections_and_the_spin_reach_the_plan() {
    let given = "--closed --requests-per-connection 3 --spin 20us";
    let plan = plan(&command("http://127.0.0.1:1", given)).unwrap();
    assert_eq!(
        (plan.requests_per_connection, plan.spin, plan.in_flight_cap),
        (Some(3), 20_000, 64)
    );
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
