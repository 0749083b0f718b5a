//! What one worker counts in a phase of rooms.

use super::board::{Board, Found};
use crate::clock::SECOND;
use crate::cost::Usage;
use crate::histogram::Times;

/// What a worker counted in a phase.
#[derive(Debug, Default)]
pub struct Part {
    pub end: u64,
    pub sent: u64,
    pub unsent: u64,
    pub late: u64,
    pub delivered: u64,
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
}

/// Counts what member `number` was delivered.
pub fn take(board: &Board, part: &mut Part, number: usize, message: &[u8], now: u64) {
    match board.take(number, message, now) {
        Found::Delivered { k, sent } => {
            part.delivered += 1;
            part.transit.record(now.saturating_sub(sent));
            part.delay.record(now.saturating_sub(board.due(k)));
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
}
