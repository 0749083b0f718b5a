//! The result of a phase of rooms.

use serde::Serialize;

use crate::histogram::Percentiles;
use crate::verdict::Verdict;

/// A delivery that was kept whole.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryResult {
    pub member: usize,
    pub body_base64: String,
}

/// What a phase of rooms came to. A value that is not known is null, never 0.
#[derive(Debug, Clone, Serialize)]
pub struct RoomsResult {
    pub verdict: Verdict,
    pub reasons: Vec<String>,
    pub partial: bool,
    pub balanced: bool,
    /// Of each message.
    pub receivers: u64,
    pub planned: u64,
    pub sent: u64,
    pub unsent: u64,
    pub expected: u64,
    pub delivered: u64,
    pub lost: u64,
    pub duplicates: u64,
    /// Deliveries of a message after a later one of the same sender had come to the same member.
    pub reordered: u64,
    /// Deliveries whose number, where a plan says of one, is missing or no larger than that of the one before to the same member.
    pub misnumbered: u64,
    pub strangers: u64,
    pub unreadable: u64,
    pub connections: usize,
    pub lost_connections: u64,
    /// Connections lost to a broken rule of the protocol, and the first such rule.
    pub protocol_errors: u64,
    pub protocol_error: Option<String>,
    pub pings: u64,
    /// Messages planned a second; null in a closed loop, as are `delay_ms`, `last_delay_ms` and `send_lag_us`: nothing was due.
    pub offered_per_s: Option<f64>,
    /// Messages, and deliveries, a second of issuing; of a closed loop the deliveries that came before its end.
    pub sent_per_s: Option<f64>,
    pub delivered_per_s: Option<f64>,
    /// First due (closed: first sent) to last delivery.
    pub took_s: Option<f64>,
    pub delay_ms: Option<Percentiles>,
    pub transit_ms: Option<Percentiles>,
    pub last_delay_ms: Option<Percentiles>,
    pub last_transit_ms: Option<Percentiles>,
    pub send_lag_us: Option<Percentiles>,
    pub cpu_us_per_delivery: Option<f64>,
    pub busy_share: Option<f64>,
    /// Deliveries by second of their arrival.
    pub by_second: Vec<u64>,
    pub histograms: RoomsHistograms,
}

/// HDR V2, deflated, base64, in ns; null where nothing was recorded.
#[derive(Debug, Clone, Serialize)]
pub struct RoomsHistograms {
    pub unit: &'static str,
    pub delay: Option<String>,
    pub transit: Option<String>,
    pub last_delay: Option<String>,
    pub last_transit: Option<String>,
    pub send_lag: Option<String>,
}
