//! How fast a core is while a contender works on it: a small fixed piece of work, done there every 3 ms or so, ahead of whoever
//! runs. A stranger on the other thread of the same physical core comes and goes within seconds and slows both alike; readings in the
//! pauses between phases (`core_speed`) miss that.
//!
//! The work is to be slowed by strangers and not by the contender it runs beside, or comparing contenders at equal speeds would take
//! from one what the other did. Rejected for that: calls through pointers and branches that hang on data, which follow services more
//! closely, but whose least time rose by up to a tenth beside one contender and not beside the other, since what the core has learnt of
//! jumps is the contender's when the work begins; loads and stores in the nearest cache, 1.3 %. Of this one it is 0.3 %.

use std::hint::black_box;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::clock::{self, MILLISECOND};
use crate::place;
use crate::problem::Problem;
use crate::random::Stream;

/// Times through all of the functions: 7 µs on a core left alone, 12 beside a stranger on its other thread.
const ROUNDS: u32 = 30;
/// Pauses are drawn, so that no rhythm of a contender's goes with them. Mean 3 ms: with the two switches 0.5 % of the core.
const LEAST_PAUSE: u64 = 2 * MILLISECOND;
const MOST_PAUSE: u64 = 4 * MILLISECOND;
/// Ten minutes without a question; who asks no more has gone, and memory is not filled for him.
const MOST_KEPT: usize = 200_000;

/// Watches each of the cores until `questions` end, and answers each of them with what was seen since the last.
pub fn run(
    cores: &[usize],
    questions: impl Iterator<Item = io::Result<String>>,
    mut answer: impl FnMut(&str) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let samples = Mutex::new(Vec::new());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let (samples, done) = (&samples, &done);
        let watches: Vec<_> = (0..cores.len().max(1))
            .map(|index| scope.spawn(move || watch(cores, index, samples, done)))
            .collect();
        let answered = questions
            .map_while(Result::ok)
            .try_for_each(|_question| answer(&line(&take(samples))));
        done.store(true, Ordering::Relaxed);
        // One that could not be pinned has ended with the reason; no thread panics with the lock held.
        watches
            .into_iter()
            .try_for_each(|watch| watch.join().expect("a watch does not panic"))
            .and(answered)
    })
}

fn take(samples: &Mutex<Vec<u64>>) -> Vec<u64> {
    std::mem::take(&mut samples.lock().expect("no watch panics with the lock held"))
}

/// One line of JSON: CPU time of each piece of work, in ns.
fn line(samples: &[u64]) -> String {
    let list = samples.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
    format!("{{\"event\":\"core-watch\",\"ns\":[{list}]}}\n")
}

fn watch(cores: &[usize], index: usize, samples: &Mutex<Vec<u64>>, done: &AtomicBool) -> Result<(), Problem> {
    place::pin(cores, index)?;
    place::go_first();
    let pauses = Stream::named(index as u64, "core-watch", "pauses");
    for nth in 0.. {
        let pause = LEAST_PAUSE + pauses.word(nth) % (MOST_PAUSE - LEAST_PAUSE);
        thread::sleep(Duration::from_nanos(pause));
        if done.load(Ordering::Relaxed) {
            break;
        }
        let sample = sample();
        let mut kept = samples.lock().expect("nobody panics with the lock held");
        if kept.len() < MOST_KEPT {
            kept.push(sample);
        }
    }
    Ok(())
}

/// It is done once before it is timed: what the contender left in the caches is its own affair and not the core's speed.
fn sample() -> u64 {
    black_box(call_all(black_box(1)));
    let began = clock::read(libc::CLOCK_THREAD_CPUTIME_ID);
    black_box(call_all(black_box(ROUNDS)));
    clock::read(libc::CLOCK_THREAD_CPUTIME_ID) - began
}

/// One of many functions that differ in their constants: no branch to guess, and together so many instructions that they are decoded
/// anew each time, by the one decoder that the threads of a core share.
#[inline(never)]
fn piece<const N: u64>(lanes: &mut [u64; 8]) {
    for (lane, x) in lanes.iter_mut().enumerate() {
        let own = 8 * N + lane as u64 + 1;
        let mixed = *x ^ own.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        *x = mixed.rotate_left((own % 63) as u32 + 1).wrapping_add(own * 0x0123_4567);
    }
}

macro_rules! call {
    ($lanes:ident: $($n:literal)*) => { $(piece::<$n>($lanes);)* };
}

fn call_all(rounds: u32) -> u64 {
    let mut lanes = [1, 2, 3, 4, 5, 6, 7, 8];
    for _ in 0..rounds {
        let lanes = &mut lanes;
        call!(lanes: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
            32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63);
    }
    lanes.iter().fold(0, |sum, x| sum ^ x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_is_answered_with_what_was_seen_since_the_last() {
        let mut lines = Vec::new();
        let questions = (0..3).map(|nth| {
            // The last is asked at once.
            thread::sleep(Duration::from_millis(if nth == 2 { 0 } else { 200 }));
            Ok(String::new())
        });
        let hear = |line: &str| {
            lines.push(serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
            Ok(())
        };
        run(&[], questions, hear).expect("no core asked for");
        assert_eq!(lines.len(), 3);
        let seen = |line: &serde_json::Value| line["ns"].as_array().expect("a list").clone();
        for ns in lines.iter().flat_map(seen) {
            assert!(ns.as_u64().expect("ns") > 1000, "{ns}");
        }
        let counts: Vec<usize> = lines.iter().map(|line| seen(line).len()).collect();
        assert!(
            counts[0] > 0 && counts[1] > 0 && counts[2] < counts[0] + counts[1],
            "{counts:?}"
        );
    }

    #[test]
    fn a_core_that_is_not_there_is_told() {
        let refused = run(&[1023], std::iter::empty(), |_| Ok(()));
        assert!(refused.is_err_and(|problem| problem.to_string().contains("core 1023")));
    }

    #[test]
    fn a_reader_who_has_gone_ends_it() {
        let gone = || Problem::ReaderGone("gone".to_string());
        let ended = run(&[], std::iter::repeat_with(|| Ok(String::new())), |_| Err(gone()));
        assert_eq!(ended.map_err(|problem| problem.to_string()), Err(gone().to_string()));
    }

    #[test]
    fn each_round_goes_on_from_the_last_so_that_none_can_be_left_out() {
        let seen: std::collections::BTreeSet<u64> = (1..100).map(call_all).collect();
        assert_eq!(seen.len(), 99);
    }

    #[test]
    fn the_functions_differ() {
        let (mut one, mut other) = ([1; 8], [1; 8]);
        piece::<5>(&mut one);
        piece::<6>(&mut other);
        assert!(one.iter().zip(other).all(|(a, b)| *a != b));
    }
}
