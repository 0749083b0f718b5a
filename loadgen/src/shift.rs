//! A worker's share of one phase as it goes on: what is due, what is out, when it is over.

mod chain;
mod closing;
mod spending;

use std::collections::VecDeque;

use self::chain::Follow;
use crate::arrivals::Arrivals;
use crate::books::Failure;
use crate::charge::{Backlog, Charge};
use crate::choice::Choice;
use crate::clock::{self, MICROSECOND, MILLISECOND, SECOND};
use crate::cost::Usage;
use crate::demand::{Demand, Schedule, Share, Turns};
use crate::network::Patience;
use crate::plan::{Delivery, Load, Plan};
use crate::pool::{Landed, Pool};
use crate::record::{Flight, Record};
use crate::room::Room;

/// How long a stopped phase still waits for answers.
const SHORT_DRAIN: u64 = 300 * MILLISECOND;

/// Time until the next request is due that leaves room for something else.
const SPARE: u64 = 250 * MICROSECOND;

/// How issuing went.
#[derive(Debug, Clone, Copy)]
pub struct Issuing {
    /// Requests issued by a closed loop; none in an open one.
    pub issued: Option<u64>,
    /// Ns from the phase's beginning to the end of issuing.
    pub lasted: u64,
    /// Without the CPU time that went into polling for nothing.
    pub usage: Usage,
    /// Requests waiting for a connection at that moment.
    pub queued: u64,
    /// Whether a stop cut the phase short.
    pub stopped: bool,
}

/// One phase under way. Times are ns on the clock.
pub struct Shift {
    choice: Choice,
    demand: Demand,
    record: Record,
    begin: u64,
    /// No request due, and in a closed loop none sent, at or after this.
    end: u64,
    drain: u64,
    stopped: bool,
    issuing: Option<Issuing>,
    drain_end: u64,
    next_second: u64,
    /// What this thread had spent when it last looked at the clock, and when.
    looked: (u64, Usage),
    /// Ns spent on polling for nothing since the beginning, and up to that last look.
    had_time: (u64, u64),
    backlog: Backlog,
    room: Room,
    /// What follows each operation, and what is about to follow.
    followers: Vec<Option<u32>>,
    follows: VecDeque<Follow>,
    /// Nobody waits for an answer to be read.
    unhurried: bool,
}

impl Shift {
    /// The share of phase number `phase`, to begin at `begin`.
    pub fn new(plan: &Plan, phase: usize, share: Share, begin: u64) -> Shift {
        let phase = &plan.phases[phase];
        let (demand, length) = match &phase.load {
            Load::Open { law, length } => {
                let arrivals = Arrivals::new(law, plan.seed, &phase.id);
                let cap = share.part(plan.queue_cap).max(1);
                let schedule = Schedule::new(arrivals, share, begin, cap).with_age_cap(plan.queue_age_cap);
                (Demand::Open(schedule), Some(*length))
            }
            Load::Closed { requests, length } => (Demand::Closed(Turns::new(share, *requests)), *length),
        };
        let end = length.map_or(u64::MAX, |length| begin + length);
        Shift {
            choice: Choice::new(&plan.operations, plan.seed, &phase.id),
            demand,
            record: Record::new(plan.operations.len(), share.part(plan.connections), begin, end),
            begin,
            end,
            drain: plan.drain,
            stopped: false,
            issuing: None,
            drain_end: u64::MAX,
            next_second: begin + SECOND,
            looked: (begin, Usage::of_this_thread()),
            had_time: (0, 0),
            backlog: Backlog::default(),
            room: Room::new(share.part(plan.in_flight_cap), begin),
            followers: plan.operations.iter().map(|operation| operation.follower).collect(),
            follows: VecDeque::new(),
            unhurried: plan
                .operations
                .iter()
                .all(|operation| operation.follower.is_none() && operation.delivery == Delivery::Whole),
        }
    }

    /// Ends issuing now if the run was asked to stop. Now, and not at the moment asked: a request that became due
    /// in between may have been sent, and the books count every request due before the end.
    pub fn heed(&mut self, stopped_at: Option<u64>, now: u64) {
        if stopped_at.is_some() && !self.stopped {
            self.stopped = true;
            self.end = self.end.min(now.max(self.begin) + 1);
            self.record.end = self.end;
            self.drain = self.drain.min(SHORT_DRAIN);
            self.drain_end = self.drain_end.min(now + self.drain);
        }
    }

    /// Uses an idle moment to make the record smaller; true when it did, and the moment may be over.
    pub fn tidy(&mut self, now: u64) -> bool {
        let spare = self.next_due().saturating_sub(now) > SPARE && self.demand.waiting() == 0;
        spare && self.record.tidy(now)
    }

    /// When the next request becomes due; never in a closed loop.
    pub fn next_due(&self) -> u64 {
        self.demand.next_due()
    }

    /// The first due time after `moment`, where that is known.
    pub fn due_after(&mut self, moment: u64) -> Option<u64> {
        self.demand.due_after(moment)
    }

    /// When the clock alone will give this shift something to do.
    pub fn next_step(&self, now: u64) -> Option<u64> {
        let step = match &self.demand {
            _ if self.issuing.is_some() => self.drain_end,
            Demand::Open(_) => self.demand.next_due(),
            Demand::Closed(_) if now < self.begin => self.begin,
            Demand::Closed(turns) if turns.exhausted() => self.drain_end,
            Demand::Closed(_) => self.end,
        };
        (step != u64::MAX).then_some(step)
    }

    fn is_open(&self) -> bool {
        matches!(self.demand, Demand::Open(_))
    }

    /// How long answers may lie. While requests are due one by one nothing waits for an answer; a queue, a chain and a
    /// drain do, and a stream must be read as it comes.
    pub fn patience(&self, pool: &Pool) -> Patience {
        if !self.is_open() {
            return pool.patience_in_turns();
        }
        match self.unhurried && self.issuing.is_none() && self.demand.waiting() == 0 {
            true => pool.patience(),
            false => Patience::None,
        }
    }

    /// Sends whatever can be sent now and queues what is due and cannot.
    pub fn issue(&mut self, pool: &mut Pool, now: u64) {
        if now < self.begin {
            return;
        }
        let (choice, record) = (&self.choice, &mut self.record);
        self.demand.drop_aged(now, self.end, |wanted| {
            record.shed(choice.draw(wanted.k).operation, wanted.due)
        });
        self.issue_follows(pool, now);
        while let Some((index, since)) = pool.next_idle() {
            let Some(room_since) = self.room.since(pool.in_flight, now, self.demand.next_due()) else {
                break;
            };
            let Some((k, due)) = self.demand.take(now, self.end) else {
                break;
            };
            let since = since.max(room_since);
            let sent = if due.is_some() { clock::now() } else { now };
            let charge = due.map_or(Charge::Generator, |due| self.backlog.charge(due, since, sent));
            let draw = self.choice.draw(k);
            let flight = Flight {
                k,
                operation: draw.operation,
                variant: draw.variant,
                due,
                sent,
                in_flight: pool.in_flight as u32 + 1,
            };
            self.launch(pool, index, flight, charge);
        }
        if let Demand::Open(schedule) = &mut self.demand {
            let (choice, record) = (&self.choice, &mut self.record);
            schedule.queue(now, self.end, |wanted| {
                record.shed(choice.draw(wanted.k).operation, wanted.due)
            });
        }
    }

    fn launch(&mut self, pool: &mut Pool, index: u32, flight: Flight, charge: Charge) {
        self.record.launched(&flight, charge);
        if let Some(landed) = pool.launch(index, flight) {
            self.land(&landed, pool);
        }
    }

    /// A request came to its end.
    pub fn land(&mut self, landed: &Landed, pool: &mut Pool) {
        self.record.landed(&landed.flight, landed.ending, landed.done);
        if let Some(streamed) = &landed.streamed {
            self.record.streamed(&landed.flight, streamed);
        }
        for (operation, ns) in pool.gaps.drain(..) {
            self.record.gap(operation, ns);
        }
        self.follow(landed, pool);
    }

    /// Each connection that could not be opened fails the request that would have used it: the longest waiting,
    /// or a closed loop's next. While other connections are idle nobody needed it.
    pub fn charge_refusals(&mut self, pool: &mut Pool, now: u64) {
        for _ in 0..std::mem::take(&mut pool.refusals) {
            if now < self.begin || pool.next_idle().is_some() {
                return;
            }
            let Some((k, due)) = self.demand.take(now, self.end) else {
                return;
            };
            let operation = self.choice.draw(k).operation;
            self.record.failed(operation, Failure::Connect, due.unwrap_or(now), now);
        }
    }
}
