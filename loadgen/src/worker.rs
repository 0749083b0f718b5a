//! A worker: one thread, one readiness list, its share of the connections and of the plan.

use std::io;
use std::mem;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use crate::ahead::Ahead;
use crate::clock::{self, MICROSECOND, SECOND};
use crate::cost::Usage;
use crate::demand::Share;
use crate::epoll::Bell;
use crate::network::Patience;
use crate::place;
use crate::plan::Plan;
use crate::pool::{Pool, Sample, Traffic};
use crate::problem::Problem;
use crate::record::Record;
use crate::shift::Shift;
use crate::stop::Stop;

/// Falling asleep and waking up again costs more CPU time than polling for so long, in ns.
const SHORT: u64 = 10 * MICROSECOND;
/// How long lost connections may take to come back before a phase; then it begins without them.
const SETTLING: u64 = SECOND;

/// What the run tells a worker to do.
#[derive(Debug, Clone, Copy)]
pub enum Order {
    /// Bring every connection up; `strict`: a refusal is a failure.
    Settle { strict: bool },
    /// Carry out the phase, beginning at `begin` ns on the clock.
    Carry { phase: usize, begin: u64 },
}

/// What a worker reports back.
pub enum Report {
    Settled(Result<(), Problem>),
    Done(Box<Part>),
}

/// A worker's part of a phase.
pub struct Part {
    pub share: Share,
    pub record: Record,
    /// Requests issued by a closed loop; none in an open one.
    pub issued: Option<u64>,
    /// Ns from the phase's beginning to the end of issuing, and what issuing cost this thread.
    pub issuing: u64,
    pub issuing_usage: Usage,
    /// What the whole phase cost this thread.
    pub usage: Usage,
    /// Requests waiting for a connection when issuing ended.
    pub queued_at_end: u64,
    /// Whether a stop cut the phase short.
    pub stopped: bool,
    /// The way the sockets were used.
    pub io: &'static str,
    pub traffic: Traffic,
    pub samples: Vec<Sample>,
}

/// Carries out orders until there are no more. Every order gets one report.
pub fn work(plan: Arc<Plan>, share: Share, stop: Arc<Stop>, orders: Receiver<Order>, reports: Sender<Report>) {
    clock::sharpen_timers();
    let mut worker = place::take(&plan, share).and_then(|()| Worker::new(plan, share, stop));
    for order in orders {
        let report = match (&mut worker, order) {
            (Err(problem), _) => Report::Settled(Err(problem.clone())),
            (Ok(worker), Order::Settle { strict }) => Report::Settled(worker.settle(strict)),
            (Ok(worker), Order::Carry { phase, begin }) => Report::Done(Box::new(worker.carry(phase, begin))),
        };
        if reports.send(report).is_err() {
            return;
        }
    }
}

struct Worker {
    plan: Arc<Plan>,
    share: Share,
    stop: Arc<Stop>,
    pool: Pool,
    ahead: Ahead,
}

impl Worker {
    fn new(plan: Arc<Plan>, share: Share, stop: Arc<Stop>) -> Result<Worker, Problem> {
        let size = share.part(plan.connections);
        let denied = |error: io::Error| Problem::Machine(format!("worker {}: {error}", share.index));
        let bell = Bell::new().map_err(denied)?;
        let pool = Pool::new(Arc::clone(&plan), size, &bell).map_err(denied)?;
        stop.add_bell(bell);
        Ok(Worker {
            plan,
            share,
            stop,
            pool,
            ahead: Ahead::new(),
        })
    }

    /// Takes note of what happened since the last phase and brings lost connections back.
    fn settle(&mut self, strict: bool) -> Result<(), Problem> {
        let deadline = clock::now()
            + if strict {
                self.plan.timeout.max(SETTLING)
            } else {
                SETTLING
            };
        loop {
            let now = clock::now();
            self.pool.expire(now);
            self.pool.open_due(now);
            if strict && !self.pool.accepted() && (self.pool.refusals > 0 || now >= deadline) {
                return Err(self.refusal());
            }
            let up = if strict {
                self.pool.accepted()
            } else {
                self.pool.complete()
            };
            let ready = up || now >= deadline || self.stop.at().is_some();
            let until = if ready {
                now
            } else {
                self.pool.next_task().unwrap_or(deadline).min(deadline)
            };
            self.pool.wait(Some(until), Patience::None);
            let mut found = 0;
            while let Some((index, event)) = self.pool.next_event() {
                self.pool.react(index, &event, now);
                found += 1;
            }
            if ready && found == 0 {
                self.pool.refusals = 0;
                return Ok(());
            }
        }
    }

    fn refusal(&self) -> Problem {
        let why = self
            .pool
            .last_refusal
            .as_deref()
            .unwrap_or("no answer within the time limit");
        Problem::Connect(format!(
            "{} did not accept {} connections: {why}; is the server listening there?",
            self.plan.target, self.plan.connections
        ))
    }

    fn carry(&mut self, phase: usize, begin: u64) -> Part {
        let before = Usage::of_this_thread();
        let reconnects = self.pool.traffic.reconnects;
        self.pool.traffic = Traffic {
            reconnects,
            ..Traffic::default()
        };
        self.pool.phase = u64::from(self.plan.first_phase) + phase as u64;
        let mut shift = Shift::new(&self.plan, phase, self.share, begin);
        loop {
            let now = clock::now();
            shift.heed(self.stop.at(), now);
            shift.look_at_the_clock(now, &self.pool);
            for landed in self.pool.expire(now) {
                shift.land(&landed, &mut self.pool);
            }
            self.pool.open_due(now);
            shift.charge_refusals(&mut self.pool, now);
            shift.issue(&mut self.pool, now);
            if shift.over(now, &self.pool, &before) {
                break;
            }
            if !shift.tidy(now) {
                self.wait(&mut shift, now);
            }
        }
        let (record, issuing) = shift.close(&mut self.pool, &before);
        Part {
            share: self.share,
            record,
            issued: issuing.issued,
            issuing: issuing.lasted,
            issuing_usage: issuing.usage,
            queued_at_end: issuing.queued,
            stopped: issuing.stopped,
            usage: Usage::of_this_thread().since(&before),
            io: self.pool.io(),
            traffic: mem::take(&mut self.pool.traffic),
            samples: mem::take(&mut self.pool.samples),
        }
    }

    /// One wait and everything it brings.
    ///
    /// Whose fault a wait is: a request waited for the generator when a connection was idle at its due time. But
    /// a connection is known to be idle only once its answer is read, and a late generator reads late. So when
    /// this thread wakes after the time it asked for, the answers it finds count as there since that time: what
    /// cannot be told apart is charged to us.
    fn wait(&mut self, shift: &mut Shift, now: u64) {
        let asked = shift.next_due();
        let until = [shift.next_step(now), self.pool.next_task()]
            .into_iter()
            .flatten()
            .min();
        let early = self.plan.spin.max(self.ahead.early());
        let (mut polled, mut nothing_came) = (false, true);
        match until {
            // Close to the moment a thread that sleeps would wake too late for it.
            Some(until) if until.saturating_sub(now) <= early.max(SHORT) => {
                self.pool.poll();
                polled = true;
            }
            Some(until) if until == asked => {
                let wake = until - early;
                self.ahead
                    .before_sleep(wake, |moment| Some(shift.due_after(moment + early)? - early));
                self.pool.wait(Some(wake), shift.patience(&self.pool));
                self.ahead.after_sleep(wake, clock::now());
            }
            _ => self
                .pool
                .wait(until.map(|until| until - self.plan.spin), shift.patience(&self.pool)),
        }
        let since = clock::now().min(asked);
        while let Some((index, event)) = self.pool.next_event() {
            nothing_came = false;
            if let Some(landed) = self.pool.react(index, &event, since) {
                shift.land(&landed, &mut self.pool);
                shift.issue(&mut self.pool, clock::now());
            }
        }
        if polled && nothing_came {
            shift.had_time(clock::now() - now);
        }
    }
}
