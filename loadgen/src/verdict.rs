//! The generator's verdict on itself: may this phase's figures be read as the server's?

use serde::Serialize;

use crate::histogram::LEAST_TAIL;

/// What a phase's figures are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The figures are the server's.
    Valid,
    /// The generator was late or had no time left: the figures are partly its own.
    GeneratorLimited,
    /// The server did not keep up with the rate: its response times grow with the length of the phase.
    ServerSaturated,
    /// The books do not balance: no figure can be trusted.
    Void,
}

/// What the verdict rests on. Shares are of 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    pub balanced: bool,
    /// Open loop: requests were due at a rate.
    pub open: bool,
    pub planned: u64,
    /// Requests sent more than 1 ms late though a connection was idle.
    pub late: u64,
    /// The busiest worker's CPU time over the time it issued.
    pub busy: f64,
    /// The same with the time it was ready to run but waited for a core; none where the kernel does not tell.
    pub wanted: Option<f64>,
    pub shed: u64,
    /// Requests still waiting for a connection when issuing ended.
    pub queued_at_end: u64,
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

/// The most late requests a phase of `planned` may have. Fewer than 30 are below the tail of every percentile told
/// (`LEAST_TAIL`), so in a short phase they spoil none.
fn late_limit(planned: u64) -> f64 {
    (planned as f64 * LATE_SHARE).max(LEAST_TAIL - 1.0)
}

/// The verdict and its reasons in words. The gravest holds: void, generator-limited, server-saturated, valid.
///
/// A rule "achieved below 99 % of offered while connections were idle" is not needed beside these: a
/// request that is not sent while a connection is idle is late, and one lateness in a hundred is enough.
pub fn judge(evidence: &Evidence) -> (Verdict, Vec<String>) {
    if !evidence.balanced {
        let reason = "the outcomes do not add up to the requests planned".to_string();
        return (Verdict::Void, vec![reason]);
    }
    let mut reasons = generator_reasons(evidence);
    if !reasons.is_empty() {
        return (Verdict::GeneratorLimited, reasons);
    }
    if evidence.open {
        if evidence.shed > 0 {
            reasons.push(format!(
                "{} requests were shed: the queue was full with every connection busy",
                evidence.shed
            ));
        }
        if evidence.queued_at_end as f64 > (evidence.planned as f64 * QUEUE_SHARE).max(1.0) {
            reasons.push(format!(
                "{} of {} requests still waited for a busy connection when the last was due",
                evidence.queued_at_end, evidence.planned
            ));
        }
    }
    let verdict = if reasons.is_empty() {
        Verdict::Valid
    } else {
        Verdict::ServerSaturated
    };
    (verdict, reasons)
}

fn generator_reasons(evidence: &Evidence) -> Vec<String> {
    let mut reasons = Vec::new();
    if evidence.open && evidence.late as f64 > late_limit(evidence.planned) {
        reasons.push(format!(
            "{} of {} requests were sent more than 1 ms late though a connection was idle (limit 1 %)",
            evidence.late, evidence.planned
        ));
    }
    if evidence.busy > BUSY_SHARE {
        reasons.push(format!(
            "a worker used {:.0} % of its core (limit 95 %)",
            evidence.busy * 100.0
        ));
    } else if let Some(wanted) = evidence.wanted.filter(|wanted| *wanted > BUSY_SHARE) {
        reasons.push(format!(
            "a worker ran or waited for a core {:.0} % of the time (limit 95 %)",
            wanted.min(1.0) * 100.0
        ));
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: Evidence = Evidence {
        balanced: true,
        open: true,
        planned: 10_000,
        late: 100,
        busy: 0.95,
        wanted: Some(0.95),
        shed: 0,
        queued_at_end: 100,
    };

    #[test]
    fn each_rule_turns_the_verdict_just_beyond_its_limit() {
        let cases = [
            (SOUND, Verdict::Valid),
            (Evidence { late: 101, ..SOUND }, Verdict::GeneratorLimited),
            (
                Evidence {
                    planned: 200,
                    late: 29,
                    queued_at_end: 0,
                    ..SOUND
                },
                Verdict::Valid,
            ),
            (
                Evidence {
                    planned: 200,
                    late: 30,
                    queued_at_end: 0,
                    ..SOUND
                },
                Verdict::GeneratorLimited,
            ),
            (Evidence { busy: 0.951, ..SOUND }, Verdict::GeneratorLimited),
            (
                Evidence {
                    wanted: Some(0.951),
                    ..SOUND
                },
                Verdict::GeneratorLimited,
            ),
            (Evidence { wanted: None, ..SOUND }, Verdict::Valid),
            (Evidence { shed: 1, ..SOUND }, Verdict::ServerSaturated),
            (
                Evidence {
                    queued_at_end: 101,
                    ..SOUND
                },
                Verdict::ServerSaturated,
            ),
            (
                Evidence {
                    balanced: false,
                    ..SOUND
                },
                Verdict::Void,
            ),
        ];
        for (evidence, expected) in cases {
            let (verdict, reasons) = judge(&evidence);
            assert_eq!(verdict, expected, "{evidence:?}");
            assert_eq!(reasons.is_empty(), verdict == Verdict::Valid);
        }
    }

    #[test]
    fn the_gravest_verdict_holds() {
        let all = Evidence {
            balanced: false,
            late: 5000,
            shed: 10,
            ..SOUND
        };
        assert_eq!(judge(&all).0, Verdict::Void);
        assert_eq!(judge(&Evidence { balanced: true, ..all }).0, Verdict::GeneratorLimited);
    }

    #[test]
    fn a_closed_loop_knows_neither_lateness_nor_queue() {
        let closed = Evidence {
            open: false,
            late: 5000,
            queued_at_end: 5000,
            ..SOUND
        };
        assert_eq!(judge(&closed).0, Verdict::Valid);
        assert_eq!(judge(&Evidence { busy: 0.99, ..closed }).0, Verdict::GeneratorLimited);
    }
}
