//! Whom a request's waiting is charged to: the server, or the generator itself.

/// Whom a request's waiting is charged to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// A connection was idle when it was due, and nobody stood before it.
    Generator,
    /// All connections were busy, or requests that found them so stood before it.
    Server,
}

/// The queue that a busy server leaves behind. Times are ns on the clock.
#[derive(Debug, Default)]
pub struct Backlog {
    /// When the last request went out that had found every connection busy.
    until: u64,
}

impl Backlog {
    /// Who made a request wait that was due at `due` and goes out at `now` over a connection idle since `since`.
    ///
    /// The server, when the connection was busy at the due time; and when requests that waited for the server stood
    /// before it in the queue. After a stall the answers come in a burst, and what becomes due while we work through
    /// it is late by our work. Charged to us, that would void the phases of servers that stall and of no others. It is
    /// not handed on from one such request to the next: a generator that falls behind by itself is soon charged again.
    pub fn charge(&mut self, due: u64, since: u64, now: u64) -> Charge {
        if since > due {
            self.until = now;
            return Charge::Server;
        }
        if due < self.until {
            Charge::Server
        } else {
            Charge::Generator
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_idle_at_the_due_time_makes_the_wait_ours() {
        let mut backlog = Backlog::default();
        assert_eq!(backlog.charge(100, 90, 150), Charge::Generator);
        assert_eq!(backlog.charge(100, 100, 150), Charge::Generator);
        assert_eq!(backlog.charge(100, 101, 150), Charge::Server);
    }

    #[test]
    fn what_stands_behind_a_stalls_queue_waits_for_the_server() {
        let mut backlog = Backlog::default();
        // Due in the stall, sent at 300 in the burst of answers found at 250.
        assert_eq!(backlog.charge(200, 250, 300), Charge::Server);
        // Due while the burst was worked through: it stood behind.
        assert_eq!(backlog.charge(260, 250, 310), Charge::Server);
        // Due when the queue was empty again.
        assert_eq!(backlog.charge(305, 250, 320), Charge::Generator);
    }

    #[test]
    fn a_generator_that_falls_behind_by_itself_cannot_hide_behind_one_stall() {
        let mut backlog = Backlog::default();
        backlog.charge(200, 250, 300);
        // Each is sent 50 after it was due, over connections idle all the time.
        let charges: Vec<Charge> = (0..10)
            .map(|k| backlog.charge(280 + 10 * k, 250, 330 + 10 * k))
            .collect();
        assert_eq!(charges.iter().filter(|charge| **charge == Charge::Server).count(), 2);
    }
}
