//! The targets a plan owns, as they are written.

use serde::Deserialize;

use crate::problem::{Problem, rule};
use crate::target::Owned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireOwned {
    host: String,
    port: u16,
    most_per_s: f64,
}

pub(super) fn owned(wire: WireOwned) -> Result<Owned, Problem> {
    let at = format!("targets, \"{}\"", wire.host);
    rule(!wire.host.is_empty() && wire.port > 0, || {
        format!("{at}: host and port must name one address, got port {}", wire.port)
    })?;
    rule(wire.most_per_s > 0.0 && wire.most_per_s.is_finite(), || {
        format!("{at}: most_per_s must be a number above 0, got {}", wire.most_per_s)
    })?;
    Ok(Owned {
        host: wire.host,
        port: wire.port,
        most_per_s: wire.most_per_s,
    })
}
