//! What the upstream does on each of its threads: hears what is asked, and answers when it is time.

use std::sync::Arc;

use super::counts::Counts;
use super::question::Question;
use super::visit::{NEVER, Visit};
use crate::clock::{self, MILLISECOND, SECOND};
use crate::server::{Clients, Host};
use crate::timeouts::Wheel;

/// All that is due within a millisecond is answered in one go, and what comes within one is heard in one go: waking up for
/// each costs more than answering it (8000 requests a second: 29 µs each without the latter, 17 with it). An answer is up
/// to two of them late, one on average, and none is early.
const TICK: u64 = MILLISECOND;
/// Beyond the longest wait, with room for a thread that was kept from its core meanwhile.
const REACH: u64 = 4 * SECOND;
/// What may wait for a client that reads nothing.
const LONGEST_UNSENT: usize = 256 * 1024;

pub(super) struct Desk {
    counts: Arc<Counts>,
    wheel: Wheel<Waiting>,
    /// Taken off the wheel, to be answered.
    over: Vec<Waiting>,
    /// Heard in one reading.
    asked: Vec<Question>,
    body: Vec<u8>,
    out: Vec<u8>,
}

/// An answer that waits. The client may have gone: then another generation is at its place, or none.
struct Waiting {
    question: Question,
    due: u64,
    place: u32,
    generation: u32,
}

impl Desk {
    pub fn new(counts: Arc<Counts>) -> Desk {
        Desk {
            counts,
            wheel: Wheel::ticking(TICK, REACH, clock::now()),
            over: Vec::new(),
            asked: Vec::new(),
            body: Vec::new(),
            out: Vec::new(),
        }
    }

    /// Takes a question on. False: the client is to be let go.
    fn take(&mut self, clients: &mut Clients<Visit>, place: u32, question: Question, now: u64) -> bool {
        let Some((visit, generation)) = clients.talk(place) else {
            return true;
        };
        if visit.ended {
            return true;
        }
        match visit.ask(&question, now) {
            None => return false,
            Some(due) if due <= now => return self.answer(clients, place, &question),
            Some(NEVER) => {}
            Some(due) => self.wheel.put(
                Waiting {
                    question,
                    due,
                    place,
                    generation,
                },
                due,
            ),
        }
        true
    }

    /// False: the client is gone, or is to be let go.
    fn answer(&mut self, clients: &mut Clients<Visit>, place: u32, question: &Question) -> bool {
        question.answer(&self.counts, &mut self.body, &mut self.out);
        if !clients.send(place, &self.out) {
            return false;
        }
        if let Some((visit, _)) = clients.talk(place) {
            visit.answered(question);
        }
        let stays = !question.ends || clients.finish(place);
        stays && clients.unsent(place) <= LONGEST_UNSENT
    }
}

impl Host for Desk {
    type Talk = Visit;

    const PATIENCE: u64 = TICK;

    fn greet(&mut self) -> Visit {
        Visit::begin(&self.counts)
    }

    fn hear(&mut self, clients: &mut Clients<Visit>, place: u32, bytes: &[u8]) -> bool {
        let Some((visit, _)) = clients.talk(place) else {
            return true;
        };
        if visit.ended {
            return visit.throw_away(bytes.len());
        }
        let mut asked = std::mem::take(&mut self.asked);
        let cut = visit.cutter.cut(bytes, |head| {
            let (question, body) = Question::read(head);
            asked.push(question);
            Some(body)
        });
        if cut.is_err() {
            asked.push(Question::ENDLESS);
        }
        let now = clock::now();
        let stays = asked.drain(..).all(|question| self.take(clients, place, question, now));
        self.asked = asked;
        stays
    }

    fn due(&self) -> Option<u64> {
        self.wheel.next_look()
    }

    fn pay(&mut self, clients: &mut Clients<Visit>) {
        let now = clock::now();
        let mut over = std::mem::take(&mut self.over);
        self.wheel.turn(now, &mut over);
        for waiting in over.drain(..) {
            if waiting.due > now {
                // Put down when the wheel had not been turned for longer than it reaches.
                let due = waiting.due;
                self.wheel.put(waiting, due);
            } else if clients.is_there(waiting.place, waiting.generation)
                && !self.answer(clients, waiting.place, &waiting.question)
            {
                clients.remove(waiting.place);
            }
        }
        self.over = over;
    }
}
