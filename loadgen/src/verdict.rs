//! The generator's verdict on itself: may these figures be read as the server's? Of a phase, and of each second.

use serde::Serialize;

use crate::clock::MILLISECOND;
use crate::histogram::LEAST_TAIL;

/// What figures are worth, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The books do not balance: no figure can be trusted.
    Void,
    /// Others took the machine from the generator: the figures are partly theirs.
    NoisyHost,
    /// The generator was late or had no time left: the figures are partly its own.
    GeneratorLimited,
    /// The server did not keep up with the rate: its response times grow with the length of the phase.
    ServerSaturated,
    /// Requests waited for a connection while the server had time left: more connections would carry the load.
    ConnectionLimited,
    /// The figures are the server's.
    Valid,
}

/// What was demanded of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demanded {
    /// Open loop: requests due at a rate.
    Requests,
    /// Closed loop: none is due, so none is late and none can wait.
    Turns,
    /// Messages of rooms due at a rate, each on its sender's own connection.
    Messages,
}

/// What the verdict rests on. Shares are of 1, times in ns.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The sum that does not come out, in words; none: it does.
    pub unbalanced: Option<String>,
    pub demand: Demanded,
    pub planned: u64,
    /// Requests sent more than 1 ms late though a connection was idle.
    pub late: u64,
    /// The busiest worker's CPU time over the time it issued.
    pub busy: f64,
    /// The largest share of its time that any worker was ready to run but waited for a core; none where the kernel does not
    /// tell.
    pub waited_for_core: Option<f64>,
    /// The largest share of its core's time that the hypervisor gave to others.
    pub stolen: Option<f64>,
    pub shed: u64,
    /// Requests still waiting for a connection when issuing ended.
    pub queued_at_end: u64,
    /// Requests that found every connection busy when they were due.
    pub found_all_busy: u64,
    pub crowding: Option<Crowding>,
}

/// A usual service time with every connection busy, and with at most half of them; none: too few such requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crowding {
    pub connections: usize,
    pub per_s: f64,
    pub crowded: Option<u64>,
    pub roomy: Option<u64>,
}

/// More requests than this share sent late through our fault: then p99 itself is ours. 1 ms of lag is
/// the limit of the study of rounds (lag p99 above max(1 ms, 5 % of the objective) voids a round); no
/// objective is known here, so the stricter part stands alone. p99.9 and the maximum are not guarded
/// by it: the histogram of the generator's lag stands beside them.
const LATE_SHARE: f64 = 0.01;
/// A worker without one twentieth of its time to spare sets the pace itself.
const BUSY_SHARE: f64 = 0.95;
/// A queue at the end of more than this share of the plan has been growing; a passing burst has not.
const QUEUE_SHARE: f64 = 0.01;
/// More than this share that found every connection busy: then p99 holds waits for a connection.
const ALL_BUSY_SHARE: f64 = 0.01;
/// Twice the limit of rounds for time given to others (METHODOLOGY: steal), which is of all cores together: of two, one may bear it all.
const STOLEN_SHARE: f64 = 0.20;
/// A late worker that waited for its core for a twentieth of the time was kept from it: the lateness is not its own.
const KEPT_WAITING_SHARE: f64 = 0.05;
/// A server at its limit is slower the more is asked of it at once, by the queue it then has; one that only waits (for a
/// timer, another service) is not. A quarter more allows for noise.
const NOT_SLOWED: f64 = 1.25;

/// The most requests a share may be of `planned` and spoil nothing. Fewer than 30 are below the tail of every percentile
/// told (`LEAST_TAIL`), so in a short phase they spoil none.
fn most(share: f64, planned: u64) -> f64 {
    (planned as f64 * share).max(LEAST_TAIL - 1.0)
}

/// The verdict and its reasons in words. The gravest holds.
///
/// A rule "achieved below 99 % of offered while connections were idle" is not needed beside these: a
/// request that is not sent while a connection is idle is late, and one lateness in a hundred is enough.
pub fn judge(evidence: &Evidence) -> (Verdict, Vec<String>) {
    if let Some(sum) = &evidence.unbalanced {
        return (Verdict::Void, vec![sum.clone()]);
    }
    let of_host = host_reasons(evidence);
    if !of_host.is_empty() {
        return (Verdict::NoisyHost, of_host);
    }
    let own = generator_reasons(evidence);
    if !own.is_empty() {
        return (Verdict::GeneratorLimited, own);
    }
    if evidence.demand != Demanded::Requests {
        return (Verdict::Valid, Vec::new());
    }
    let mut overload = overload_reasons(evidence);
    if !overload.is_empty() {
        overload.extend(evidence.crowding.and_then(little));
        let verdict = match evidence.crowding.is_some_and(not_slowed) {
            true => Verdict::ConnectionLimited,
            false => Verdict::ServerSaturated,
        };
        return (verdict, overload);
    }
    if evidence.found_all_busy as f64 > most(ALL_BUSY_SHARE, evidence.planned) {
        let mut reasons = vec![format!(
            "{} of {} requests found every connection busy when they were due (limit 1 %)",
            evidence.found_all_busy, evidence.planned
        )];
        reasons.extend(evidence.crowding.and_then(little));
        return (Verdict::ConnectionLimited, reasons);
    }
    (Verdict::Valid, Vec::new())
}

/// What is due while the hypervisor has the core is sent late, and no generator could help it: as large a share as the time it took.
fn late_allowed(evidence: &Evidence) -> f64 {
    LATE_SHARE + evidence.stolen.unwrap_or(0.0)
}

fn is_late(evidence: &Evidence) -> bool {
    evidence.demand != Demanded::Turns && evidence.late as f64 > most(late_allowed(evidence), evidence.planned)
}

fn host_reasons(evidence: &Evidence) -> Vec<String> {
    let mut reasons = Vec::new();
    if let Some(share) = evidence.stolen.filter(|share| *share > STOLEN_SHARE) {
        reasons.push(format!(
            "the hypervisor gave {:.1} % of a worker's core to others (limit 20 %)",
            share * 100.0
        ));
    }
    let kept = |share: &f64| is_late(evidence) && *share >= KEPT_WAITING_SHARE;
    if let Some(share) = evidence.waited_for_core.filter(kept) {
        reasons.push(format!(
            "{}, and a worker waited for its core {:.0} % of the time (limit 5 %)",
            late(evidence),
            share * 100.0
        ));
    }
    reasons
}

fn late(evidence: &Evidence) -> String {
    let whose = match evidence.demand {
        Demanded::Messages => "messages were sent more than 1 ms late",
        Demanded::Requests | Demanded::Turns => "requests were sent more than 1 ms late though a connection was idle",
    };
    let (late, planned, limit) = (evidence.late, evidence.planned, 100.0 * late_allowed(evidence));
    format!("{late} of {planned} {whose} (limit {limit:.0} %)")
}

fn generator_reasons(evidence: &Evidence) -> Vec<String> {
    let mut reasons = Vec::new();
    if is_late(evidence) {
        reasons.push(late(evidence));
    }
    let wanted = evidence.busy + evidence.waited_for_core.unwrap_or(0.0);
    if evidence.busy > BUSY_SHARE {
        reasons.push(format!(
            "a worker used {:.0} % of its core (limit 95 %)",
            evidence.busy * 100.0
        ));
    } else if wanted > BUSY_SHARE {
        reasons.push(format!(
            "a worker ran or waited for a core {:.0} % of the time (limit 95 %)",
            wanted.min(1.0) * 100.0
        ));
    }
    reasons
}

fn overload_reasons(evidence: &Evidence) -> Vec<String> {
    let mut reasons = Vec::new();
    if evidence.shed > 0 {
        reasons.push(format!(
            "{} requests were shed: the queue was full, or they had waited too long, with every connection busy",
            evidence.shed
        ));
    }
    if evidence.queued_at_end as f64 > (evidence.planned as f64 * QUEUE_SHARE).max(1.0) {
        reasons.push(format!(
            "{} of {} requests still waited for a busy connection when the last was due",
            evidence.queued_at_end, evidence.planned
        ));
    }
    reasons
}

fn not_slowed(crowding: Crowding) -> bool {
    crowding
        .crowded
        .zip(crowding.roomy)
        .is_some_and(|(crowded, roomy)| crowded as f64 <= roomy as f64 * NOT_SLOWED)
}

/// What the connections can carry at the service time seen (Little 1961: so many are busy as rate × time).
fn little(crowding: Crowding) -> Option<String> {
    let ns = crowding.crowded.filter(|ns| *ns > 0)?;
    let s = ns as f64 / crate::clock::SECOND as f64;
    Some(format!(
        "{} connections at a service time of {:.1} ms carry at most {:.0}/s; {:.0}/s need about {:.0}",
        crowding.connections,
        ns as f64 / MILLISECOND as f64,
        crowding.connections as f64 / s,
        crowding.per_s,
        (crowding.per_s * s).ceil()
    ))
}

#[cfg(test)]
#[path = "verdict_test.rs"]
mod tests;
