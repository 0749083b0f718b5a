//! Where and with what precedence a worker runs.

use std::{io, mem};

use crate::demand::Share;
use crate::plan::Plan;
use crate::problem::Problem;

/// The lowest real-time priority: above every ordinary thread, below whatever else is real-time.
const PRIORITY: libc::c_int = 1;

/// Binds this thread to its core, if the plan names any, and lets it go first there, if the plan asks for that.
pub fn take(plan: &Plan, share: Share) -> Result<(), Problem> {
    pin(&plan.cores, share.index as usize)?;
    if plan.realtime {
        go_first();
    }
    Ok(())
}

/// Binds this thread, the `index`th of its kind, to its core; without cores the scheduler decides.
pub fn pin(cores: &[usize], index: usize) -> Result<(), Problem> {
    if cores.is_empty() {
        return Ok(());
    }
    let core = cores[index % cores.len()];
    // SAFETY: a cpu_set_t is plain bits for which all zero is a valid, empty set; `core` was checked against
    // CPU_SETSIZE when it was read; the set lives through the call. 0 means the calling thread.
    let code = unsafe {
        let mut set: libc::cpu_set_t = mem::zeroed();
        libc::CPU_SET(core, &mut set);
        libc::sched_setaffinity(0, mem::size_of::<libc::cpu_set_t>(), &set)
    };
    if code == 0 {
        return Ok(());
    }
    let error = io::Error::last_os_error();
    Err(Problem::Machine(format!(
        "cores: thread {index} could not be pinned to core {core}: {error}"
    )))
}

/// Real-time scheduling for this thread, where the system allows it: on a core shared with a database a request is then
/// sent when it is due and not when the database's turn is over. Where it is not allowed the worker runs as any other:
/// what it is late by then is in the result, and in the verdict.
pub fn go_first() {
    let wanted = libc::sched_param {
        sched_priority: PRIORITY,
    };
    // SAFETY: `wanted` is a whole sched_param that lives through the call, which only reads it; 0 means the calling
    // thread. A refusal changes nothing and is allowed for.
    unsafe { libc::sched_setscheduler(0, libc::SCHED_RR, &wanted) };
}
