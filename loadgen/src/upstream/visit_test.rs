use super::*;
use crate::clock::MILLISECOND;
use serde_json::Value;

fn question(target: &str) -> Question {
    Question::read(format!("GET {target} HTTP/1.1\r\n\r\n").as_bytes()).0
}

fn count(counts: &Counts, name: &str) -> u64 {
    let value: Value = serde_json::from_slice(&counts.json()).unwrap();
    value[name].as_u64().unwrap()
}

#[test]
fn an_answer_is_due_after_its_wait_and_not_before_the_one_asked_for_first() {
    let counts = Arc::new(Counts::default());
    let mut visit = Visit::begin(&counts);
    let (now, ms) = (77, MILLISECOND);
    // 200 ms, then 50 ms, then at once: all wait for the first.
    let slowest = (0..).find(|sku| sku * 104_729 % 151 == 150).unwrap();
    let slow = question(&format!("/stock/{slowest}"));
    assert_eq!(visit.ask(&slow, now), Some(now + 200 * ms));
    assert_eq!(visit.ask(&question("/stock/0"), now + ms), Some(now + 200 * ms));
    assert_eq!(visit.ask(&question("/counts"), now + 2 * ms), Some(now + 200 * ms));
    assert_eq!(visit.ask(&question("/stock/0"), now + 160 * ms), Some(now + 210 * ms));
    // With nothing before it, what needs no wait goes at once.
    for asked in [
        &slow,
        &question("/stock/0"),
        &question("/counts"),
        &question("/stock/0"),
    ] {
        visit.answered(asked);
    }
    assert_eq!(visit.ask(&question("/counts"), now + 300 * ms), Some(now + 300 * ms));
}

#[test]
fn what_is_asked_behind_an_answer_that_is_due_but_has_not_gone_waits_for_it() {
    let mut visit = Visit::begin(&Arc::default());
    visit.ask(&question("/stock/0"), 0);
    let late = 60 * MILLISECOND;
    assert!(visit.ask(&question("/nowhere"), late).unwrap() > late);
}

#[test]
fn behind_an_answer_that_never_comes_nothing_comes() {
    let mut visit = Visit::begin(&Arc::default());
    assert_eq!(visit.ask(&question("/stock/900003"), 5), Some(NEVER));
    assert_eq!(visit.ask(&question("/stock/1"), 6), Some(NEVER));
    assert_eq!(visit.ask(&question("/counts"), 7), Some(NEVER));
}

#[test]
fn whatever_ends_a_visit_gives_up_what_waits() {
    let counts = Arc::new(Counts::default());
    let mut one = Visit::begin(&counts);
    let other = Visit::begin(&counts);
    for target in ["/stock/1", "/counts", "/stock/2", "/stock/900003"] {
        one.ask(&question(target), 0);
    }
    one.answered(&question("/stock/1"));
    let names = ["requests", "answered", "abandoned", "connections", "most_in_flight"];
    assert_eq!(names.map(|name| count(&counts, name)), [3, 1, 0, 2, 3]);
    drop(one);
    assert_eq!(names.map(|name| count(&counts, name)), [3, 1, 2, 1, 3]);
    drop(other);
    assert_eq!(names.map(|name| count(&counts, name)), [3, 1, 2, 0, 3]);
}

#[test]
fn whoever_asks_too_far_ahead_or_goes_on_behind_the_end_is_let_go() {
    let mut visit = Visit::begin(&Arc::default());
    let asked = (0..).take_while(|_| visit.ask(&question("/stock/1"), 0).is_some());
    assert_eq!(asked.count(), 1024);
    let mut ended = Visit::begin(&Arc::default());
    assert!(!ended.ended);
    ended.ask(&Question::ENDLESS, 0);
    assert!(ended.ended && ended.throw_away(LONGEST_FAREWELL) && !ended.throw_away(1));
}
