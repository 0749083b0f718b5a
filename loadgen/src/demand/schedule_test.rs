use super::*;
use crate::arrivals::{Course, Law, Ramp, Rate, Spacing, Steps};

fn schedule(index: u64, of: u64, cap: usize) -> Schedule {
    let arrivals = Arrivals::new(&Law::Poisson(Rate::per_s(1000.0).unwrap()), 7, "steady");
    Schedule::new(arrivals, Share { index, of }, 5000, cap)
}

fn drain(mut schedule: Schedule, end: u64) -> Vec<Wanted> {
    std::iter::from_fn(|| schedule.take(u64::MAX, end)).collect()
}

fn laws() -> Vec<Law> {
    let rate = |per_s| Rate::per_s(per_s);
    let ramp = Ramp::new(None, rate(2000.0), 1_000_000_000).unwrap();
    let half = 500_000_000;
    let steps = Steps::new(&[(rate(700.0), half), (None, half / 2), (rate(3000.0), half / 2)]).unwrap();
    let offsets: Vec<u64> = (0..1000u64).map(|k| k * k * 997 / 3 * 3).collect();
    vec![
        Law::Constant(rate(1000.0).unwrap()),
        Law::Poisson(rate(1000.0).unwrap()),
        Law::Changing(Course::Ramp(ramp), Spacing::Even),
        Law::Changing(Course::Ramp(ramp), Spacing::Poisson),
        Law::Changing(Course::Steps(steps.clone()), Spacing::Even),
        Law::Changing(Course::Steps(steps), Spacing::Poisson),
        Law::Replay(offsets.into()),
    ]
}

#[test]
fn any_number_of_workers_split_one_and_the_same_plan_whatever_the_law() {
    let end = 5000 + 1_000_000_000;
    for law in laws() {
        let part = |index, of| {
            let arrivals = Arrivals::new(&law, 7, "steady");
            drain(Schedule::new(arrivals, Share { index, of }, 5000, 10), end)
        };
        let whole = part(0, 1);
        assert!(whole.len() > 900, "{law:?}");
        assert!(whole.is_sorted_by_key(|wanted| wanted.due), "{law:?}");
        let planned = Arrivals::new(&law, 7, "steady").count_before(end - 5000);
        assert_eq!(whole.len() as u64, planned, "{law:?}");
        for of in [2, 3, 7] {
            let mut parts: Vec<Wanted> = (0..of).flat_map(|index| part(index, of)).collect();
            parts.sort_by_key(|wanted| wanted.k);
            assert_eq!(parts, whole, "{of} workers, {law:?}");
        }
    }
}

#[test]
fn a_plan_that_has_ended_has_nothing_due_any_more() {
    let arrivals = Arrivals::new(&Law::Replay([3, 3].into()), 7, "steady");
    let mut schedule = Schedule::new(arrivals, Share { index: 1, of: 2 }, 5000, 10);
    assert_eq!(schedule.take(5003, 9000), Some(Wanted { k: 1, due: 5003 }));
    assert_eq!((schedule.next.due, schedule.take(u64::MAX, u64::MAX)), (u64::MAX, None));
}

#[test]
fn what_has_waited_for_longer_than_the_age_cap_is_shed_wherever_it_stands() {
    let arrivals = Arrivals::new(&Law::Replay([0, 100, 200, 300].into()), 7, "steady");
    let mut schedule = Schedule::new(arrivals, Share { index: 0, of: 1 }, 5000, 10).with_age_cap(Some(150));
    schedule.queue(5100, u64::MAX, |wanted| panic!("{wanted:?}"));
    let mut shed = Vec::new();
    schedule.drop_aged(5150, u64::MAX, |wanted| shed.push(wanted.k));
    assert!(shed.is_empty(), "150 ns are not longer than 150 ns");
    schedule.drop_aged(5151, u64::MAX, |wanted| shed.push(wanted.k));
    assert_eq!(shed, [0]);
    schedule.drop_aged(5351, u64::MAX, |wanted| shed.push(wanted.k));
    assert_eq!(shed, [0, 1, 2], "k = 2 was never queued");
    assert_eq!(schedule.take(5351, u64::MAX).map(|w| w.k), Some(3));
}

#[test]
fn nothing_is_taken_before_it_is_due_or_after_the_end() {
    let mut schedule = schedule(0, 1, 10);
    let due = schedule.next.due;
    assert_eq!(schedule.take(due - 1, u64::MAX), None);
    assert_eq!(schedule.take(due, due), None);
    assert_eq!(schedule.take(due, due + 1), Some(Wanted { k: 0, due }));
}

#[test]
fn looking_ahead_changes_nothing_of_what_is_taken() {
    let whole = drain(schedule(0, 1, 10), 5000 + 1_000_000_000);
    let mut looking = schedule(0, 1, 10);
    let mut taken = Vec::new();
    while let Some(wanted) = looking.take(u64::MAX, 5000 + 1_000_000_000) {
        taken.push(wanted);
        let moment = wanted.due + 3_000_000;
        let after = whole.iter().find(|wanted| wanted.due > moment).map(|wanted| wanted.due);
        if after.is_some() {
            assert_eq!(looking.due_after(moment), after);
        }
    }
    assert_eq!(taken, whole);
    assert_eq!(looking.due_after(u64::MAX - 1), None);
    assert!(looking.later.len() <= OUTLOOK);
}

#[test]
fn requests_wait_in_order_and_those_beyond_the_cap_are_shed() {
    let mut schedule = schedule(0, 1, 3);
    let mut shed = Vec::new();
    schedule.queue(5000 + 10_000_000, u64::MAX, |wanted| shed.push(wanted.k));
    assert_eq!(schedule.waiting.len(), 3);
    assert_eq!(shed.first(), Some(&3));
    assert_eq!(schedule.take(0, u64::MAX).map(|w| w.k), Some(0));
    assert_eq!(schedule.give_up().map(|w| w.k), Some(1));
}
