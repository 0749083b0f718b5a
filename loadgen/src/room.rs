//! The cap on requests that are out at a time, and since when it leaves room for another.

/// Times are ns on the clock.
#[derive(Debug)]
pub struct Room {
    cap: usize,
    /// None: the cap is reached.
    since: Option<u64>,
}

impl Room {
    /// Room for `cap` requests since `begin`; at least one.
    pub fn new(cap: usize, begin: u64) -> Room {
        Room {
            cap,
            since: Some(begin),
        }
    }

    /// Since when another request may go out while `in_flight` are; none: not now. An idle connection that may not be
    /// used is like a busy one: the answers that are out hold the request back, not this program. That there is room
    /// again shows when an answer is read, at `now`; read late, it counts as read when the next request was due, as
    /// it does for connections.
    pub fn since(&mut self, in_flight: usize, now: u64, next_due: u64) -> Option<u64> {
        if in_flight >= self.cap {
            self.since = None;
        } else if self.since.is_none() {
            self.since = Some(now.min(next_due));
        }
        self.since
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_until_the_cap_is_reached_and_again_when_an_answer_is_read() {
        let mut room = Room::new(2, 5);
        assert_eq!(room.since(1, 10, 90), Some(5));
        assert_eq!(room.since(2, 20, 90), None);
        assert_eq!(room.since(1, 30, 90), Some(30));
        assert_eq!(room.since(0, 40, 90), Some(30));
    }

    #[test]
    fn an_answer_read_late_counts_as_read_at_the_due_time() {
        let mut room = Room::new(1, 5);
        assert_eq!(room.since(1, 10, 90), None);
        assert_eq!(room.since(0, 100, 90), Some(90));
    }
}
