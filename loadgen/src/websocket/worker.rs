//! A worker of rooms: its members, its readiness list, its part of the messages.

use std::sync::Arc;

use super::board::{Board, Found};
use super::closing::Closing;
use super::counting::Counting;
use super::demand::Demand;
use super::frame;
use super::member::{Member, State};
use super::part::{Part, take};
use super::turns::Turns;
use crate::clock::{self, MILLISECOND};
use crate::demand::Share;
use crate::epoll::{Bell, Epoll};
use crate::plan::{Phase, Plan, Rooms};
use crate::problem::Problem;
use crate::stop::Stop;

/// Between looks at what other workers have done, while draining.
const GLANCE: u64 = 2 * MILLISECOND;
/// Later than this is late.
const LATE: u64 = MILLISECOND;

/// One worker.
pub struct Worker {
    pub share: Share,
    pub(super) plan: Arc<Plan>,
    pub(super) rooms: Rooms,
    pub(super) stop: Arc<Stop>,
    pub(super) epoll: Epoll,
    pub(super) members: Vec<Member>,
    buffer: Vec<u8>,
    /// Members with more to read than their turn allowed.
    again: Vec<usize>,
}

/// What a wait brought.
pub(super) struct Waited {
    pub nothing_came: bool,
    /// Members whose connection ended.
    pub lost: Vec<usize>,
}

impl Worker {
    /// The worker `share` of the plan: members with number mod workers = index.
    pub fn new(plan: &Arc<Plan>, rooms: &Rooms, share: Share, stop: &Arc<Stop>) -> Result<Worker, Problem> {
        let denied = |error: std::io::Error| Problem::Machine(format!("worker {}: {error}", share.index));
        let epoll = Epoll::new().map_err(denied)?;
        let bell = Bell::new().map_err(denied)?;
        epoll.watch_bell(&bell, u64::MAX).map_err(denied)?;
        stop.add_bell(bell);
        let mine = (share.index as usize..plan.connections).step_by(share.of as usize);
        Ok(Worker {
            share,
            plan: Arc::clone(plan),
            rooms: rooms.clone(),
            stop: Arc::clone(stop),
            epoll,
            members: mine.map(|number| Member::new(plan, number)).collect(),
            buffer: vec![0; 64 * 1024],
            again: Vec::new(),
        })
    }

    /// One wait until `until`, and everything it brings told to `hear` with the member's number and the time.
    pub(super) fn wait(&mut self, until: Option<u64>, hear: &mut dyn FnMut(usize, &[u8], u64)) -> Waited {
        let owed = std::mem::take(&mut self.again);
        let ns = until.map(|until| until.saturating_sub(clock::now()));
        let found = self.epoll.wait(if owed.is_empty() { ns } else { Some(0) });
        let mut waited = Waited {
            nothing_came: owed.len() + found == 0,
            lost: Vec::new(),
        };
        for nth in 0..owed.len() + found {
            let index = match owed.get(nth) {
                Some(index) => *index,
                None => self.epoll.report(nth - owed.len()).token as usize,
            };
            let Some(member) = self.members.get_mut(index) else {
                continue;
            };
            if member.state == State::Down {
                continue;
            }
            let number = member.number;
            member.flush();
            let more = member.read(&self.rooms, &mut self.buffer, |message| {
                hear(number, message, clock::now());
            });
            if more && !self.again.contains(&index) {
                self.again.push(index);
            }
            if member.state == State::Down {
                waited.lost.push(index);
            }
        }
        waited
    }

    /// Carries out this worker's part of a phase.
    pub fn carry(&mut self, board: &Board, phase: &Phase) -> Part {
        let mut closing = Closing::new(&self.plan);
        let pings = self.pings();
        let mut part = Part {
            end: board.end,
            counting: Counting::new(self.rooms.counting.as_deref()),
            keeps: self.rooms.kept,
            ..Part::default()
        };
        let mut demand = Demand::new(&self.plan, &self.rooms, phase, self.share, board);
        loop {
            let now = clock::now();
            if self.stop.at().is_some() {
                closing.stop(board, &mut part, now);
            }
            if closing.issuing {
                self.issue_due(board, &mut demand, now, &mut part);
            }
            if closing.over(board, self.share.of, &mut part, now) {
                break;
            }
            let until = match closing.issuing {
                true => demand.next_step(board, now, part.end),
                false => closing.over.min(now + GLANCE),
            };
            let waited = self.wait(Some(until), &mut |number, message, now| {
                let found = take(board, &mut part, number, message, now);
                if let (Demand::Closed(turns), Found::Delivered { k, .. }) = (&mut demand, found) {
                    turns.delivered(board.room(k), k);
                }
            });
            waited.lost.into_iter().for_each(|index| self.mourn(index, &mut part));
        }
        part.pings = self.pings() - pings;
        part
    }

    fn pings(&self) -> u64 {
        self.members.iter().map(|member| member.pings).sum()
    }

    fn issue_due(&mut self, board: &Board, demand: &mut Demand, now: u64, part: &mut Part) {
        match demand {
            Demand::Open(schedule) => {
                while let Some((k, due)) = schedule.take(board, now, part.end) {
                    self.issue(board, k, Some(due), part);
                }
            }
            Demand::Closed(turns) if now >= board.begin => self.take_turns(board, turns, part),
            Demand::Closed(_) => {}
        }
    }

    /// Lets every free room send its next message.
    fn take_turns(&mut self, board: &Board, turns: &mut Turns, part: &mut Part) {
        turns.look(clock::now());
        while let Some(room) = turns.next_room() {
            let now = clock::now();
            if now >= part.end {
                return;
            }
            // The first that could not be sent is counted even so: a room that is gone must not go unnoticed.
            if turns.has_rested(room) && !self.can_send(room) {
                turns.rest(room, now);
                continue;
            }
            let Some(k) = board.draw(room) else { return };
            match self.issue(board, k, None, part) {
                true => turns.sent(room, k, board.receivers(), clock::now()),
                false => turns.rest(room, now),
            }
            part.early = turns.early(board);
            if part.early.is_some() {
                return;
            }
        }
    }

    /// Whether anybody of a room, all of which are this worker's, may send now.
    fn can_send(&self, room: usize) -> bool {
        let first = room * self.rooms.members;
        let members = &self.members[first..first + self.rooms.members];
        members.iter().any(Member::can_send)
    }

    /// Sends message k; false: its sender cannot.
    fn issue(&mut self, board: &Board, k: u64, due: Option<u64>, part: &mut Part) -> bool {
        let sender = board.sender(k);
        let index = sender / self.share.of as usize;
        let member = &mut self.members[index];
        if !member.can_send() {
            part.unsent += 1;
            return false;
        }
        let room = (sender / self.rooms.members).to_string();
        let text = self
            .rooms
            .message
            .replace("${room}", &room)
            .replace("${stamp}", &board.marker.stamp(k));
        let now = clock::now();
        board.send(k, now);
        part.sent += 1;
        if let Some(due) = due {
            part.send_lag.record(now - due);
            part.late += u64::from(now - due > LATE);
        }
        member.send(
            if self.rooms.binary { frame::BINARY } else { frame::TEXT },
            text.as_bytes(),
        );
        if member.state == State::Down {
            self.mourn(index, part);
        }
        true
    }

    fn mourn(&mut self, index: usize, part: &mut Part) {
        let member = &self.members[index];
        part.lost_connections += 1;
        if member.broken {
            part.protocol_errors += 1;
            part.protocol_error = part.protocol_error.take().or_else(|| member.why.clone());
        }
    }
}
