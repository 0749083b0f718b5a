use super::*;

const SOUND: Evidence = Evidence {
    unbalanced: None,
    demand: Demanded::Requests,
    planned: 10_000,
    late: 100,
    busy: 0.90,
    waited_for_core: Some(0.04),
    stolen: Some(0.0),
    shed: 0,
    queued_at_end: 100,
    found_all_busy: 100,
    crowding: None,
};

fn crowded(crowded: u64, roomy: u64) -> Option<Crowding> {
    Some(Crowding {
        connections: 64,
        per_s: 1000.0,
        crowded: Some(crowded),
        roomy: Some(roomy),
    })
}

#[test]
fn each_rule_turns_the_verdict_just_beyond_its_limit() {
    let short = Evidence {
        planned: 200,
        queued_at_end: 0,
        found_all_busy: 29,
        late: 29,
        ..SOUND
    };
    let cases = [
        (SOUND, Verdict::Valid),
        (short.clone(), Verdict::Valid),
        (Evidence { late: 101, ..SOUND }, Verdict::GeneratorLimited),
        (
            Evidence {
                late: 30,
                ..short.clone()
            },
            Verdict::GeneratorLimited,
        ),
        (Evidence { busy: 0.92, ..SOUND }, Verdict::GeneratorLimited),
        (
            Evidence {
                waited_for_core: None,
                busy: 0.95,
                ..SOUND
            },
            Verdict::Valid,
        ),
        (
            Evidence {
                waited_for_core: None,
                busy: 0.951,
                ..SOUND
            },
            Verdict::GeneratorLimited,
        ),
        (
            Evidence {
                late: 101,
                waited_for_core: Some(0.05),
                ..SOUND
            },
            Verdict::NoisyHost,
        ),
        (
            Evidence {
                stolen: Some(0.201),
                ..SOUND
            },
            Verdict::NoisyHost,
        ),
        (
            Evidence {
                stolen: Some(0.20),
                ..SOUND
            },
            Verdict::Valid,
        ),
        // As many more may be late as fell due while the hypervisor had the core.
        (
            Evidence {
                stolen: Some(0.05),
                late: 600,
                ..SOUND
            },
            Verdict::Valid,
        ),
        (
            Evidence {
                stolen: Some(0.05),
                late: 601,
                ..SOUND
            },
            Verdict::GeneratorLimited,
        ),
        (Evidence { stolen: None, ..SOUND }, Verdict::Valid),
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
                queued_at_end: 101,
                crowding: crowded(126, 100),
                ..SOUND
            },
            Verdict::ServerSaturated,
        ),
        (
            Evidence {
                queued_at_end: 101,
                crowding: crowded(125, 100),
                ..SOUND
            },
            Verdict::ConnectionLimited,
        ),
        (
            Evidence {
                shed: 1,
                crowding: crowded(125, 100),
                ..SOUND
            },
            Verdict::ConnectionLimited,
        ),
        (
            Evidence {
                found_all_busy: 101,
                ..SOUND
            },
            Verdict::ConnectionLimited,
        ),
        (
            Evidence {
                found_all_busy: 30,
                late: 0,
                ..short
            },
            Verdict::ConnectionLimited,
        ),
        (
            Evidence {
                unbalanced: Some("1 != 2".to_string()),
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
    let mut all = Evidence {
        unbalanced: Some("sum".to_string()),
        stolen: Some(0.5),
        late: 5000,
        shed: 10,
        found_all_busy: 5000,
        ..SOUND
    };
    assert_eq!(judge(&all), (Verdict::Void, vec!["sum".to_string()]));
    all.unbalanced = None;
    assert_eq!(judge(&all).0, Verdict::NoisyHost);
    all.stolen = None;
    assert_eq!(judge(&all).0, Verdict::GeneratorLimited);
    all.late = 0;
    assert_eq!(judge(&all).0, Verdict::ServerSaturated);
    all.shed = 0;
    assert_eq!(judge(&all).0, Verdict::ConnectionLimited);
}

#[test]
fn a_closed_loop_knows_neither_lateness_nor_queue() {
    let closed = Evidence {
        demand: Demanded::Turns,
        late: 5000,
        queued_at_end: 5000,
        found_all_busy: 5000,
        ..SOUND
    };
    assert_eq!(judge(&closed).0, Verdict::Valid);
    assert_eq!(
        judge(&Evidence {
            busy: 0.99,
            ..closed.clone()
        })
        .0,
        Verdict::GeneratorLimited
    );
    assert_eq!(
        judge(&Evidence {
            stolen: Some(0.3),
            ..closed
        })
        .0,
        Verdict::NoisyHost
    );
}

#[test]
fn littles_law_says_how_many_connections_the_rate_needs() {
    let (_, reasons) = judge(&Evidence {
        found_all_busy: 5000,
        crowding: crowded(100 * MILLISECOND, 100 * MILLISECOND),
        ..SOUND
    });
    assert_eq!(
        reasons[1],
        "64 connections at a service time of 100.0 ms carry at most 640/s; 1000/s need about 100"
    );
}
