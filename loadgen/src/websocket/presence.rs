//! How a worker's members come and go.

use super::member::{Member, State};
use super::worker::Worker;
use crate::clock::{self, MILLISECOND, SECOND};
use crate::problem::Problem;

/// Connections in the making at once: below the backlog of any server.
const AT_ONCE: usize = 32;
/// How long the end waits for the servers' close frames.
const FAREWELL: u64 = 300 * MILLISECOND;

impl Worker {
    /// Brings every connection up; `strict`: one that does not come is a failure.
    pub fn settle(&mut self, strict: bool) -> Result<(), Problem> {
        self.catch_up();
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

    /// Takes in what came since the last phase: only so does a connection show that the server has closed meanwhile.
    fn catch_up(&mut self) {
        // A server that speaks without end must not hold the next phase up.
        for _ in 0..self.members.len() {
            if self.wait(Some(0), &mut |_, _, _| {}).nothing_came {
                return;
            }
        }
    }

    /// Says goodbye on every connection and waits a little for the answers.
    pub fn farewell(&mut self) {
        let members = self.members.iter_mut().filter(|member| member.state == State::Up);
        members.for_each(Member::leave);
        let deadline = clock::now() + FAREWELL;
        while self.count(State::Leaving) > 0 && clock::now() < deadline {
            self.wait(Some(deadline), &mut |_, _, _| {});
        }
    }

    fn count(&self, state: State) -> usize {
        self.members.iter().filter(|member| member.state == state).count()
    }
}
