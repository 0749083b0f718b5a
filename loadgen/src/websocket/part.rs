//! What one worker counts in a phase of rooms.

use super::board::{Board, Found};
use super::counting::Counting;
use super::turns::Early;
use crate::clock::SECOND;
use crate::cost::Usage;
use crate::histogram::Times;
use crate::plan::Kept;

/// What a worker counted in a phase.
#[derive(Debug, Default)]
pub struct Part {
    pub end: u64,
    /// It issued its last before that, and why.
    pub early: Option<Early>,
    pub sent: u64,
    pub unsent: u64,
    pub late: u64,
    pub delivered: u64,
    /// Of these, what came before the end of issuing.
    pub in_time: u64,
    pub reordered: u64,
    pub duplicates: u64,
    pub strangers: u64,
    pub unreadable: u64,
    pub lost_connections: u64,
    pub protocol_errors: u64,
    pub protocol_error: Option<String>,
    pub pings: u64,
    pub delay: Times,
    pub transit: Times,
    pub send_lag: Times,
    pub by_second: Vec<u64>,
    pub issuing: u64,
    pub usage: Usage,
    pub stopped: bool,
    pub counting: Counting,
    pub keeps: Kept,
    /// Deliveries kept whole, in the order in which they came.
    pub kept: Vec<(usize, Vec<u8>)>,
}

/// Counts what member `number` was delivered, keeps it where that is asked for, and tells what it was.
pub fn take(board: &Board, part: &mut Part, number: usize, message: &[u8], now: u64) -> Found {
    let found = board.take(number, message, now);
    match found {
        Found::Delivered { k, sent, reordered } => {
            part.counting.take(number, message);
            if number < part.keeps.members && part.kept.len() < part.keeps.max {
                part.kept.push((number, message.to_vec()));
            }
            part.delivered += 1;
            part.in_time += u64::from(now <= part.end);
            part.reordered += u64::from(reordered);
            part.transit.record(now.saturating_sub(sent));
            if let Some(due) = board.due(k) {
                part.delay.record(now.saturating_sub(due));
            }
            let second = (now.saturating_sub(board.begin) / SECOND) as usize;
            if part.by_second.len() <= second {
                part.by_second.resize(second + 1, 0);
            }
            part.by_second[second] += 1;
        }
        Found::Duplicate => part.duplicates += 1,
        Found::Stranger => part.strangers += 1,
        Found::Unreadable => part.unreadable += 1,
    }
    found
}
