//! Rooms of WebSocket clients: each message that one member sends must reach every other of its room, and each
//! delivery is timed from the moment the message was due.

pub mod board;
pub mod closing;
pub mod counting;
pub mod demand;
pub mod frame;
pub mod greeting;
pub mod marker;
pub mod member;
pub mod outcome;
pub mod page;
pub mod part;
pub mod presence;
pub mod rates;
pub mod sha1;
pub mod turns;
pub mod worker;

use std::sync::Arc;
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use self::board::Board;
use self::marker::Marker;
use self::part::Part;
use self::worker::Worker;
use crate::arrivals::Arrivals;
use crate::clock::{self, MILLISECOND};
use crate::cost;
use crate::demand::Share;
use crate::events::{Event, Listener};
use crate::place;
use crate::plan::{Load, Phase, Plan, Rooms};
use crate::problem::Problem;
use crate::result::rooms::{DeliveryResult, RoomsResult};
use crate::socket::raise_file_limit;
use crate::stop::Stop;

/// Between the order and a phase's first instant.
const LEAD: u64 = 3 * MILLISECOND;
/// After joins were sent: the server must have read them before the first message.
const JOINING: u64 = 100 * MILLISECOND;

/// Carries a plan of rooms out. `ready` waits for the next "go"; false: the run is to stop.
pub fn carry_out(
    plan: &Arc<Plan>,
    stop: &Arc<Stop>,
    listener: &mut dyn Listener,
    ready: &dyn Fn() -> bool,
) -> Result<(), Problem> {
    let Some(rooms) = &plan.rooms else {
        return listener.hear(&Event::End);
    };
    raise_file_limit();
    let shares = (0..plan.workers as u64).map(|index| Share {
        index,
        of: plan.workers as u64,
    });
    let mut workers = shares
        .map(|share| Worker::new(plan, rooms, share, stop))
        .collect::<Result<Vec<_>, _>>()?;
    let began = clock::now();
    settle(plan, &mut workers, true)?;
    if stop.at().is_none() {
        listener.hear(&Event::Connected {
            connections: plan.connections,
            took_ms: (clock::now() - began) as f64 / MILLISECOND as f64,
        })?;
    }
    for phase in &plan.phases {
        if stop.at().is_some() {
            break;
        }
        if plan.handshake {
            listener.hear(&Event::Waiting { phase: &phase.id })?;
        }
        if !ready() {
            break;
        }
        settle(plan, &mut workers, false)?;
        let most = page::most_messages(rooms.members);
        let (result, deliveries) = carry(plan, rooms, phase, most, &mut workers)?;
        if rooms.kept.members > 0 {
            listener.hear(&Event::Deliveries {
                phase: &phase.id,
                deliveries: &deliveries,
            })?;
        }
        listener.hear(&Event::Rooms {
            phase: &phase.id,
            result: &result,
        })?;
    }
    each(plan, &mut workers, Worker::farewell)?;
    listener.hear(&Event::End)
}

fn settle(plan: &Plan, workers: &mut [Worker], strict: bool) -> Result<(), Problem> {
    each(plan, workers, |worker| worker.settle(strict))?
        .into_iter()
        .collect::<Result<(), _>>()?;
    if plan.rooms.as_ref().is_some_and(|rooms| rooms.join.is_some()) {
        thread::sleep(std::time::Duration::from_nanos(JOINING));
    }
    Ok(())
}

/// Carries a phase out, a closed one with a board of `most` messages, and gives what it came to and what was kept.
pub fn carry(
    plan: &Plan,
    rooms: &Rooms,
    phase: &Phase,
    most: u64,
    workers: &mut [Worker],
) -> Result<(RoomsResult, Vec<DeliveryResult>), Problem> {
    let marker = Marker::new(plan.seed, &phase.id, plan.connections as u64);
    let (mut board, length) = match &phase.load {
        Load::Open { law, length } => {
            let arrivals = Arrivals::new(law, plan.seed, &phase.id);
            let dues = arrivals.map(|(_, due)| due).take_while(|due| due < length);
            (Board::open(rooms, marker, dues.collect()), *length)
        }
        // The plan's reading sees to it that there is a length.
        Load::Closed { length, .. } => (Board::closed(rooms, marker, most), length.unwrap_or(0)),
    };
    let cpu = cost::process_cpu();
    board.start(clock::now() + LEAD, length);
    let mut parts: Vec<Part> = each(plan, workers, |worker| worker.carry(&board, phase))?;
    let cpu = cost::process_cpu() - cpu;
    let deliveries = deliveries(&mut parts);
    Ok((outcome::conclude(plan, phase, &board, parts, cpu), deliveries))
}

/// Those that were kept, member by member, each member's in the order in which they came to it.
fn deliveries(parts: &mut [Part]) -> Vec<DeliveryResult> {
    let mut kept: Vec<_> = parts
        .iter_mut()
        .flat_map(|part| std::mem::take(&mut part.kept))
        .collect();
    kept.sort_by_key(|(member, _)| *member);
    kept.into_iter()
        .map(|(member, message)| DeliveryResult {
            member,
            body_base64: STANDARD.encode(message),
        })
        .collect()
}

/// Lets every worker do `act` on a thread of its own, on its core, and waits for all.
fn each<T: Send>(
    plan: &Plan,
    workers: &mut [Worker],
    act: impl Fn(&mut Worker) -> T + Sync,
) -> Result<Vec<T>, Problem> {
    thread::scope(|scope| {
        let act = &act;
        let start = |worker| {
            scope.spawn(move || {
                let worker: &mut Worker = worker;
                clock::sharpen_timers();
                place::take(plan, worker.share).map(|()| act(worker))
            })
        };
        let threads: Vec<_> = workers.iter_mut().map(start).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, Result<T, Problem>>| {
            thread
                .join()
                .unwrap_or_else(|_| Err(Problem::Machine("a worker thread is gone".to_string())))
        };
        threads.into_iter().map(join).collect()
    })
}
