//! Where the load goes. Fails closed: loopback only, unless the plan takes the responsibility.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::problem::Problem;

/// The address of `target` ("host:port"; IPv6 in brackets).
///
/// Without `allow_remote` only loopback literals and `localhost` pass; everything else is
/// `Problem::Refused`, names too, because a name can resolve to anything. A target that is not
/// host:port is `Problem::Usage`.
pub fn resolve(target: &str, allow_remote: bool) -> Result<SocketAddr, Problem> {
    if let Ok(address) = target.parse::<SocketAddr>() {
        return admit(target, address, allow_remote);
    }
    let malformed = || {
        Problem::Usage(format!(
            "target: must be host:port with a port from 1 to 65535 (IPv6 in brackets), got \"{target}\""
        ))
    };
    let (host, port) = target.rsplit_once(':').ok_or_else(malformed)?;
    let port: u16 = port.parse().map_err(|_| malformed())?;
    if host.is_empty() || host.contains(':') || port == 0 {
        return Err(malformed());
    }
    if host.eq_ignore_ascii_case("localhost") {
        return Ok(local(port));
    }
    if !allow_remote {
        return Err(refusal(target));
    }
    let found = (host, port)
        .to_socket_addrs()
        .map_err(|error| Problem::Connect(format!("target: \"{host}\" could not be resolved: {error}")))?;
    found
        .into_iter()
        .next()
        .ok_or_else(|| Problem::Connect(format!("target: \"{host}\" has no address")))
}

fn admit(target: &str, address: SocketAddr, allow_remote: bool) -> Result<SocketAddr, Problem> {
    if address.port() == 0 {
        return Err(Problem::Usage(format!(
            "target: the port must be from 1 to 65535, got \"{target}\""
        )));
    }
    // An IPv4 loopback address in IPv6 clothes is not taken for loopback: only the plain literals are.
    if address.ip().is_loopback() || allow_remote {
        Ok(address)
    } else {
        Err(refusal(target))
    }
}

fn refusal(target: &str) -> Problem {
    Problem::Refused(format!(
        "target: load goes to loopback only (127.0.0.0/8, [::1] or localhost), got \"{target}\"; \
         to load a machine that is yours, say \"allow_remote\": true in the plan (--allow-remote with a URL)"
    ))
}

/// `localhost` without asking a resolver: the IPv6 address only when it answers and the IPv4 one does not.
fn local(port: u16) -> SocketAddr {
    let v4 = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let v6 = SocketAddr::new("::1".parse().unwrap_or(v4.ip()), port);
    let answers = |address| TcpStream::connect_timeout(&address, Duration::from_millis(500)).is_ok();
    if !answers(v4) && answers(v6) { v6 } else { v4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_literals_pass() {
        for good in ["127.0.0.1:80", "127.9.8.7:65535", "[::1]:8080"] {
            assert_eq!(resolve(good, false).unwrap().to_string(), good);
        }
        assert!(resolve("localhost:1", false).unwrap().ip().is_loopback());
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "10.0.0.1:80",
            "192.168.1.1:80",
            "0.0.0.0:80",
            "[::]:80",
            "example.test:80",
            "localhost.example.test:80",
            "[::ffff:8.8.8.8]:80",
        ] {
            assert!(matches!(resolve(bad, false), Err(Problem::Refused(_))), "{bad}");
        }
        assert!(resolve("10.0.0.1:80", true).is_ok());
    }

    #[test]
    fn a_malformed_target_is_a_usage_problem() {
        for bad in [
            "127.0.0.1",
            "127.0.0.1:",
            "127.0.0.1:0",
            "localhost:0",
            "localhost:99999",
            ":80",
            "::1:80",
            "",
        ] {
            assert!(matches!(resolve(bad, false), Err(Problem::Usage(_))), "{bad}");
        }
    }
}
