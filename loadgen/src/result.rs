//! The result of a phase as it is written out; `docs` of the fields: README.md of this crate.

pub mod rooms;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::histogram::Percentiles;
use crate::verdict::Verdict;

/// What one phase came to. A value that is not known is null, never 0.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseResult {
    pub verdict: Verdict,
    pub reasons: Vec<String>,
    /// The run was stopped before the phase's end.
    pub partial: bool,
    pub balanced: bool,
    pub planned: u64,
    pub correct: u64,
    pub wrong: u64,
    pub failed: u64,
    pub shed: u64,
    pub unfinished: u64,
    pub wrong_by: BTreeMap<&'static str, u64>,
    pub failed_by: BTreeMap<&'static str, u64>,
    pub by_operation: BTreeMap<String, OperationResult>,
    /// CLOCK_MONOTONIC.
    pub started_ns: u64,
    /// Planned length of issuing; null when a closed phase ends by its number of requests alone.
    pub for_s: Option<f64>,
    /// First due (closed: first sent) to last completion.
    pub took_s: Option<f64>,
    pub offered_per_s: Option<f64>,
    pub achieved_per_s: Option<f64>,
    pub response_ms: Option<Percentiles>,
    pub service_ms: Option<Percentiles>,
    pub failure_ms: Option<Percentiles>,
    pub send_lag_us: Option<Percentiles>,
    pub generator_lag_us: Option<Percentiles>,
    pub waited_for_generator: u64,
    pub waited_for_server: u64,
    pub cpu_us_per_request: Option<f64>,
    pub cpu_s: f64,
    /// The busiest worker's CPU time over the time it issued.
    pub busy_share: Option<f64>,
    /// Share of the phase in which somebody on the machine waited for a core.
    pub pressure_share: Option<f64>,
    pub involuntary_switches: u64,
    pub peak_memory_bytes: u64,
    /// How the sockets were used: io_uring or epoll.
    pub io: &'static str,
    pub reconnects: u64,
    pub unsolicited: u64,
    pub bytes_in: u64,
    pub bytes_out: u64,
    pub draws: String,
    pub histograms: Histograms,
    pub seconds: Vec<SecondResult>,
}

/// The counts of one operation.
#[derive(Debug, Clone, Serialize)]
pub struct OperationResult {
    pub correct: u64,
    pub wrong: u64,
    pub failed: u64,
    pub shed: u64,
    pub unfinished: u64,
    pub response_ms: Option<Percentiles>,
    pub service_ms: Option<Percentiles>,
    /// Null where the operation is not streamed, as the three below.
    pub first_byte_ms: Option<Percentiles>,
    pub gap_ms: Option<Percentiles>,
    pub bytes: Option<u64>,
    pub events: Option<u64>,
}

/// HDR V2, deflated, base64; null where nothing was recorded.
#[derive(Debug, Clone, Serialize)]
pub struct Histograms {
    pub unit: &'static str,
    pub response: Option<String>,
    pub service: Option<String>,
    pub send_lag: Option<String>,
    pub generator_lag: Option<String>,
    pub failure: Option<String>,
}

/// One second: counts by completion; from `sent` to `late`, percentiles and cells of the requests due (closed: sent) in it.
#[derive(Debug, Clone, Serialize)]
pub struct SecondResult {
    pub second: usize,
    pub verdict: Verdict,
    pub reasons: Vec<String>,
    pub correct: u64,
    pub wrong: u64,
    pub failed: u64,
    pub p50_ms: Option<f64>,
    pub p99_ms: Option<f64>,
    pub in_flight: u64,
    pub queued: u64,
    pub sent: u64,
    pub waited_for_server: u64,
    pub late: u64,
    pub busy_share: Option<f64>,
    pub stolen_share: Option<f64>,
    pub involuntary_switches: u64,
    pub cells: Vec<CellResult>,
}

/// The requests of one second, operation and outcome: HDR V2, deflated, base64, in ns; null where there is no such time.
#[derive(Debug, Clone, Serialize)]
pub struct CellResult {
    pub operation: String,
    pub outcome: &'static str,
    pub count: u64,
    pub response: Option<String>,
    pub service: Option<String>,
    pub send_lag: Option<String>,
}

/// A sampled answer.
#[derive(Debug, Clone, Serialize)]
pub struct BodyResult {
    pub k: u64,
    pub operation: String,
    pub variant: u32,
    pub status: Option<u16>,
    pub correct: bool,
    pub body_base64: String,
}
