use super::*;
use crate::arrivals::{Arrivals, Law, Spacing};

fn ramp(from: f64, to: f64, length: u64) -> Law {
    let ramp = Ramp::new(Rate::per_s(from), Rate::per_s(to), length).unwrap();
    Law::Changing(Course::Ramp(ramp), Spacing::Even)
}

fn steps(given: &[(f64, u64)]) -> Law {
    let given: Vec<_> = given.iter().map(|(rate, s)| (Rate::per_s(*rate), s * SECOND)).collect();
    Law::Changing(Course::Steps(Steps::new(&given).unwrap()), Spacing::Even)
}

fn dues(law: &Law) -> Vec<u64> {
    Arrivals::new(law, 7, "p").map(|(_, due)| due).collect()
}

#[test]
fn a_ramp_from_nothing_is_due_at_the_root_of_2_t_k_over_to() {
    // 100/s after 2 s: N(t) = 25 t², so t = √k / 5 s.
    let dues = dues(&ramp(0.0, 100.0, 2 * SECOND));
    assert_eq!(dues.len(), 100);
    assert_eq!(dues[..5], [0, 200_000_000, 282_842_712, 346_410_161, 400_000_000]);
    assert_eq!(dues[81], 1_800_000_000);
}

#[test]
fn a_ramp_down_to_nothing_mirrors_it() {
    // N(t) = 100 t − 25 t²; k = 75 at t = 1 s, k = 19 at t = 0.2 s, the 99th at 2 − 1/5 s.
    let dues = dues(&ramp(100.0, 0.0, 2 * SECOND));
    assert_eq!(dues.len(), 100);
    assert_eq!(
        (dues[0], dues[19], dues[75], dues[99]),
        (0, 200_000_000, SECOND, 1_800_000_000)
    );
}

#[test]
fn a_level_ramp_is_the_constant_law() {
    let level = dues(&ramp(700.0, 700.0, SECOND));
    let constant: Vec<u64> = Arrivals::new(&Law::Constant(Rate::per_s(700.0).unwrap()), 7, "p")
        .map(|(_, due)| due)
        .take(700)
        .collect();
    assert_eq!(level, constant);
}

#[test]
fn each_due_time_of_a_ramp_is_the_last_nanosecond_that_does_not_exceed_k() {
    for (from, to, length) in [
        (0.0, 3.7, 100 * SECOND),
        (9_000.5, 0.0, SECOND + 1),
        (1.0, 9_999.0, 999_999_937),
        (123.456_789, 123.456_788, 30 * SECOND),
    ] {
        let ramp = Ramp::new(Rate::per_s(from), Rate::per_s(to), length).unwrap();
        let mut k = 0;
        while let Some(due) = ramp.due(k * REQUEST) {
            let wanted = 2 * u128::from(length) * k * REQUEST;
            assert!(
                ramp.doubled(due) <= wanted && wanted < ramp.doubled(due + 1),
                "{from} to {to}: {k}"
            );
            k += 1;
        }
        // The count is the integral: the first k it never exceeds.
        let whole = u128::from(ramp.from + ramp.to) * u128::from(length);
        assert_eq!(k, whole.div_ceil(2 * REQUEST), "{from} to {to}");
    }
}

#[test]
fn the_steepest_and_longest_ramp_does_not_overflow() {
    let most = Rate::per_s(crate::arrivals::HIGHEST_RATE);
    let ramp = Ramp::new(most, most, LONGEST_RAMP).unwrap();
    let last = 36_000_000_000 - 1;
    assert_eq!(ramp.due(last * REQUEST), Some(LONGEST_RAMP - 100));
    assert_eq!(ramp.due((last + 1) * REQUEST), None);
    assert_eq!(Ramp::new(most, most, LONGEST_RAMP + 1), None);
    assert_eq!(Ramp::new(None, None, SECOND), None);
}

#[test]
fn steps_are_constant_within_and_carry_the_rest_over() {
    // 1.5 requests in the first second: the one half done by then is due when the second step completes it.
    let dues = dues(&steps(&[(1.5, 1), (4.0, 1)]));
    assert_eq!(
        dues,
        [
            0,
            666_666_666,
            1_125_000_000,
            1_375_000_000,
            1_625_000_000,
            1_875_000_000
        ]
    );
}

#[test]
fn a_pause_among_the_steps_holds_requests_back_until_it_is_over() {
    let dues = dues(&steps(&[(2.0, 1), (0.0, 3), (1.0, 2), (0.0, 1)]));
    assert_eq!(dues, [0, SECOND / 2, 4 * SECOND, 5 * SECOND]);
    assert_eq!(Steps::new(&[(None, SECOND)]), None);
}

#[test]
fn mean_and_highest_rate_are_those_of_the_course() {
    let Law::Changing(up, _) = ramp(100.0, 300.0, SECOND) else {
        panic!()
    };
    assert_eq!(
        (up.mean_per_s(), up.highest_per_s(), up.length()),
        (200.0, 300.0, SECOND)
    );
    let Law::Changing(stairs, _) = steps(&[(100.0, 1), (0.0, 1), (50.0, 2)]) else {
        panic!()
    };
    assert_eq!(
        (stairs.mean_per_s(), stairs.highest_per_s(), stairs.length()),
        (50.0, 100.0, 4 * SECOND)
    );
}

/// Through the integrated rate a Poisson process of changing rate becomes one of rate 1; 1.63/√n is the 1 % point.
#[test]
fn a_ramp_of_poisson_arrivals_is_one_seen_through_its_integral() {
    let (rate, length) = (20_000.0, 10 * SECOND);
    let ramp = Ramp::new(None, Rate::per_s(rate), length).unwrap();
    let law = Law::Changing(Course::Ramp(ramp), Spacing::Poisson);
    let mut last = 0.0;
    let mut gaps: Vec<f64> = Arrivals::new(&law, 3, "ks")
        .map(|(_, due)| {
            let reached = ramp.doubled(due) as f64 / (2.0 * length as f64 * REQUEST as f64);
            let gap = reached - last;
            last = reached;
            gap
        })
        .collect();
    gaps.sort_by(f64::total_cmp);
    let n = gaps.len() as f64;
    assert!((n - 100_000.0).abs() < 4.0 * 100_000f64.sqrt(), "{n}");
    let distance = gaps.iter().enumerate().fold(0f64, |worst, (i, gap)| {
        let law = 1.0 - (-gap).exp();
        worst
            .max((law - i as f64 / n).abs())
            .max((law - (i + 1) as f64 / n).abs())
    });
    assert!(distance < 1.63 / n.sqrt(), "distance {distance}");
}
