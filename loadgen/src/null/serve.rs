//! What the null server does on each of its threads: the requests it counts, the answers it owes.

use std::collections::VecDeque;
use std::thread;
use std::time::Duration;

use memchr::memmem;

use super::bucket::Bucket;
use super::rooms::{Rooms, Talk};
use super::upgrade::{self, SEVERAL_THREADS, Upgrade};
use super::{NullServer, Stall};
use crate::clock;
use crate::server::{Clients, Cutter, HeadTooLong, Host, RequestHead};

/// The most bytes of one answer's body.
pub const LONGEST_BODY: usize = 16 * 1024 * 1024;
/// Far more than anything sends: whoever sends more is let go, so that none fills our memory.
const LONGEST_HEAD: usize = 1 << 20;

pub(super) struct Null {
    answer: Box<[u8]>,
    delay: u64,
    stall: Option<Stall>,
    bucket: Option<Bucket>,
    /// Answers held back, in the order they become due: (ns on the clock, place, its generation).
    owed: VecDeque<(u64, u32, u32)>,
    answers: u64,
    /// None: they would be torn apart by several threads, each of which has its own clients.
    rooms: Option<Rooms>,
}

/// What bytes complete.
struct Asked<'bytes> {
    requests: u64,
    /// Asked for behind them.
    upgrade: Option<Upgrade>,
    /// What came behind that.
    rest: &'bytes [u8],
}

impl Null {
    pub fn new(server: &NullServer) -> Null {
        Null {
            answer: answer(server.body),
            delay: server.delay,
            stall: server.stall,
            bucket: server.limit.map(|per_s| Bucket::full(per_s, clock::now())),
            owed: VecDeque::new(),
            answers: 0,
            rooms: (server.site.threads == 1).then(Rooms::default),
        }
    }

    /// False: the client is gone.
    fn answer(&mut self, clients: &mut Clients<Talk>, place: u32) -> bool {
        if !clients.send(place, &self.answer) {
            return false;
        }
        self.answers += 1;
        if let Some(stall) = self.stall.filter(|stall| stall.after(self.answers)) {
            thread::sleep(Duration::from_nanos(stall.length));
        }
        true
    }

    /// Lets the client into its room, or refuses and ends it. False: it is to be let go.
    fn upgrade(&mut self, clients: &mut Clients<Talk>, place: u32, upgrade: Upgrade, rest: &[u8]) -> bool {
        let Some((_, generation)) = clients.talk(place) else {
            return true;
        };
        // Answers keep the order of their requests, and those held back would come among the frames.
        if self.owed.iter().any(|owed| (owed.1, owed.2) == (place, generation)) {
            return false;
        }
        let refusal = match (&mut self.rooms, upgrade) {
            (Some(rooms), Upgrade::Joins { room, answer }) => {
                if let Some((talk, _)) = clients.talk(place) {
                    *talk = rooms.join(room, place);
                }
                return clients.send(place, &answer) && (rest.is_empty() || rooms.hear(clients, place, rest));
            }
            (_, Upgrade::Refused(refusal)) => refusal,
            (None, Upgrade::Joins { .. }) => SEVERAL_THREADS,
        };
        if let Some((talk, _)) = clients.talk(place) {
            *talk = Talk::Ended(0);
        }
        clients.send(place, refusal.as_bytes()) && clients.finish(place)
    }
}

impl Host for Null {
    type Talk = Talk;

    fn greet(&mut self) -> Talk {
        Talk::Requests(Cutter::new(LONGEST_HEAD))
    }

    fn hear(&mut self, clients: &mut Clients<Talk>, place: u32, bytes: &[u8]) -> bool {
        let Some((talk, generation)) = clients.talk(place) else {
            return true;
        };
        let asked = match talk {
            Talk::Requests(cutter) => count(cutter, bytes),
            Talk::Member(_) => {
                return self
                    .rooms
                    .as_mut()
                    .is_some_and(|rooms| rooms.hear(clients, place, bytes));
            }
            Talk::Ended(thrown_away) => return Talk::throw_away(thrown_away, bytes),
        };
        let Ok(asked) = asked else { return false };
        for _ in 0..asked.requests {
            if self.delay > 0 || self.bucket.is_some() {
                self.owed.push_back((clock::now() + self.delay, place, generation));
            } else if !self.answer(clients, place) {
                return false;
            }
        }
        match asked.upgrade {
            None => true,
            Some(upgrade) => self.upgrade(clients, place, upgrade, asked.rest),
        }
    }

    fn part(&mut self, talk: Talk) {
        if let Some(rooms) = &mut self.rooms {
            rooms.part(&talk);
        }
    }

    fn due(&self) -> Option<u64> {
        let (due, ..) = self.owed.front()?;
        Some(self.bucket.as_ref().map_or(0, Bucket::ready_at).max(*due))
    }

    /// Gives the answers that have been held back long enough and, under a limit, find a token. One whose client has gone
    /// takes none.
    fn pay(&mut self, clients: &mut Clients<Talk>) {
        if let Some(rooms) = &mut self.rooms {
            rooms.send_kept(clients);
        }
        while let Some((due, place, generation)) = self.owed.front().copied() {
            let now = clock::now();
            if due > now {
                return;
            }
            let there = clients.is_there(place, generation);
            if there && self.bucket.as_mut().is_some_and(|bucket| !bucket.take(now)) {
                return;
            }
            self.owed.pop_front();
            if there && !self.answer(clients, place) {
                clients.remove(place);
            }
        }
    }
}

/// What these bytes complete. A head that cannot be read is one without a body: all is answered here.
fn count<'bytes>(cutter: &mut Cutter, bytes: &'bytes [u8]) -> Result<Asked<'bytes>, HeadTooLong> {
    let (mut requests, mut upgrade) = (0, None);
    // Nearly always: one whole request without a body.
    if cutter.is_between() && bytes.starts_with(b"GET ") && bytes.ends_with(b"\r\n\r\n") {
        let first = memmem::find(bytes, b"\r\n\r\n");
        if first == Some(bytes.len() - 4) && !upgrade::may_be_asked(bytes) {
            requests = 1;
            return Ok(Asked {
                requests,
                upgrade,
                rest: &[],
            });
        }
    }
    let rest = cutter.cut(bytes, |head| {
        if upgrade::may_be_asked(head) {
            upgrade = upgrade::read(head);
        }
        if upgrade.is_some() {
            return None;
        }
        requests += 1;
        Some(RequestHead::read(head).map_or(0, |request| request.length))
    })?;
    Ok(Asked {
        requests,
        upgrade,
        rest,
    })
}

/// A JSON string of `body` bytes with the head a small API sends.
fn answer(body: usize) -> Box<[u8]> {
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body}\r\n\r\n").into_bytes();
    let text = body.saturating_sub(2);
    match body {
        0 => {}
        1 => bytes.push(b'0'),
        _ => {
            bytes.push(b'"');
            bytes.extend(std::iter::repeat_n(b'x', text));
            bytes.push(b'"');
        }
    }
    bytes.into_boxed_slice()
}

#[cfg(test)]
#[path = "serve_test.rs"]
mod tests;
