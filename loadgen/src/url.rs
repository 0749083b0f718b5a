//! The bare-URL command: one request, one phase, perhaps a warm-up before it.

mod request;

use serde::Serialize;

use crate::arguments::{Arrival, Offer, UrlCommand};
use crate::arrivals::{Course, LONGEST_RAMP, Law, Ramp, Rate, Spacing, Steps, replay};
use crate::clock::SECOND;
use crate::events::{Event, Listener};
use crate::plan::{Delivery, Load, Operation, Phase, Plan, Turn};
use crate::problem::Problem;
use crate::result::PhaseResult;
use crate::target::{self, Permission};
use crate::tls::Trust;

/// The phase that is reported.
const MAIN: &str = "main";

/// The plan of the command. A URL that is not plain `http://host[:port][/path]` is `Problem::Usage`.
pub fn plan(command: &UrlCommand) -> Result<Plan, Problem> {
    let bad = |rule: &str| Problem::Usage(format!("URL: {rule}, got \"{}\"", command.url));
    let rest = command
        .url
        .strip_prefix("http://")
        .or_else(|| command.url.strip_prefix("https://"))
        .ok_or_else(|| bad("must begin with http:// or https://"))?;
    let secure = command.url.starts_with("https://");
    let rest = rest.split('#').next().unwrap_or(rest);
    let cut = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(cut);
    if rest.bytes().any(|byte| !(0x21..=0x7e).contains(&byte)) || host.is_empty() || host.contains('@') {
        return Err(bad(
            "must be http://host:port/path, without user, spaces and letters beyond ASCII",
        ));
    }
    let has_port = host
        .rsplit_once(':')
        .is_some_and(|(name, _)| !name.starts_with('[') || name.ends_with(']'));
    let address = if has_port {
        host.to_string()
    } else {
        format!("{host}:{}", if secure { 443 } else { 80 })
    };
    if command.workers > command.connections {
        let (workers, connections) = (command.workers, command.connections);
        return Err(Problem::Usage(format!(
            "--workers: must not exceed --connections ({connections}), got {workers}"
        )));
    }
    let tls = match (secure, command.ca.as_deref()) {
        (true, ca) => {
            let name = address.rsplit_once(':').map_or(host, |(name, _)| name);
            Some(Trust::new(name.trim_matches(['[', ']']), ca)?)
        }
        (false, None) => None,
        (false, Some(_)) => return Err(Problem::Usage("--ca: belongs to an https:// URL".to_string())),
    };
    let permission = Permission::Asked {
        allow_remote: command.allow_remote,
    };
    Ok(Plan {
        target: target::resolve(&address, permission)?,
        tls,
        connections: command.connections,
        workers: command.workers,
        cores: command.cores.clone(),
        realtime: false,
        io: command.io,
        seed: command.seed,
        timeout: command.timeout,
        drain: command.timeout,
        queue_cap: 65_536,
        queue_age_cap: None,
        in_flight_cap: command.connections,
        requests_per_connection: command.requests_per_connection,
        spin: command.spin,
        handshake: false,
        sampling: None,
        rooms: None,
        operations: vec![Operation {
            id: command.method.to_ascii_lowercase(),
            turn: Turn::Drawn(1.0),
            follower: None,
            capture: None,
            delivery: Delivery::Whole,
            requests: vec![request::request(command, host, path)?],
        }],
        first_phase: 0,
        phases: phases(command)?,
    })
}

fn phases(command: &UrlCommand) -> Result<Vec<Phase>, Problem> {
    let main = load(&command.offer)?;
    let warm_up = command.warm_up.map(|length| match main.clone() {
        Load::Open { law, .. } => Load::Open { law, length },
        Load::Closed { requests, .. } => Load::Closed {
            requests,
            length: Some(length),
        },
    });
    let phase = |id: &str, load| Phase {
        id: id.to_string(),
        load,
    };
    let warm_up = warm_up.map(|load| phase("warm-up", load));
    Ok(warm_up.into_iter().chain([phase(MAIN, main)]).collect())
}

fn load(offer: &Offer) -> Result<Load, Problem> {
    match offer {
        Offer::Closed { length } => Ok(Load::Closed {
            requests: None,
            length: Some(*length),
        }),
        Offer::Rate { per_s, arrival, length } => {
            let too_small = || Problem::Usage(format!("--rate: must be a millionth a second or more, got {per_s}"));
            let rate = Rate::per_s(*per_s).ok_or_else(too_small)?;
            let law = match arrival {
                Arrival::Poisson => Law::Poisson(rate),
                Arrival::Constant => Law::Constant(rate),
            };
            Ok(Load::Open { law, length: *length })
        }
        Offer::Ramp { from, to, length } => {
            let ramp = Ramp::new(Rate::per_s(*from), Rate::per_s(*to), *length).ok_or_else(|| {
                Problem::Usage(format!(
                    "--ramp: must last from 1 ns to {} s, got {} s",
                    LONGEST_RAMP / SECOND,
                    *length as f64 / SECOND as f64
                ))
            })?;
            Ok(Load::changing(Course::Ramp(ramp), Spacing::Even))
        }
        Offer::Steps(given) => {
            let steps: Vec<_> = given
                .iter()
                .map(|(per_s, lasts)| (Rate::per_s(*per_s), *lasts))
                .collect();
            let steps = Steps::new(&steps).ok_or_else(|| {
                Problem::Usage("--steps: must hold one with a rate and a time above 0, got none such".to_string())
            })?;
            Ok(Load::changing(Course::Steps(steps), Spacing::Even))
        }
        Offer::Replay { file, length } => Ok(Load::replay(replay::read(file, "--replay")?, *length)),
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
