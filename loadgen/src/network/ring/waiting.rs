//! Handing over what is to be done, and waiting for what comes of it.

use io_uring::types;

use super::stamp::Offset;
use super::{QUEUE, Ring};
use crate::clock::SECOND;
use crate::network::Patience;

/// IORING_ENTER_GETEVENTS of the kernel's interface, which the crate keeps to itself.
const GET_EVENTS: u32 = 1;

impl Ring {
    pub fn wait(&mut self, ns: Option<u64>, patience: Patience) {
        self.taken.clear();
        self.nth = 0;
        match ns {
            Some(0) => self.look(),
            _ => self.sleep(ns, patience),
        }
        self.offset = Offset::now();
        let completions = self.ring.completion();
        self.taken
            .extend(completions.map(|entry| (entry.user_data(), entry.result(), entry.flags())));
    }

    /// Hands over what is to be sent and has the kernel do what is due, without a wait: even one of no time sets a timer, which
    /// on a virtual machine costs more than several requests.
    fn look(&mut self) {
        let queued = self.ring.submission().len() as u32;
        // SAFETY: without an argument the kernel reads nothing of ours but the queue, whose entries are sound (`push`).
        let _ended = unsafe {
            let submitter = self.ring.submitter();
            submitter.enter::<libc::sigset_t>(queued, 0, GET_EVENTS, None)
        };
    }

    fn sleep(&mut self, ns: Option<u64>, patience: Patience) {
        let (want, least_us) = match patience {
            Patience::None => (1, 0),
            Patience::Batch { events, us } => (events as usize, us),
            // More than can ever be under way: only the time ends the wait.
            Patience::Full if ns.is_some() => (2 * QUEUE as usize, 0),
            Patience::Full => (1, 0),
        };
        let time = ns.map(|ns| types::Timespec::new().sec(ns / SECOND).nsec((ns % SECOND) as u32));
        let mut how = types::SubmitArgs::new().min_wait_usec(least_us);
        if let Some(time) = &time {
            how = how.timespec(time);
        }
        // Whatever ends the call (the time, a signal, a full list), what came of it is in the list.
        let _ended = self.ring.submitter().submit_with_args(want, &how);
    }
}
