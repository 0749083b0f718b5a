//! The command line, read into what is to be done. What each option means stands in `help`.

mod given;

use std::net::SocketAddr;

use self::given::{Given, cores, rate};
use crate::clock::SECOND;
use crate::null::{LONGEST_BODY, NullServer, Stall};
use crate::plan::Io;
use crate::problem::{Problem, rule};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Help,
    Version,
    Plan { file: Option<String> },
    Draws { file: String, phase: String, count: u64 },
    Url(UrlCommand),
    NullServer(NullServer),
}

/// Load on one URL. Times in ns.
#[derive(Debug, Clone, PartialEq)]
pub struct UrlCommand {
    pub url: String,
    /// Requests a second and their law; none: closed loop.
    pub rate: Option<(f64, Arrival)>,
    pub connections: usize,
    pub length: u64,
    pub warm_up: Option<u64>,
    pub timeout: u64,
    pub status: u16,
    pub workers: usize,
    pub cores: Vec<usize>,
    pub io: Io,
    /// A file of certificates to trust; none: the system's.
    pub ca: Option<String>,
    pub seed: u64,
    pub allow_remote: bool,
    pub json: bool,
}

/// The two laws by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Poisson,
    Constant,
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

fn url_command(url: String, given: &mut Given) -> Result<UrlCommand, Problem> {
    let closed = given.flag("--closed");
    let rate = given.value("--rate").map(|text| rate(&text)).transpose()?;
    let law = given.value("--arrivals");
    let rate = match (closed, rate, law.as_deref()) {
        (true, None, None) => None,
        (true, None, Some(_)) => return Err(usage("--arrivals: belongs to --rate; --closed has none".to_string())),
        (false, Some(rate), None | Some("poisson")) => Some((rate, Arrival::Poisson)),
        (false, Some(rate), Some("constant")) => Some((rate, Arrival::Constant)),
        (false, Some(_), Some(law)) => {
            return Err(usage(format!("--arrivals: must be poisson or constant, got \"{law}\"")));
        }
        (true, Some(_), _) => return Err(usage("--rate, --closed: must be one of the two, got both".to_string())),
        (false, None, _) => {
            return Err(usage(
                "--rate, --closed: must be one of the two, got neither; try --rate 1000/s".to_string(),
            ));
        }
    };
    let cores = given.value("--cores").map_or(Ok(Vec::new()), |text| cores(&text))?;
    Ok(UrlCommand {
        url,
        rate,
        connections: given.number("--connections", 1, 60_000, 64)? as usize,
        length: given.time("--for")?.unwrap_or(10 * SECOND),
        warm_up: given.time("--warm-up")?.filter(|time| *time > 0),
        timeout: given.time("--timeout")?.unwrap_or(5 * SECOND),
        status: given.number("--status", 200, 599, 200)? as u16,
        workers: given.number("--workers", 1, 256, 1)? as usize,
        cores,
        io: io(given)?,
        ca: given.value("--ca"),
        seed: given.number("--seed", 0, u64::MAX, 1)?,
        allow_remote: given.flag("--allow-remote"),
        json: given.flag("--json"),
    })
}

fn io(given: &mut Given) -> Result<Io, Problem> {
    match given.value("--io").as_deref() {
        None | Some("auto") => Ok(Io::Auto),
        Some("io_uring") => Ok(Io::Ring),
        Some("epoll") => Ok(Io::Epoll),
        Some(other) => Err(usage(format!("--io: must be auto, io_uring or epoll, got \"{other}\""))),
    }
}

fn null_server(given: &mut Given) -> Result<NullServer, Problem> {
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
    let stall = match given.time("--stall")? {
        None => None,
        Some(length) => Some(Stall {
            length,
            first: given.number("--stall-first", 1, u64::MAX, 12_500)?,
            every: given.number("--stall-every", 1, u64::MAX, 25_000)?,
        }),
    };
    let threads = given.number("--threads", 1, 256, 1)? as usize;
    rule(stall.is_none() || threads == 1, || {
        format!("--stall: belongs to one thread, got --threads {threads}")
    })?;
    Ok(NullServer {
        listen: address,
        body: given.number("--body", 0, LONGEST_BODY as u64, 60)? as usize,
        delay: given.time("--delay")?.unwrap_or(0),
        stall,
        threads,
        cores: given.value("--cores").map_or(Ok(Vec::new()), |text| cores(&text))?,
    })
}

#[cfg(test)]
#[path = "arguments_test.rs"]
mod tests;
