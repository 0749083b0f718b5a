//! Prints what a phase will draw, so that anyone can see that the same plan and seed draw the same requests.

use std::io::{self, BufWriter, Write};

use crate::arrivals::Arrivals;
use crate::choice::Choice;
use crate::plan::{Load, Plan};
use crate::problem::{Problem, rule};

/// Writes the first `count` requests of the phase as `k due_ns operation variant`; a dash where nothing is due.
/// An open phase ends with its plan; a closed one, at its number of requests if it has one.
pub fn print(plan: &Plan, phase_id: &str, count: u64, out: impl Write) -> Result<(), Problem> {
    rule(plan.rooms.is_none(), || {
        "draws: shows the requests of a plan; this one has rooms, whose messages follow the phase's arrivals"
            .to_string()
    })?;
    let phase = plan.phases.iter().find(|phase| phase.id == phase_id).ok_or_else(|| {
        let ids: Vec<&str> = plan.phases.iter().map(|phase| phase.id.as_str()).collect();
        Problem::Usage(format!(
            "--phase: must be one of {}, got \"{phase_id}\"",
            ids.join(", ")
        ))
    })?;
    let choice = Choice::new(&plan.operations, plan.seed, &phase.id);
    let dues: Box<dyn Iterator<Item = (u64, Option<u64>)>> = match &phase.load {
        Load::Open { law, length } => {
            let arrivals = Arrivals::new(law, plan.seed, &phase.id);
            let length = *length;
            Box::new(
                arrivals
                    .take_while(move |(_, due)| *due < length)
                    .map(|(k, due)| (k, Some(due))),
            )
        }
        Load::Closed { requests, .. } => Box::new((0..requests.unwrap_or(u64::MAX)).map(|k| (k, None))),
    };
    let mut out = BufWriter::new(out);
    let mut write = |k, due: Option<u64>| -> io::Result<()> {
        let draw = choice.draw(k);
        let id = &plan.operations[draw.operation as usize].id;
        match due {
            Some(due) => writeln!(out, "{k} {due} {id} {}", draw.variant),
            None => writeln!(out, "{k} - {id} {}", draw.variant),
        }
    };
    dues.take(usize::try_from(count).unwrap_or(usize::MAX))
        .try_for_each(|(k, due)| write(k, due))
        .and_then(|()| out.flush())
        .map_err(|error| Problem::ReaderGone(format!("the draws could not be written: {error}")))
}
