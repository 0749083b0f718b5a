//! The command line, read into what is to be done. What each option means stands in `help`.

mod given;
mod load;

use std::net::SocketAddr;

use self::given::{Given, cores, rate};
use self::load::url_command;
use crate::null::{LONGEST_BODY, NullServer, Stall};
use crate::problem::{Problem, rule};
use crate::server::Site;

pub use self::load::{Arrival, Body, Offer, UrlCommand};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Help,
    Version,
    Plan { file: Option<String> },
    Draws { file: String, phase: String, count: u64 },
    Url(UrlCommand),
    NullServer(NullServer),
    Upstream(Site),
    CoreSpeed { cores: Vec<usize> },
    CoreWatch { cores: Vec<usize> },
}

/// Reads the arguments after the program's name.
pub fn read(arguments: &[String]) -> Result<Command, Problem> {
    let mut given = Given::split(arguments)?;
    if given.flag("--help") || arguments.iter().any(|a| a == "-h") {
        return Ok(Command::Help);
    }
    if given.flag("--version") {
        return Ok(Command::Version);
    }
    let command = match given.words.as_slice() {
        [] => Command::Plan {
            file: given.value("--plan"),
        },
        [word] if word == "draws" => draws(&mut given)?,
        [word] if word == "null-server" => Command::NullServer(null_server(&mut given)?),
        [word] if word == "upstream" => Command::Upstream(site(&mut given)?),
        [word] if word == "core-speed" => Command::CoreSpeed {
            cores: cores_or_none(&mut given)?,
        },
        [word] if word == "core-watch" => Command::CoreWatch {
            cores: cores_or_none(&mut given)?,
        },
        [url] => Command::Url(url_command(url.clone(), &mut given)?),
        [_, second, ..] => return Err(usage(format!("arguments: one URL at most, got also \"{second}\""))),
    };
    match given.options.first() {
        None => Ok(command),
        Some((name, _)) => Err(usage(format!(
            "{name}: does not belong to this form of the command; see --help"
        ))),
    }
}

fn usage(text: String) -> Problem {
    Problem::Usage(text)
}

fn cores_or_none(given: &mut Given) -> Result<Vec<usize>, Problem> {
    given.value("--cores").map_or(Ok(Vec::new()), |text| cores(&text))
}

fn draws(given: &mut Given) -> Result<Command, Problem> {
    let mut need = |name: &str| {
        given
            .value(name)
            .ok_or_else(|| usage(format!("draws: {name} must be given; see --help")))
    };
    Ok(Command::Draws {
        file: need("--plan")?,
        phase: need("--phase")?,
        count: {
            let text = need("--count")?;
            text.parse()
                .map_err(|_| usage(format!("--count: must be a whole number, got \"{text}\"")))?
        },
    })
}

/// Where a server stands.
fn site(given: &mut Given) -> Result<Site, Problem> {
    let listen = given.value("--listen").unwrap_or_else(|| "127.0.0.1:0".to_string());
    let address: Option<SocketAddr> = listen
        .parse()
        .ok()
        .filter(|address: &SocketAddr| address.ip().is_loopback());
    let address = address.ok_or_else(|| {
        usage(format!(
            "--listen: must be a loopback address and a port, as 127.0.0.1:8080, got \"{listen}\""
        ))
    })?;
    Ok(Site {
        listen: address,
        threads: given.number("--threads", 1, 256, 1)? as usize,
        cores: cores_or_none(given)?,
    })
}

fn null_server(given: &mut Given) -> Result<NullServer, Problem> {
    let site = site(given)?;
    let stall = match given.time("--stall")? {
        None => None,
        Some(length) => Some(Stall {
            length,
            first: given.number("--stall-first", 1, u64::MAX, 12_500)?,
            every: given.number("--stall-every", 1, u64::MAX, 25_000)?,
        }),
    };
    let limit = given.value("--limit").map(|text| rate("--limit", &text)).transpose()?;
    for (name, wanted) in [("--stall", stall.is_some()), ("--limit", limit.is_some())] {
        rule(!wanted || site.threads == 1, || {
            format!("{name}: belongs to one thread, got --threads {}", site.threads)
        })?;
    }
    Ok(NullServer {
        site,
        body: given.number("--body", 0, LONGEST_BODY as u64, 60)? as usize,
        delay: given.time("--delay")?.unwrap_or(0),
        stall,
        limit,
    })
}

#[cfg(test)]
#[path = "arguments_test.rs"]
mod tests;
