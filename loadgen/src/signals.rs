//! Signals and the death of the parent, turned into a stop.

use std::mem::MaybeUninit;
use std::process;
use std::sync::Arc;
use std::thread;

use crate::clock;
use crate::stop::Stop;

/// From now on SIGINT and SIGTERM ask for a stop; a second one ends the process at once with 130 or 143. To be called
/// before any other thread is started, since threads inherit the mask.
pub fn listen(stop: &Arc<Stop>) {
    let mut set = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: sigemptyset makes `set` a valid set before it is added to and read; all calls only read or write it;
    // blocking the two signals leaves them to the thread below.
    let set = unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), libc::SIGINT);
        libc::sigaddset(set.as_mut_ptr(), libc::SIGTERM);
        libc::pthread_sigmask(libc::SIG_BLOCK, set.as_ptr(), std::ptr::null_mut());
        set.assume_init()
    };
    let stop = Arc::clone(stop);
    thread::spawn(move || {
        loop {
            let mut signal = 0;
            // SAFETY: `set` is a valid set of blocked signals and `signal` a live integer.
            let code = unsafe { libc::sigwait(&set, &mut signal) };
            if code == 0 && !stop.ask(clock::now()) {
                process::exit(128 + signal);
            }
        }
    });
}

/// Asks the kernel for SIGTERM when the parent dies. `parent` is its id as read at the start: one that has died
/// since sends nothing any more, so the id is compared afterwards. False: the parent is gone already.
pub fn follow_parent(parent: u32) -> bool {
    // SAFETY: PR_SET_PDEATHSIG takes one integer and touches no memory of ours.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM as libc::c_ulong);
    }
    std::os::unix::process::parent_id() == parent
}
