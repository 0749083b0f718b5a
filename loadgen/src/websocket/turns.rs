//! Closed arrivals: each room has one message under way, and the next is sent when every receiver has got it.

use std::collections::VecDeque;

use super::board::Board;
use crate::clock::{MILLISECOND, SECOND};
use crate::timeouts::Wheel;

/// A room whose drawn sender could not send rests for so long, and twice as long each further time: what is lost stays lost
/// until the next phase, and drawing on at once would only count messages nobody could send.
const FIRST_REST: u64 = 10 * MILLISECOND;
const LONGEST_REST: u64 = SECOND;

/// Why a phase issued no more before its time was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Early {
    /// All messages the plan asks for were issued.
    Enough,
    /// The board holds no more than so many.
    Full(u64),
}

/// The rooms' turns in one phase.
#[derive(Debug)]
pub struct Turns {
    rooms: Vec<Turn>,
    /// Rooms whose turn it is, in order.
    free: VecDeque<u32>,
    /// Of a message: when it is waited for no longer.
    timeout: u64,
    wheel: Wheel<(u32, u64)>,
    /// Messages the plan asks for.
    wanted: Option<u64>,
}

#[derive(Debug, Clone)]
struct Turn {
    /// The message under way, and how many have yet to get it.
    under_way: Option<(u64, u64)>,
    /// When the room goes on whatever comes; none: its turn has come already.
    limit: Option<u64>,
    /// The limit by which it stands on the wheel; it may have moved on meanwhile.
    stands: Option<u64>,
    /// How long it rests since its last sender could not send; 0: that one could.
    rest: u64,
}

impl Turns {
    /// Of so many rooms, each of which is free.
    pub fn new(rooms: usize, timeout: u64, wanted: Option<u64>, now: u64) -> Turns {
        let turn = Turn {
            under_way: None,
            limit: None,
            stands: None,
            rest: 0,
        };
        Turns {
            rooms: vec![turn; rooms],
            free: (0..rooms as u32).collect(),
            timeout,
            wheel: Wheel::new(timeout.max(LONGEST_REST), now),
            wanted,
        }
    }

    /// The next room whose turn it is.
    pub fn next_room(&mut self) -> Option<usize> {
        self.free.pop_front().map(|room| room as usize)
    }

    /// Whether the room's last sender could not send.
    pub fn has_rested(&self, room: usize) -> bool {
        self.rooms[room].rest > 0
    }

    /// Message k of the room went out; `receivers` are to get it.
    pub fn sent(&mut self, room: usize, k: u64, receivers: u64, now: u64) {
        let turn = &mut self.rooms[room];
        turn.under_way = Some((k, receivers));
        turn.rest = 0;
        self.limit(room, now + self.timeout);
    }

    /// The room's sender could not send.
    pub fn rest(&mut self, room: usize, now: u64) {
        let turn = &mut self.rooms[room];
        turn.rest = (turn.rest * 2).clamp(FIRST_REST, LONGEST_REST);
        let until = now + turn.rest;
        self.limit(room, until);
    }

    /// A receiver got message k of the room.
    pub fn delivered(&mut self, room: usize, k: u64) {
        let turn = &mut self.rooms[room];
        let Some((_, missing)) = turn.under_way.as_mut().filter(|(under_way, _)| *under_way == k) else {
            return;
        };
        *missing -= 1;
        if *missing == 0 {
            self.free(room);
        }
    }

    /// Gives up what has been waited for too long, and ends rests. Up to one hundredth late, never early.
    pub fn look(&mut self, now: u64) {
        let mut over = Vec::new();
        self.wheel.turn(now, &mut over);
        for (room, stood) in over {
            let turn = &mut self.rooms[room as usize];
            if turn.stands != Some(stood) {
                continue;
            }
            turn.stands = None;
            match turn.limit {
                Some(limit) if limit <= now => self.free(room as usize),
                Some(limit) => self.limit(room as usize, limit),
                None => {}
            }
        }
    }

    /// When to look next; none: whatever comes will tell.
    pub fn next_look(&self) -> Option<u64> {
        self.wheel.next_look()
    }

    /// Why no more are to be issued; none: more are.
    pub fn early(&self, board: &Board) -> Option<Early> {
        let planned = board.planned();
        if self.wanted.is_some_and(|wanted| planned >= wanted) {
            return Some(Early::Enough);
        }
        board.is_full().then_some(Early::Full(planned))
    }

    fn free(&mut self, room: usize) {
        let turn = &mut self.rooms[room];
        turn.under_way = None;
        turn.limit = None;
        self.free.push_back(room as u32);
    }

    /// A room that goes on sooner than it stands on the wheel for is put down a second time; the first is then of no account.
    fn limit(&mut self, room: usize, limit: u64) {
        let turn = &mut self.rooms[room];
        turn.limit = Some(limit);
        if turn.stands.is_none_or(|stands| limit < stands) {
            turn.stands = Some(limit);
            self.wheel.put((room as u32, limit), limit);
        }
    }
}

#[cfg(test)]
#[path = "turns_test.rs"]
mod tests;
