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
    assert_eq!(command.rate, Some((5000.0, Arrival::Constant)));
    assert_eq!(
        (command.connections, command.length, command.warm_up),
        (8, 500_000_000, Some(2_000_000_000))
    );
    assert_eq!((command.cores, command.seed, command.json), (vec![0, 1], 9, true));
}

#[test]
fn each_misuse_is_named() {
    for (line, word) in [
        ("http://x", "neither"),
        ("http://x --rate 5/s --closed", "both"),
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
    ] {
        match parse(line) {
            Err(Problem::Usage(message)) => assert!(message.contains(word), "{line}: {message}"),
            other => panic!("{line}: {other:?}"),
        }
    }
}
