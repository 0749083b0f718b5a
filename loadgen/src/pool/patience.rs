//! How long answers may lie before they are fetched.

use super::Pool;
use crate::network::Patience;

/// Events in one fetch from which on more may be had by waiting a moment.
const QUICK_SUCCESSION: u32 = 4;
/// The moment, in µs: a sixth of what a round trip takes over 64 connections that are kept busy.
const MOMENT_US: u32 = 60;
/// So many answers in a row must have come with their time before any may be left lying in the kernel, which begins to
/// tell times only some while after it is asked to.
const LEAST_STAMPED: u64 = 100;
/// An answer longer than this could fill its socket while it lies there, and make the server wait for us.
const LONGEST_LYING: u64 = 32 * 1024;

impl Pool {
    /// How long answers may be left lying when nothing waits for them: for ever where each says itself when it came and
    /// none is so long that the server would have to wait for us to read it.
    pub fn patience(&self) -> Patience {
        if self.network.stamps() && self.stamped >= LEAST_STAMPED && self.longest <= LONGEST_LYING {
            Patience::Full
        } else {
            Patience::None
        }
    }

    /// How a closed loop waits for answers. Where they come in quick succession a third of those under way is fetched
    /// at a time: the server keeps its queue, and we wake, and are woken by it, once for all of them. From a slower one
    /// each is fetched as it comes.
    pub fn patience_in_turns(&self) -> Patience {
        if self.network.stamps() && self.fetched >= QUICK_SUCCESSION {
            let events = (self.in_flight as u32 / 3).max(1);
            return Patience::Batch { events, us: MOMENT_US };
        }
        Patience::None
    }
}
