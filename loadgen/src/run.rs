//! A run: the workers started, the phases one after the other, the events told.

use std::io::{BufRead, stdin};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock::{self, MILLISECOND};
use crate::cost;
use crate::demand::Share;
use crate::events::{Event, Listener};
use crate::phase::{Outcome, conclude};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::socket::raise_file_limit;
use crate::stop::Stop;
use crate::websocket;
use crate::worker::{Order, Part, Report, work};

/// Between the order and a phase's first instant: enough for every worker to be up and waiting.
const LEAD: u64 = 3 * MILLISECOND;

/// Carries `plan` out and tells `listener`. Ends early, without an error, when `stop` is asked for; the phase under
/// way then has a partial result and later phases none.
pub fn carry_out(plan: Plan, stop: &Arc<Stop>, listener: &mut dyn Listener) -> Result<(), Problem> {
    let plan = Arc::new(plan);
    if plan.rooms.is_some() {
        let gate = plan.handshake.then(|| open_gate(stop));
        return websocket::carry_out(&plan, stop, listener, &|| {
            gate.as_ref().is_none_or(|gate| wait_at(gate, stop))
        });
    }
    let crew = Crew::start(&plan, stop);
    let gate = plan.handshake.then(|| open_gate(stop));
    let began = clock::now();
    crew.settle(true)?;
    if stop.at().is_some() {
        return listener.hear(&Event::End);
    }
    let took_ms = (clock::now() - began) as f64 / MILLISECOND as f64;
    listener.hear(&Event::Connected {
        connections: plan.connections,
        took_ms,
    })?;
    for (index, phase) in plan.phases.iter().enumerate() {
        if let Some(gate) = &gate {
            listener.hear(&Event::Waiting { phase: &phase.id })?;
            if !wait_at(gate, stop) {
                break;
            }
        }
        crew.settle(false)?;
        if stop.at().is_some() {
            break;
        }
        let outcome = crew.carry(index)?;
        let (result, bodies) = conclude(&plan, phase, outcome);
        for second in &result.seconds {
            listener.hear(&Event::Second {
                phase: &phase.id,
                second,
            })?;
        }
        if plan.sampling.is_some() {
            listener.hear(&Event::Bodies {
                phase: &phase.id,
                bodies: &bodies,
            })?;
        }
        listener.hear(&Event::Phase {
            phase: &phase.id,
            result: &result,
        })?;
    }
    listener.hear(&Event::End)
}

/// Passes one unit on for each line "go" on standard input; the end of the input stops the run.
fn open_gate(stop: &Arc<Stop>) -> Receiver<()> {
    let (go, gate) = channel();
    let stop = Arc::clone(stop);
    thread::spawn(move || listen_for_go(&go, &stop));
    gate
}

/// Waits for the next "go"; false when the run is to stop instead.
fn wait_at(gate: &Receiver<()>, stop: &Stop) -> bool {
    // A signal cannot end the reading of standard input, so the stop is looked for now and then.
    loop {
        match gate.recv_timeout(Duration::from_millis(20)) {
            Ok(()) => return stop.at().is_none(),
            Err(RecvTimeoutError::Timeout) if stop.at().is_none() => {}
            Err(_) => return false,
        }
    }
}

fn listen_for_go(go: &Sender<()>, stop: &Stop) {
    for line in stdin().lock().lines() {
        match line {
            Ok(line) if line.trim() == "go" => {
                if go.send(()).is_err() {
                    return;
                }
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    stop.ask(clock::now());
}

/// The worker threads.
struct Crew {
    orders: Vec<Sender<Order>>,
    reports: Receiver<Report>,
    threads: Vec<JoinHandle<()>>,
}

impl Crew {
    fn start(plan: &Arc<Plan>, stop: &Arc<Stop>) -> Crew {
        raise_file_limit();
        let (report, reports) = channel();
        let mut crew = Crew {
            orders: Vec::new(),
            reports,
            threads: Vec::new(),
        };
        for index in 0..plan.workers as u64 {
            let share = Share {
                index,
                of: plan.workers as u64,
            };
            let (order, orders) = channel();
            let (plan, stop, report) = (Arc::clone(plan), Arc::clone(stop), report.clone());
            crew.orders.push(order);
            crew.threads
                .push(thread::spawn(move || work(plan, share, stop, orders, report)));
        }
        crew
    }

    fn tell(&self, order: Order) -> impl Iterator<Item = Result<Report, Problem>> {
        // A worker that is gone shows when its report is missing.
        for worker in &self.orders {
            let _gone = worker.send(order);
        }
        self.orders.iter().map(|_| {
            self.reports
                .recv()
                .map_err(|_| Problem::Machine("a worker thread is gone".to_string()))
        })
    }

    fn settle(&self, strict: bool) -> Result<(), Problem> {
        let reports: Vec<Report> = self.tell(Order::Settle { strict }).collect::<Result<_, _>>()?;
        reports.into_iter().try_for_each(|report| match report {
            Report::Settled(result) => result,
            Report::Done(_) => Ok(()),
        })
    }

    fn carry(&self, phase: usize) -> Result<Outcome, Problem> {
        let cpu = cost::process_cpu();
        let (pressed, before) = (cost::pressure(), clock::now());
        let begin = clock::now() + LEAD;
        let reports: Vec<Report> = self.tell(Order::Carry { phase, begin }).collect::<Result<_, _>>()?;
        let process_cpu = cost::process_cpu() - cpu;
        let took = (clock::now() - before).max(1) as f64;
        let pressure = cost::pressure()
            .zip(pressed)
            .map(|(now, then)| now.saturating_sub(then) as f64 / took);
        let mut parts: Vec<Part> = Vec::new();
        for report in reports {
            match report {
                Report::Done(part) => parts.push(*part),
                Report::Settled(result) => result?,
            }
        }
        parts.sort_by_key(|part| part.share.index);
        Ok(Outcome {
            begin,
            process_cpu,
            pressure,
            parts,
        })
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.orders.clear();
        for thread in self.threads.drain(..) {
            // A worker that panicked has aborted the process already.
            drop(thread.join());
        }
    }
}
