use super::*;

fn parse(line: &str) -> Result<Command, Problem> {
    read(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
}

#[test]
fn the_forms_of_the_command_are_told_apart() {
    assert_eq!(parse("--help").unwrap(), Command::Help);
    assert_eq!(parse("http://localhost -h").unwrap(), Command::Help);
    assert_eq!(parse("--version").unwrap(), Command::Version);
    assert_eq!(parse("").unwrap(), Command::Plan { file: None });
    assert_eq!(
        parse("--plan p.json").unwrap(),
        Command::Plan {
            file: Some("p.json".into())
        }
    );
    assert_eq!(
        parse("draws --plan p --phase steady --count 5").unwrap(),
        Command::Draws {
            file: "p".into(),
            phase: "steady".into(),
            count: 5
        }
    );
}

#[test]
fn a_url_takes_its_options() {
    let line = "http://127.0.0.1:1/ --rate=5000/s --arrivals constant --connections 8 --for 500ms --warm-up 2s --cores 0,1 --seed 9 --json";
    let Command::Url(command) = parse(line).unwrap() else {
        panic!("not a URL command")
    };
    let offer = Offer::Rate {
        per_s: 5000.0,
        arrival: Arrival::Constant,
        length: 500_000_000,
    };
    assert_eq!(command.offer, offer);
    assert_eq!((command.connections, command.warm_up), (8, Some(2_000_000_000)));
    assert_eq!(
        (command.method.as_str(), command.body, command.requests_per_connection),
        ("GET", None, None)
    );
    assert_eq!((command.cores, command.seed, command.json), (vec![0, 1], 9, true));
}

fn offered(options: &str) -> Offer {
    match parse(&format!("http://x {options}")).unwrap() {
        Command::Url(command) => command.offer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_way_of_offering_load_is_read() {
    let s = 1_000_000_000;
    assert_eq!(offered("--closed --for 2s"), Offer::Closed { length: 2 * s });
    let ramp = |from, to, length| Offer::Ramp { from, to, length };
    assert_eq!(offered("--ramp 0..5000/s --for 30s"), ramp(0.0, 5000.0, 30 * s));
    assert_eq!(offered("--ramp 100/s..0.5/s"), ramp(100.0, 0.5, 10 * s));
    assert_eq!(
        offered("--steps 1000/s:10s,0/s:500ms,2000:1m"),
        Offer::Steps(vec![(1000.0, 10 * s), (0.0, s / 2), (2000.0, 60 * s)])
    );
    for (options, length) in [("--replay f.txt", None), ("--replay f.txt --for 1s", Some(s))] {
        let file = "f.txt".to_string();
        assert_eq!(offered(options), Offer::Replay { file, length });
    }
}

#[test]
fn the_request_of_a_url_may_be_shaped() {
    let words = [
        "http://x",
        "--closed",
        "--method",
        "POST",
        "--header",
        "A: b c",
        "--header=D:e:f",
        "--body",
        "@f",
    ];
    let words: Vec<String> = words.into_iter().map(String::from).collect();
    let Command::Url(command) = read(&words).unwrap() else {
        panic!("not a URL command")
    };
    let pairs = [("A", "b c"), ("D", "e:f")].map(|(name, value)| (name.to_string(), value.to_string()));
    assert_eq!((command.method.as_str(), command.headers), ("POST", pairs.to_vec()));
    assert_eq!(command.body, Some(Body::File("f".to_string())));
    let words = ["http://x", "--closed", "--header", "A: b\r\nC: d"].map(String::from);
    assert!(matches!(read(&words), Err(Problem::Usage(message)) if message.contains("printable")));
}

#[test]
fn connections_may_be_used_up_and_due_times_polled_for() {
    let Command::Url(command) = parse("http://x --closed --requests-per-connection 1 --spin 50us").unwrap() else {
        panic!("not a URL command")
    };
    assert_eq!((command.requests_per_connection, command.spin), (Some(1), 50_000));
}

#[test]
fn a_null_server_answers_at_once_unless_told_otherwise() {
    let Command::NullServer(plain) = parse("null-server").unwrap() else {
        panic!("not a null server")
    };
    assert_eq!(
        (plain.delay, plain.stall, plain.limit, plain.site.threads),
        (0, None, None, 1)
    );
    let Command::NullServer(limited) = parse("null-server --limit 1,500/s --delay 2ms").unwrap() else {
        panic!("not a null server")
    };
    assert_eq!((limited.limit, limited.delay), (Some(1500.0), 2_000_000));
}

#[test]
fn an_upstream_stands_where_it_is_told_to() {
    let at = |listen: &str, threads, cores: &[usize]| {
        Command::Upstream(Site {
            listen: listen.parse().unwrap(),
            threads,
            cores: cores.to_vec(),
        })
    };
    assert_eq!(parse("upstream").unwrap(), at("127.0.0.1:0", 1, &[]));
    let line = "upstream --listen [::1]:4567 --threads 2 --cores 0,1";
    assert_eq!(parse(line).unwrap(), at("[::1]:4567", 2, &[0, 1]));
}

#[test]
fn each_misuse_is_named() {
    for (line, word) in [
        ("http://x", "none"),
        ("http://x --rate 5/s --closed", "both"),
        ("http://x --ramp 0..5/s --replay f", "both"),
        ("http://x --ramp 5/s", "--ramp"),
        ("http://x --ramp 0..0/s", "--ramp"),
        ("http://x --ramp 1..99999999/s", "--ramp"),
        ("http://x --ramp 1..2/s --arrivals poisson", "--arrivals"),
        ("http://x --ramp 1..2/s --warm-up 1s", "--warm-up"),
        ("http://x --steps 5/s", "--steps"),
        ("http://x --steps 5/s:1s,:2s", "got \":2s\""),
        ("http://x --steps 5/s:1", "--steps"),
        ("http://x --steps 5/s:1s --for 2s", "--for"),
        ("http://x --steps 5/s:1s,5/s:1440m", "24 hours together"),
        ("http://x --closed --spin 1001us", "--spin"),
        (
            "http://x --closed --requests-per-connection 0",
            "--requests-per-connection",
        ),
        ("http://x --closed --method get", "--method"),
        ("http://x --closed --method CONNECT", "--method"),
        ("http://x --closed --header Nothing", "--header"),
        ("http://x --closed --header a@b:c", "--header"),
        ("http://x --closed --header content-length:5", "Content-Length"),
        ("http://x --closed --header User-Agent:x", "User-Agent"),
        ("http://x --closed --arrivals poisson", "--arrivals"),
        ("http://x --rate 5/s --arrivals ramp", "ramp"),
        ("http://x --rate 0", "--rate"),
        ("http://x --rate", "followed"),
        ("http://x --closed --for 10", "--for"),
        ("http://x --closed --for 10h", "--for"),
        ("http://x --closed --connections 0", "--connections"),
        ("http://x --closed --cores a", "--cores"),
        ("http://x --closed --seed 1 --seed 2", "twice"),
        ("http://x http://y --closed", "http://y"),
        ("http://x --closed --plan p", "--plan"),
        ("--plan p --json", "--json"),
        ("--frobnicate", "--frobnicate"),
        ("draws --plan p", "--phase"),
        ("null-server --limit 0/s", "--limit"),
        ("null-server --limit fast", "--limit"),
        ("null-server --limit 5/s --threads 2", "--limit: belongs to one thread"),
        ("null-server --stall 5ms --threads 2", "--stall: belongs to one thread"),
        ("http://x --closed --limit 5/s", "--limit"),
        ("upstream --listen 10.0.0.1:80", "loopback"),
        ("upstream --listen 127.0.0.1", "--listen"),
        ("upstream --threads 0", "--threads"),
        ("upstream --delay 5ms", "--delay"),
        ("upstream http://x", "http://x"),
    ] {
        match parse(line) {
            Err(Problem::Usage(message)) => assert!(message.contains(word), "{line}: {message}"),
            other => panic!("{line}: {other:?}"),
        }
    }
}
