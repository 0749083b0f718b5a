//! Ending a run before its time: the moment asked for, and the bells that wake the workers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::epoll::Bell;

const NOT_ASKED: u64 = u64::MAX;

/// Whether, and since when, the run is to stop. Shared by all threads.
#[derive(Debug)]
pub struct Stop {
    at: AtomicU64,
    bells: Mutex<Vec<Bell>>,
}

impl Default for Stop {
    fn default() -> Self {
        Stop {
            at: AtomicU64::new(NOT_ASKED),
            bells: Mutex::new(Vec::new()),
        }
    }
}

impl Stop {
    /// Keeps a bell to ring; rings it at once when the stop came first.
    pub fn add_bell(&self, bell: Bell) {
        if self.at().is_some() {
            bell.ring();
        }
        self.bells
            .lock()
            .expect("no thread panics while it holds the bells")
            .push(bell);
    }

    /// Asks for the stop as of `now` (ns). The first to ask sets the moment; true for that one.
    pub fn ask(&self, now: u64) -> bool {
        let first = self
            .at
            .compare_exchange(NOT_ASKED, now, Ordering::SeqCst, Ordering::SeqCst)
            .is_ok();
        self.bells
            .lock()
            .expect("no thread panics while it holds the bells")
            .iter()
            .for_each(Bell::ring);
        first
    }

    /// The moment of the stop in ns, once it has been asked for.
    pub fn at(&self) -> Option<u64> {
        // SeqCst costs nothing for a load on the machines at hand, and leaves no order to argue about.
        let at = self.at.load(Ordering::SeqCst);
        (at != NOT_ASKED).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epoll::Epoll;

    #[test]
    fn the_first_moment_asked_for_holds_and_every_bell_rings() {
        let stop = Stop::default();
        let mut epoll = Epoll::new().unwrap();
        let early = Bell::new().unwrap();
        epoll.watch_bell(&early, 1).unwrap();
        stop.add_bell(early);
        assert_eq!(stop.at(), None);
        assert!(stop.ask(100));
        assert!(!stop.ask(200));
        assert_eq!(stop.at(), Some(100));
        assert_eq!(epoll.wait(Some(0)), 1);
        let late = Bell::new().unwrap();
        epoll.watch_bell(&late, 2).unwrap();
        stop.add_bell(late);
        assert_eq!(epoll.wait(Some(0)), 1);
    }
}
