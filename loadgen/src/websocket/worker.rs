//! A worker of rooms: its members, its readiness list, its part of the messages.

use std::sync::Arc;

use super::board::Board;
use super::frame;
use super::member::{Member, State};
use super::part::{Part, take};
use crate::arrivals::Arrivals;
use crate::clock::{self, MILLISECOND, SECOND};
use crate::cost::Usage;
use crate::demand::Share;
use crate::epoll::{Bell, Epoll};
use crate::plan::{Plan, Rooms};
use crate::problem::Problem;
use crate::stop::Stop;

/// Between looks at what other workers have done, while draining.
const GLANCE: u64 = 2 * MILLISECOND;
/// After the last delivery: long enough for a duplicate on its heels.
const LINGER: u64 = 50 * MILLISECOND;
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

    /// Carries out this worker's part of phase `id`.
    pub fn carry(&mut self, board: &Board, mut arrivals: Arrivals) -> Part {
        let before = Usage::of_this_thread();
        let pings = self.members.iter().map(|member| member.pings).sum::<u64>();
        let mut part = Part {
            end: board.end,
            ..Part::default()
        };
        let mut next = self.next_of_mine(board, &mut arrivals);
        let mut issuing = true;
        let (mut drain, mut over) = (self.plan.drain, u64::MAX);
        loop {
            let now = clock::now();
            if self.stop.at().is_some() && !part.stopped {
                part.stopped = true;
                // Now, and not when it was asked: what became due in between may have been sent.
                part.end = part.end.min(now.max(board.begin) + 1);
                drain = drain.min(SECOND);
                over = over.min(now + drain);
            }
            while let Some((k, due)) = next.filter(|(_, due)| issuing && *due <= now && *due < part.end) {
                self.issue(board, k, due, &mut part);
                next = self.next_of_mine(board, &mut arrivals);
            }
            if issuing && now >= part.end {
                issuing = false;
                part.issuing = now.saturating_sub(board.begin);
                part.usage = Usage::of_this_thread().since(&before);
                over = now + drain;
                board.issued_all();
            }
            if !issuing && board.complete(self.share.of) {
                over = over.min(now + LINGER);
            }
            if now >= over {
                break;
            }
            let until = match (issuing, next) {
                (true, Some((_, due))) => due.min(part.end),
                (true, None) => part.end,
                (false, _) => over.min(now + GLANCE),
            };
            let waited = self.wait(Some(until), &mut |number, message, now| {
                take(board, &mut part, number, message, now);
            });
            waited.lost.into_iter().for_each(|index| self.mourn(index, &mut part));
        }
        part.pings = self.members.iter().map(|member| member.pings).sum::<u64>() - pings;
        part
    }

    fn next_of_mine(&self, board: &Board, arrivals: &mut Arrivals) -> Option<(u64, u64)> {
        arrivals
            .by_ref()
            .take_while(|(k, _)| *k < board.planned)
            .find(|(k, _)| board.marker.sender(*k) as u64 % self.share.of == self.share.index)
            .map(|(k, due)| (k, board.begin + due))
    }

    fn issue(&mut self, board: &Board, k: u64, due: u64, part: &mut Part) {
        let sender = board.marker.sender(k);
        let index = sender / self.share.of as usize;
        let member = &mut self.members[index];
        if !member.can_send() {
            part.unsent += 1;
            return;
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
        part.send_lag.record(now - due);
        part.late += u64::from(now - due > LATE);
        member.send(
            if self.rooms.binary { frame::BINARY } else { frame::TEXT },
            text.as_bytes(),
        );
        if member.state == State::Down {
            self.mourn(index, part);
        }
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
