//! The bare-URL command: one GET, one phase, perhaps a warm-up before it.

use serde::Serialize;

use crate::arguments::{Arrival, UrlCommand};
use crate::arrivals::{Law, Rate};
use crate::events::{Event, Listener};
use crate::plan::{Expected, Load, Operation, Phase, Plan, Request};
use crate::problem::Problem;
use crate::result::PhaseResult;
use crate::target;

/// The phase that is reported.
const MAIN: &str = "main";

/// The plan of the command. A URL that is not plain `http://host[:port][/path]` is `Problem::Usage`.
pub fn plan(command: &UrlCommand) -> Result<Plan, Problem> {
    let bad = |rule: &str| Problem::Usage(format!("URL: {rule}, got \"{}\"", command.url));
    let rest = command
        .url
        .strip_prefix("http://")
        .ok_or_else(|| bad("must begin with http:// (TLS is not there yet)"))?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let cut = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(cut);
    if rest.bytes().any(|byte| !(0x21..=0x7e).contains(&byte)) || host.is_empty() || host.contains('@') {
        return Err(bad(
            "must be http://host:port/path, without user, spaces and letters beyond ASCII",
        ));
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let has_port = host
        .rsplit_once(':')
        .is_some_and(|(name, _)| !name.starts_with('[') || name.ends_with(']'));
    let address = if has_port {
        host.to_string()
    } else {
        format!("{host}:80")
    };
    if command.workers > command.connections {
        let (workers, connections) = (command.workers, command.connections);
        return Err(Problem::Usage(format!(
            "--workers: must not exceed --connections ({connections}), got {workers}"
        )));
    }
    let bytes = format!("GET {slash}{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: loadgen\r\nAccept: */*\r\n\r\n");
    let load = load(command)?;
    let warm_up = command.warm_up.map(|length| Phase {
        id: "warm-up".to_string(),
        load: with_length(load, length),
    });
    Ok(Plan {
        target: target::resolve(&address, command.allow_remote)?,
        connections: command.connections,
        workers: command.workers,
        cores: command.cores.clone(),
        realtime: false,
        seed: command.seed,
        timeout: command.timeout,
        drain: command.timeout,
        queue_cap: 65_536,
        handshake: false,
        sampling: None,
        rooms: None,
        operations: vec![Operation {
            id: "get".to_string(),
            weight: 1.0,
            requests: vec![Request {
                bytes: bytes.into_bytes().into_boxed_slice(),
                head: false,
                expected: Expected {
                    status: command.status,
                    media_type: None,
                    min_length: 0,
                    max_length: u64::MAX,
                },
            }],
        }],
        phases: warm_up
            .into_iter()
            .chain([Phase {
                id: MAIN.to_string(),
                load,
            }])
            .collect(),
    })
}

fn load(command: &UrlCommand) -> Result<Load, Problem> {
    let Some((per_s, arrival)) = command.rate else {
        return Ok(Load::Closed {
            requests: None,
            length: Some(command.length),
        });
    };
    let rate = Rate::per_s(per_s).ok_or_else(|| Problem::Usage(format!("--rate: is too small, got {per_s}")))?;
    let law = match arrival {
        Arrival::Poisson => Law::Poisson,
        Arrival::Constant => Law::Constant,
    };
    Ok(Load::Open {
        law,
        rate,
        length: command.length,
    })
}

fn with_length(load: Load, length: u64) -> Load {
    match load {
        Load::Open { law, rate, .. } => Load::Open { law, rate, length },
        Load::Closed { requests, .. } => Load::Closed {
            requests,
            length: Some(length),
        },
    }
}

/// Keeps the result of the phase that counts.
#[derive(Default)]
pub struct Keeper {
    pub result: Option<PhaseResult>,
}

impl Listener for Keeper {
    fn hear(&mut self, event: &Event<'_>) -> Result<(), Problem> {
        if let Event::Phase { phase: MAIN, result } = event {
            self.result = Some((*result).clone());
        }
        Ok(())
    }
}

/// `loadgen/result@1`.
#[derive(Serialize)]
pub struct Document<'a> {
    pub schema: &'static str,
    pub version: &'static str,
    pub url: &'a str,
    pub connections: usize,
    pub workers: usize,
    pub seed: u64,
    #[serde(flatten)]
    pub result: &'a PhaseResult,
}

/// The result document of the command.
pub fn document<'a>(command: &'a UrlCommand, result: &'a PhaseResult) -> Document<'a> {
    Document {
        schema: "loadgen/result@1",
        version: env!("CARGO_PKG_VERSION"),
        url: &command.url,
        connections: command.connections,
        workers: command.workers,
        seed: command.seed,
        result,
    }
}

#[cfg(test)]
#[path = "url_test.rs"]
mod tests;
