//! Where the load goes. Fails closed: loopback, and what the plan names as its own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::problem::Problem;

/// Who takes the responsibility for a target that is not loopback.
#[derive(Debug, Clone, Copy)]
pub enum Permission<'a> {
    /// A person at the command line, with `--allow-remote`, for the one URL beside it.
    Asked { allow_remote: bool },
    /// A plan, which names its targets and what each of them bears.
    Listed {
        targets: &'a [Owned],
        /// The highest rate it plans; none: one of its phases goes as fast as the answers come.
        highest_per_s: Option<f64>,
        /// Whether it says `allow_remote`: no permission, since that names nothing.
        allow_remote: bool,
    },
}

/// A target that belongs to whoever wrote the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Owned {
    pub host: String,
    pub port: u16,
    pub most_per_s: f64,
}

/// The address of `target` ("host:port"; IPv6 in brackets), resolved once: the run knows no name.
///
/// Loopback literals and `localhost` pass; everything else needs the permission or is `Problem::Refused`, names too,
/// because a name can resolve to anything. No permission opens what is never one machine of one's own: link-local
/// addresses, among them those of the clouds' metadata, multicast and unspecified ones. A target that is not
/// host:port is `Problem::Usage`.
pub fn resolve(target: &str, permission: Permission) -> Result<SocketAddr, Problem> {
    let (host, port) = split(target)?;
    if let Ok(ip) = host.parse::<IpAddr>() {
        // An IPv4 loopback address in IPv6 clothes is not taken for loopback: only the plain literals are.
        if !ip.is_loopback() {
            permit(target, host, port, permission)?;
        }
        return pin(target, [SocketAddr::new(ip, port)]);
    }
    if host.eq_ignore_ascii_case("localhost") {
        return Ok(local(port));
    }
    permit(target, host, port, permission)?;
    let found = (host, port)
        .to_socket_addrs()
        .map_err(|error| Problem::Connect(format!("target: \"{host}\" could not be resolved: {error}")))?;
    pin(target, found)
}

/// Host, without brackets, and port.
fn split(target: &str) -> Result<(&str, u16), Problem> {
    let malformed = || {
        Problem::Usage(format!(
            "target: must be host:port with a port from 1 to 65535 (IPv6 in brackets), got \"{target}\""
        ))
    };
    if let Ok(address) = target.parse::<SocketAddr>() {
        let host = target.rsplit_once(':').map_or(target, |(host, _)| host);
        // A zone ("%eth0") names a link; without it only the address is left, which is refused further on.
        let host = host.trim_matches(['[', ']']);
        let host = host.split('%').next().unwrap_or(host);
        return (address.port() > 0)
            .then_some((host, address.port()))
            .ok_or_else(malformed);
    }
    let (host, port) = target.rsplit_once(':').ok_or_else(malformed)?;
    let port: u16 = port.parse().map_err(|_| malformed())?;
    if host.is_empty() || host.contains([':', '[', ']']) || port == 0 {
        return Err(malformed());
    }
    Ok((host, port))
}

fn permit(target: &str, host: &str, port: u16, permission: Permission) -> Result<(), Problem> {
    let only_loopback = "target: load goes to loopback only (127.0.0.0/8, [::1] or localhost)";
    let refused = |text: String| Err(Problem::Refused(text));
    let (targets, highest_per_s, allow_remote) = match permission {
        Permission::Asked { allow_remote: true } => return Ok(()),
        Permission::Asked { allow_remote: false } => {
            return refused(format!(
                "{only_loopback}, got \"{target}\"; to load a machine that is yours, say --allow-remote"
            ));
        }
        Permission::Listed {
            targets,
            highest_per_s,
            allow_remote,
        } => (targets, highest_per_s, allow_remote),
    };
    let listed = targets.iter().find(|owned| owned.is(host, port));
    let Some(owned) = listed else {
        let hint = if allow_remote {
            "; \"allow_remote\" alone names nothing and permits nothing"
        } else {
            ""
        };
        return refused(format!(
            "{only_loopback} and to what the plan lists, got \"{target}\"; to load a machine that is yours, list it: \
             \"targets\": [{{ \"host\": \"{host}\", \"port\": {port}, \"most_per_s\": … }}]{hint}"
        ));
    };
    match highest_per_s {
        None => refused(format!(
            "target: closed arrivals have no highest rate and go to loopback only, got \"{target}\""
        )),
        Some(highest) if highest > owned.most_per_s => refused(format!(
            "target: \"{target}\" bears at most {} requests a second (most_per_s), got a plan with up to {highest}",
            owned.most_per_s
        )),
        Some(_) => Ok(()),
    }
}

impl Owned {
    /// The same host, letter case and brackets aside; an address however it is written.
    fn is(&self, host: &str, port: u16) -> bool {
        let own = self.host.trim_matches(['[', ']']);
        let same = match (own.parse::<IpAddr>(), host.parse::<IpAddr>()) {
            (Ok(own), Ok(other)) => own == other,
            _ => own.eq_ignore_ascii_case(host),
        };
        same && self.port == port
    }
}

/// The first address, if all may be loaded: a name that also leads where nobody may go is not to be trusted.
fn pin(target: &str, found: impl IntoIterator<Item = SocketAddr>) -> Result<SocketAddr, Problem> {
    let found: Vec<SocketAddr> = found.into_iter().collect();
    for address in &found {
        if let Some(kind) = never(address.ip()) {
            return Err(Problem::Refused(format!(
                "target: {kind} addresses are never loaded, whatever the permission, got \"{target}\" ({})",
                address.ip()
            )));
        }
    }
    let first = found.first().copied();
    first.ok_or_else(|| Problem::Connect(format!("target: \"{target}\" has no address")))
}

/// The kind of an address that no permission opens.
fn never(ip: IpAddr) -> Option<&'static str> {
    // What an address is does not change by writing it as IPv6.
    match ip.to_canonical() {
        IpAddr::V4(ip) if ip.is_link_local() => Some("link-local (169.254.0.0/16)"),
        // 0.0.0.0/8 is "this network" (RFC 1122, 3.2.1.3), and Linux takes 0.0.0.0 for loopback.
        IpAddr::V4(ip) if ip.octets()[0] == 0 => Some("unspecified (0.0.0.0/8)"),
        IpAddr::V4(ip) if ip.is_multicast() => Some("multicast (224.0.0.0/4)"),
        IpAddr::V4(ip) if ip.is_broadcast() => Some("broadcast"),
        // Alibaba Cloud's metadata.
        IpAddr::V4(ip) if ip == Ipv4Addr::new(100, 100, 100, 200) => Some("metadata"),
        IpAddr::V6(ip) if ip.segments()[0] & 0xffc0 == 0xfe80 => Some("link-local (fe80::/10)"),
        IpAddr::V6(ip) if ip.is_unspecified() => Some("unspecified (::)"),
        IpAddr::V6(ip) if ip.is_multicast() => Some("multicast (ff00::/8)"),
        // Amazon EC2's metadata over IPv6.
        IpAddr::V6(ip) if ip.segments() == [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254] => Some("metadata"),
        _ => None,
    }
}

/// `localhost` without asking a resolver: the IPv6 address only when it answers and the IPv4 one does not.
fn local(port: u16) -> SocketAddr {
    let v4 = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let v6 = SocketAddr::new("::1".parse().unwrap_or(v4.ip()), port);
    let answers = |address| TcpStream::connect_timeout(&address, Duration::from_millis(500)).is_ok();
    if !answers(v4) && answers(v6) { v6 } else { v4 }
}

#[cfg(test)]
#[path = "target_test.rs"]
mod tests;
