//! The command that loads one URL.

use super::given::{Given, cores, header, ramp, rate, steps};
use super::usage;
use crate::clock::{MICROSECOND, SECOND};
use crate::plan::Io;
use crate::problem::Problem;
use crate::wire::LONGEST_SPIN_US;

/// Load on one URL. Times in ns.
#[derive(Debug, Clone, PartialEq)]
pub struct UrlCommand {
    pub url: String,
    pub offer: Offer,
    pub method: String,
    /// Names and values, in the order given.
    pub headers: Vec<(String, String)>,
    pub body: Option<Body>,
    pub connections: usize,
    pub requests_per_connection: Option<u64>,
    pub warm_up: Option<u64>,
    pub timeout: u64,
    pub status: u16,
    pub workers: usize,
    pub cores: Vec<usize>,
    pub io: Io,
    /// A file of certificates to trust; none: the system's.
    pub ca: Option<String>,
    pub spin: u64,
    pub seed: u64,
    pub allow_remote: bool,
    pub json: bool,
}

/// How requests come. Rates are requests a second.
#[derive(Debug, Clone, PartialEq)]
pub enum Offer {
    Closed { length: u64 },
    Rate { per_s: f64, arrival: Arrival, length: u64 },
    Ramp { from: f64, to: f64, length: u64 },
    Steps(Vec<(f64, u64)>),
    Replay { file: String, length: Option<u64> },
}

/// The two laws of one rate by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Poisson,
    Constant,
}

/// The request's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Text(String),
    File(String),
}

const KINDS: &str = "--rate, --closed, --ramp, --steps, --replay";

pub(super) fn url_command(url: String, given: &mut Given) -> Result<UrlCommand, Problem> {
    let offer = offer(given)?;
    let warm_up = given.time("--warm-up")?.filter(|time| *time > 0);
    if warm_up.is_some() && !matches!(offer, Offer::Closed { .. } | Offer::Rate { .. }) {
        let rule = "--warm-up: belongs to --rate and --closed, whose load it repeats; a ramp, steps and a replay have their own beginning";
        return Err(usage(rule.to_string()));
    }
    let spin = given.time("--spin")?.unwrap_or(0);
    if spin > LONGEST_SPIN_US * MICROSECOND {
        return Err(usage(format!(
            "--spin: must be at most {LONGEST_SPIN_US}us, got {}us",
            spin / MICROSECOND
        )));
    }
    let per_connection = given.number("--requests-per-connection", 1, u64::MAX, u64::MAX)?;
    let headers = given.values("--header");
    Ok(UrlCommand {
        url,
        offer,
        method: method(given)?,
        headers: headers.iter().map(|text| header(text)).collect::<Result<_, _>>()?,
        body: given.value("--body").map(|text| match text.strip_prefix('@') {
            Some(file) => Body::File(file.to_string()),
            None => Body::Text(text),
        }),
        connections: given.number("--connections", 1, 60_000, 64)? as usize,
        requests_per_connection: (per_connection != u64::MAX).then_some(per_connection),
        warm_up,
        timeout: given.time("--timeout")?.unwrap_or(5 * SECOND),
        status: given.number("--status", 200, 599, 200)? as u16,
        workers: given.number("--workers", 1, 256, 1)? as usize,
        cores: given.value("--cores").map_or(Ok(Vec::new()), |text| cores(&text))?,
        io: io(given)?,
        ca: given.value("--ca"),
        spin,
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

fn offer(given: &mut Given) -> Result<Offer, Problem> {
    let kinds: Vec<&str> = KINDS.split(", ").filter(|kind| given.has(kind)).collect();
    let kind = match kinds.as_slice() {
        [kind] => *kind,
        [] => {
            return Err(usage(format!(
                "{KINDS}: must be one of these, got none; try --rate 1000/s"
            )));
        }
        [one, other, ..] => {
            return Err(usage(format!(
                "{KINDS}: must be one of these, got both {one} and {other}"
            )));
        }
    };
    let law = given.value("--arrivals");
    if law.is_some() && kind != "--rate" {
        return Err(usage(format!("--arrivals: belongs to --rate; {kind} has its own")));
    }
    let arrival = match law.as_deref() {
        None | Some("poisson") => Arrival::Poisson,
        Some("constant") => Arrival::Constant,
        Some(law) => {
            return Err(usage(format!("--arrivals: must be poisson or constant, got \"{law}\"")));
        }
    };
    let given_length = given.time("--for")?;
    if given_length.is_some() && kind == "--steps" {
        return Err(usage(
            "--for: must be left out with --steps, since each step has its own".to_string(),
        ));
    }
    let length = given_length.unwrap_or(10 * SECOND);
    let text = given.value(kind).unwrap_or_default();
    Ok(match kind {
        "--closed" => Offer::Closed { length },
        "--ramp" => {
            let (from, to) = ramp(&text)?;
            Offer::Ramp { from, to, length }
        }
        "--steps" => Offer::Steps(steps(&text)?),
        "--replay" => Offer::Replay {
            file: text,
            length: given_length,
        },
        _ => Offer::Rate {
            per_s: rate("--rate", &text)?,
            arrival,
            length,
        },
    })
}

fn method(given: &mut Given) -> Result<String, Problem> {
    let method = given.value("--method").unwrap_or_else(|| "GET".to_string());
    // CONNECT makes a tunnel of the connection, after which nothing on it is an answer.
    let sound = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase()) && method != "CONNECT";
    sound.then_some(()).ok_or_else(|| {
        usage(format!(
            "--method: must be capital letters and not CONNECT, as GET or POST, got \"{method}\""
        ))
    })?;
    Ok(method)
}
