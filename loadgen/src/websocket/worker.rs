//! A worker of rooms: its members, its readiness list, its part of the messages.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

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

/// Connections in the making at once: below the backlog of any server.
const AT_ONCE: usize = 32;
/// Between looks at what other workers have done, while draining.
const GLANCE: u64 = 2 * MILLISECOND;
/// After the last delivery: long enough for a duplicate on its heels.
const LINGER: u64 = 50 * MILLISECOND;
/// How long the end waits for the servers' close frames.
const FAREWELL: u64 = 300 * MILLISECOND;
/// Later than this is late.
const LATE: u64 = MILLISECOND;

/// One worker.
pub struct Worker {
    pub share: Share,
    plan: Arc<Plan>,
    rooms: Rooms,
    stop: Arc<Stop>,
    epoll: Epoll,
    members: Vec<Member>,
    buffer: Vec<u8>,
    /// Members with more to read than their turn allowed.
    again: Vec<usize>,
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

    fn count(&self, state: State) -> usize {
        self.members.iter().filter(|member| member.state == state).count()
    }

    /// Brings every connection up; `strict`: one that does not come is a failure.
    pub fn settle(&mut self, strict: bool) -> Result<(), Problem> {
        let deadline = clock::now() + if strict { self.plan.timeout.max(SECOND) } else { SECOND };
        let mut next = 0;
        loop {
            let mut room = AT_ONCE.saturating_sub(self.count(State::Greeting));
            while next < self.members.len() && room > 0 {
                let member = &mut self.members[next];
                if member.state == State::Down {
                    member.open(&self.plan, &self.rooms, &self.epoll, next as u64);
                    room -= 1;
                }
                next += 1;
            }
            let done = next == self.members.len() && self.count(State::Greeting) == 0;
            if done || clock::now() >= deadline || self.stop.at().is_some() {
                break;
            }
            self.wait(Some(deadline.min(clock::now() + 20 * MILLISECOND)), &mut |_, _, _| {});
        }
        let refused = self.members.iter_mut().find(|member| member.state != State::Up);
        match refused {
            Some(member) if strict && self.stop.at().is_none() => Err(Problem::Connect(format!(
                "{} did not accept {} WebSocket connections: {}",
                self.plan.target,
                self.plan.connections,
                member.why.as_deref().unwrap_or("no answer within the time limit")
            ))),
            _ => Ok(()),
        }
    }

    /// One wait until `until`, and everything it brings told to `hear` with the member's number and the time.
    fn wait(&mut self, until: Option<u64>, hear: &mut dyn FnMut(usize, &[u8], u64)) -> Vec<usize> {
        let owed = std::mem::take(&mut self.again);
        let ns = until.map(|until| until.saturating_sub(clock::now()));
        let found = self.epoll.wait(if owed.is_empty() { ns } else { Some(0) });
        let mut lost = Vec::new();
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
                lost.push(index);
            }
        }
        lost
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
        let mut over = u64::MAX;
        loop {
            let now = clock::now();
            if let Some(at) = self.stop.at().filter(|at| issuing && *at < part.end) {
                part.end = at.max(board.begin);
                part.stopped = true;
            }
            while let Some((k, due)) = next.filter(|(_, due)| issuing && *due <= now && *due < part.end) {
                self.issue(board, k, due, &mut part);
                next = self.next_of_mine(board, &mut arrivals);
            }
            if issuing && (now >= part.end || part.stopped) {
                issuing = false;
                part.issuing = now.saturating_sub(board.begin);
                part.usage = Usage::of_this_thread().since(&before);
                over = now
                    + if part.stopped {
                        self.plan.drain.min(SECOND)
                    } else {
                        self.plan.drain
                    };
                board.issued.fetch_add(1, Relaxed);
            }
            if let Some(at) = self.stop.at().filter(|_| !issuing) {
                over = over.min(at.max(part.end) + SECOND);
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
            let lost = self.wait(Some(until), &mut |number, message, now| {
                take(board, &mut part, number, message, now);
            });
            lost.into_iter().for_each(|index| self.mourn(index, &mut part));
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

    /// Says goodbye on every connection and waits a little for the answers.
    pub fn farewell(&mut self) {
        let members = self.members.iter_mut().filter(|member| member.state == State::Up);
        members.for_each(|member| member.send(frame::CLOSE, &1000_u16.to_be_bytes()));
        let deadline = clock::now() + FAREWELL;
        while self.count(State::Up) > 0 && clock::now() < deadline {
            self.wait(Some(deadline), &mut |_, _, _| {});
        }
    }
}
