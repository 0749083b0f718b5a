use super::*;

const NOBODY: Permission = Permission::Asked { allow_remote: false };
const SOMEBODY: Permission = Permission::Asked { allow_remote: true };

fn owned(host: &str, port: u16) -> Owned {
    Owned {
        host: host.to_string(),
        port,
        most_per_s: 2000.0,
    }
}

fn listed(targets: &[Owned], highest_per_s: Option<f64>) -> Permission<'_> {
    Permission::Listed {
        targets,
        highest_per_s,
        allow_remote: false,
    }
}

fn refusal(target: &str, permission: Permission) -> String {
    match resolve(target, permission) {
        Err(Problem::Refused(message)) => message,
        other => panic!("{target}: {other:?}"),
    }
}

#[test]
fn loopback_literals_pass() {
    for good in ["127.0.0.1:80", "127.9.8.7:65535", "[::1]:8080"] {
        assert_eq!(resolve(good, NOBODY).unwrap().to_string(), good);
        assert_eq!(resolve(good, listed(&[], None)).unwrap().to_string(), good);
    }
    assert!(resolve("localhost:1", NOBODY).unwrap().ip().is_loopback());
}

#[test]
fn anything_else_is_refused_without_permission() {
    for bad in [
        "10.0.0.1:80",
        "192.168.1.1:80",
        "0.0.0.0:80",
        "[::]:80",
        "example.test:80",
        "localhost.example.test:80",
        "[::ffff:8.8.8.8]:80",
        "[::ffff:127.0.0.1]:80",
    ] {
        refusal(bad, NOBODY);
        refusal(bad, listed(&[owned("10.0.0.2", 80)], Some(1.0)));
    }
    assert_eq!(resolve("10.0.0.1:80", SOMEBODY).unwrap().to_string(), "10.0.0.1:80");
}

#[test]
fn a_plan_permits_the_very_host_and_port_it_lists() {
    let targets = [owned("10.0.0.5", 8080), owned("[fd00::0:1]", 80)];
    let permission = listed(&targets, Some(2000.0));
    for good in ["10.0.0.5:8080", "[fd00::1]:80"] {
        assert_eq!(resolve(good, permission).unwrap().to_string(), good);
    }
    for bad in [
        "10.0.0.5:8081",
        "10.0.0.50:8080",
        "[fd00::2]:80",
        "10.0.0.5.example.test:8080",
    ] {
        assert!(refusal(bad, permission).contains("lists"), "{bad}");
    }
}

#[test]
fn a_listed_name_is_compared_as_a_name() {
    assert!(owned("Bench.Example.Test", 80).is("bench.example.test", 80));
    assert!(!owned("example.test", 80).is("bench.example.test", 80));
}

#[test]
fn a_listed_target_is_not_loaded_beyond_what_it_bears() {
    let targets = [owned("10.0.0.5", 8080)];
    assert!(refusal("10.0.0.5:8080", listed(&targets, Some(2000.5))).contains("2000.5"));
    assert!(refusal("10.0.0.5:8080", listed(&targets, None)).contains("closed"));
}

#[test]
fn in_a_plan_allow_remote_names_nothing_and_permits_nothing() {
    let permission = Permission::Listed {
        targets: &[],
        highest_per_s: Some(1.0),
        allow_remote: true,
    };
    assert!(refusal("10.0.0.5:8080", permission).contains("allow_remote"));
}

#[test]
fn no_permission_opens_link_local_multicast_or_unspecified_addresses() {
    for (host, word) in [
        ("169.254.169.254", "link-local"),
        ("169.254.0.1", "link-local"),
        ("[::ffff:169.254.169.254]", "link-local"),
        ("[fe80::1]", "link-local"),
        ("[febf::1]", "link-local"),
        ("[fe80::1%1]", "link-local"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.255", "multicast"),
        ("[ff02::1]", "multicast"),
        ("255.255.255.255", "broadcast"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("[::]", "unspecified"),
        ("100.100.100.200", "metadata"),
        ("[fd00:ec2::254]", "metadata"),
    ] {
        let target = format!("{host}:80");
        assert!(refusal(&target, SOMEBODY).contains(word), "{target}");
        let bare = host.trim_matches(['[', ']']).split('%').next().unwrap();
        let targets = [owned(bare, 80)];
        assert!(refusal(&target, listed(&targets, Some(1.0))).contains(word), "{target}");
    }
}

#[test]
fn what_a_name_resolves_to_is_looked_at_again() {
    let address = |text: &str| text.parse::<SocketAddr>().unwrap();
    let good = address("10.0.0.5:80");
    assert_eq!(pin("bench.test:80", [good, address("10.0.0.6:80")]), Ok(good));
    let rebound = pin("bench.test:80", [good, address("169.254.169.254:80")]);
    assert!(matches!(rebound, Err(Problem::Refused(message)) if message.contains("169.254.169.254")));
    assert!(matches!(pin("bench.test:80", []), Err(Problem::Connect(_))));
}

#[test]
fn a_malformed_target_is_a_usage_problem() {
    for bad in [
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "[::1]:0",
        "localhost:0",
        "localhost:99999",
        ":80",
        "::1:80",
        "",
    ] {
        assert!(matches!(resolve(bad, NOBODY), Err(Problem::Usage(_))), "{bad}");
    }
}
