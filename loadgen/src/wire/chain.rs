//! Which operation follows which, and whether what is captured serves what it is used for.

use crate::plan::{Fill, Operation, Request, Turn};
use crate::problem::{Problem, rule};

/// Joins the operations: `after[i]` is the id that operation i names. Each has one follower at most, no chain bites
/// its own tail, and what a request uses is captured by the operation before it.
pub(super) fn join(operations: &mut [Operation], after: &[Option<String>]) -> Result<(), Problem> {
    for (index, before) in after.iter().enumerate() {
        let Some(before) = before else { continue };
        let id = operations[index].id.clone();
        let place = operations.iter().position(|operation| operation.id == *before);
        let place = place.ok_or_else(|| {
            Problem::Usage(format!(
                "operation \"{id}\": after must be the id of another operation, got \"{before}\""
            ))
        })?;
        if let Some(other) = operations[place].follower {
            return Err(Problem::Usage(format!(
                "operation \"{before}\": one operation at most may come after it, got \"{}\" and \"{id}\"",
                operations[other as usize].id
            )));
        }
        operations[place].follower = Some(index as u32);
        operations[index].turn = Turn::After(place as u32);
    }
    for operation in operations.iter() {
        no_circle(operations, operation)?;
    }
    for index in 0..operations.len() {
        fit(operations, index)?;
    }
    Ok(())
}

/// How many requests the longest chain holds; 1 without chains.
pub(super) fn longest(operations: &[Operation]) -> usize {
    operations
        .iter()
        .map(|last| steps_back(operations, last) + 1)
        .max()
        .unwrap_or(1)
}

/// Steps from an operation to the first of its chain; the number of operations when there is no first.
fn steps_back(operations: &[Operation], last: &Operation) -> usize {
    let (mut steps, mut here) = (0, last);
    while let Turn::After(before) = here.turn {
        if steps == operations.len() {
            break;
        }
        steps += 1;
        here = &operations[before as usize];
    }
    steps
}

fn no_circle(operations: &[Operation], operation: &Operation) -> Result<(), Problem> {
    rule(steps_back(operations, operation) < operations.len(), || {
        format!(
            "operation \"{}\": a chain must begin with an operation that has no after, got a circle",
            operation.id
        )
    })
}

/// Sets what a capture must satisfy so that the requests that use it stay whole.
fn fit(operations: &mut [Operation], index: usize) -> Result<(), Problem> {
    let operation = &operations[index];
    let (mut in_head, mut exact) = (false, None);
    for (number, request) in operation.requests.iter().enumerate() {
        for (slot, width) in captured(request) {
            in_head |= slot;
            let Some(width) = width else { continue };
            rule(exact.is_none_or(|other| other == width), || {
                format!(
                    "operation \"{}\", request {number}: captured slots in a body must all be of one width, since \
                     Content-Length counts on it, got {width} and another",
                    operation.id
                )
            })?;
            exact = Some(width);
        }
    }
    if !in_head && exact.is_none() {
        return Ok(());
    }
    let id = operation.id.clone();
    let Turn::After(before) = operation.turn else {
        return Err(Problem::Usage(format!(
            "operation \"{id}\": a captured slot needs the answer of an operation before it, got no after"
        )));
    };
    let before = &mut operations[before as usize];
    let Some(capture) = &mut before.capture else {
        return Err(Problem::Usage(format!(
            "operation \"{id}\": a captured slot needs a capture on operation \"{}\", got none",
            before.id
        )));
    };
    rule(exact.is_none_or(|exact| exact <= capture.longest), || {
        format!(
            "operation \"{id}\": a captured slot in a body must not be wider than the longest capture ({}), got {}",
            capture.longest,
            exact.unwrap_or(0)
        )
    })?;
    (capture.in_head, capture.exact) = (in_head, exact);
    Ok(())
}

/// For each captured slot: whether it lies in the head, and else its width.
fn captured(request: &Request) -> impl Iterator<Item = (bool, Option<usize>)> {
    let head = request.head_end();
    request
        .slots
        .iter()
        .filter(|slot| slot.fill == Fill::Captured)
        .map(move |slot| match slot.at < head {
            true => (true, None),
            false => (false, Some(slot.width)),
        })
}
