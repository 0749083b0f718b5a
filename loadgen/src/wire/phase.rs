//! A phase of the plan as it is written, and its arrivals.

use std::sync::Arc;

use serde::Deserialize;

use crate::arrivals::{Course, LONGEST_RAMP, Law, Ramp, Rate, Spacing, Steps, replay};
use crate::clock::MILLISECOND;
use crate::plan::{Load, Phase};
use crate::problem::{Problem, rule};

const LONGEST_PHASE_MS: u64 = 86_400_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WirePhase {
    id: String,
    arrivals: WireArrivals,
    requests: Option<u64>,
    for_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum WireArrivals {
    Closed {},
    Poisson {
        rate_per_s: f64,
    },
    Constant {
        rate_per_s: f64,
    },
    Ramp {
        from_per_s: f64,
        to_per_s: f64,
        #[serde(default)]
        poisson: bool,
    },
    Steps {
        steps: Vec<WireStep>,
        #[serde(default)]
        poisson: bool,
    },
    Replay {
        offsets_ns: Option<Vec<u64>>,
        offsets_file: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireStep {
    rate_per_s: f64,
    for_ms: u64,
}

/// One phase, its offsets read if they stand in a file.
pub(super) fn phase(wire: WirePhase) -> Result<Phase, Problem> {
    let at = format!("phase \"{}\"", wire.id);
    if let Some(ms) = wire.for_ms {
        within_a_day(ms, &format!("{at}: for_ms"))?;
    }
    rule(wire.requests != Some(0), || {
        format!("{at}: requests must be 1 or more, got 0")
    })?;
    let length = wire.for_ms.map(|ms| ms * MILLISECOND);
    let closed = matches!(wire.arrivals, WireArrivals::Closed {});
    rule(closed || wire.requests.is_none(), || {
        format!("{at}: requests belongs to closed arrivals; others end by their time alone")
    })?;
    let load = load(wire.arrivals, wire.requests, length, &at)?;
    Ok(Phase { id: wire.id, load })
}

fn load(arrivals: WireArrivals, requests: Option<u64>, length: Option<u64>, at: &str) -> Result<Load, Problem> {
    let with_length = |law| {
        let length =
            length.ok_or_else(|| Problem::Usage(format!("{at}: for_ms must be given with a rate, got none")))?;
        Ok(Load::Open { law, length })
    };
    match arrivals {
        WireArrivals::Closed {} => {
            rule(requests.is_some() || length.is_some(), || {
                format!("{at}: closed arrivals need requests or for_ms to end, got neither")
            })?;
            Ok(Load::Closed { requests, length })
        }
        WireArrivals::Constant { rate_per_s } => with_length(Law::Constant(rate(rate_per_s, at)?)),
        WireArrivals::Poisson { rate_per_s } => with_length(Law::Poisson(rate(rate_per_s, at)?)),
        WireArrivals::Ramp {
            from_per_s,
            to_per_s,
            poisson,
        } => {
            let course = ramp(from_per_s, to_per_s, length, at)?;
            Ok(changing(course, poisson))
        }
        WireArrivals::Steps { steps, poisson } => {
            rule(length.is_none(), || {
                format!("{at}: for_ms must be left out with steps, since each has its own")
            })?;
            Ok(changing(Course::Steps(self::steps(&steps, at)?), poisson))
        }
        WireArrivals::Replay {
            offsets_ns,
            offsets_file,
        } => {
            let offsets = offsets(offsets_ns, offsets_file, at)?;
            Ok(Load::replay(offsets, length))
        }
    }
}

fn ramp(from_per_s: f64, to_per_s: f64, length: Option<u64>, at: &str) -> Result<Course, Problem> {
    let from = rate_or_none(from_per_s, &format!("{at}: from_per_s"))?;
    let to = rate_or_none(to_per_s, &format!("{at}: to_per_s"))?;
    let length = length.ok_or_else(|| Problem::Usage(format!("{at}: for_ms must be given with a ramp, got none")))?;
    let ramp = Ramp::new(from, to, length).ok_or_else(|| {
        Problem::Usage(format!(
            "{at}: a ramp must lead from or to a rate above 0 and last at most {} ms, \
             got from {from_per_s} to {to_per_s} in {} ms",
            LONGEST_RAMP / MILLISECOND,
            length / MILLISECOND
        ))
    })?;
    Ok(Course::Ramp(ramp))
}

fn offsets(written: Option<Vec<u64>>, file: Option<String>, at: &str) -> Result<Arc<[u64]>, Problem> {
    match (written, file) {
        (Some(offsets), None) => {
            let entry = |index: usize| format!("entry {index}");
            replay::checked(offsets, &format!("{at}: offsets_ns"), entry)
        }
        (None, Some(file)) => replay::read(&file, &format!("{at}: offsets_file")),
        (both, _) => {
            let given = if both.is_some() { "both" } else { "neither" };
            Err(Problem::Usage(format!(
                "{at}: a replay must have one of offsets_ns and offsets_file, got {given}"
            )))
        }
    }
}

fn changing(course: Course, poisson: bool) -> Load {
    let spacing = if poisson { Spacing::Poisson } else { Spacing::Even };
    Load::changing(course, spacing)
}

fn steps(given: &[WireStep], at: &str) -> Result<Steps, Problem> {
    let mut steps = Vec::with_capacity(given.len());
    let mut whole = 0;
    for (index, step) in given.iter().enumerate() {
        let at = format!("{at}, step {index}");
        within_a_day(step.for_ms, &format!("{at}: for_ms"))?;
        whole += step.for_ms;
        within_a_day(whole, &format!("{at}: all for_ms so far together"))?;
        let rate = rate_or_none(step.rate_per_s, &format!("{at}: rate_per_s"))?;
        steps.push((rate, step.for_ms * MILLISECOND));
    }
    Steps::new(&steps).ok_or_else(|| {
        Problem::Usage(format!(
            "{at}: steps must hold at least one with a rate above 0, got {} and none such",
            given.len()
        ))
    })
}

fn within_a_day(ms: u64, what: &str) -> Result<(), Problem> {
    rule((1..=LONGEST_PHASE_MS).contains(&ms), || {
        format!("{what} must be from 1 to {LONGEST_PHASE_MS}, got {ms}")
    })
}

fn rate(per_s: f64, at: &str) -> Result<Rate, Problem> {
    Rate::per_s(per_s).ok_or_else(|| {
        Problem::Usage(format!(
            "{at}: rate_per_s must be above 0 and at most 10000000, got {per_s}"
        ))
    })
}

/// A rate that may be 0, which is none.
fn rate_or_none(per_s: f64, what: &str) -> Result<Option<Rate>, Problem> {
    let rate = Rate::per_s(per_s);
    rule(per_s == 0.0 || rate.is_some(), || {
        format!("{what} must be from 0 to 10000000, got {per_s}")
    })?;
    Ok(rate)
}
