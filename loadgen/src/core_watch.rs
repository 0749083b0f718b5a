//! How fast a core is while a contender works on it: two small fixed pieces of work, done there every 10 ms or so, ahead of whoever
//! runs. A stranger on the other thread of the same physical core comes and goes within seconds and slows both alike; readings in the
//! pauses between phases (`core_speed`) miss that.

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

/// Loads and stores over half of a core's nearest cache: of all pieces of work that were tried, the one that slowed most like services.
const WORDS: usize = 16 * 1024 / 8;
const PASSES: u32 = 60;
/// Calls of small functions, so many that a core's store of decoded instructions and of jumps taken is shared out over them.
const ROUNDS: u32 = 6;
/// Pauses are drawn, so that no rhythm of a contender's goes with them. Mean 10 ms: some 40 µs of work are 0.4 % of the core.
const LEAST_PAUSE: u64 = 5 * MILLISECOND;
const MOST_PAUSE: u64 = 15 * MILLISECOND;
/// Ten minutes without a question; who asks no more has gone, and memory is not filled for him.
const MOST_KEPT: usize = 60_000;

/// CPU time of both pieces of work at one moment, in ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sample {
    loads: u64,
    code: u64,
}

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

fn take(samples: &Mutex<Vec<Sample>>) -> Vec<Sample> {
    std::mem::take(&mut samples.lock().expect("no watch panics with the lock held"))
}

/// One line of JSON.
fn line(samples: &[Sample]) -> String {
    let list = |of: fn(&Sample) -> u64| {
        samples
            .iter()
            .map(|one| of(one).to_string())
            .collect::<Vec<_>>()
            .join(",")
    };
    let (loads, code) = (list(|one| one.loads), list(|one| one.code));
    format!("{{\"event\":\"core-watch\",\"loads_ns\":[{loads}],\"code_ns\":[{code}]}}\n")
}

fn watch(cores: &[usize], index: usize, samples: &Mutex<Vec<Sample>>, done: &AtomicBool) -> Result<(), Problem> {
    place::pin(cores, index)?;
    place::go_first();
    let pauses = Stream::named(index as u64, "core-watch", "pauses");
    let mut words = vec![1; WORDS];
    for nth in 0.. {
        let pause = LEAST_PAUSE + pauses.word(nth) % (MOST_PAUSE - LEAST_PAUSE);
        thread::sleep(Duration::from_nanos(pause));
        if done.load(Ordering::Relaxed) {
            break;
        }
        let sample = sample(&mut words);
        let mut kept = samples.lock().expect("nobody panics with the lock held");
        if kept.len() < MOST_KEPT {
            kept.push(sample);
        }
    }
    Ok(())
}

/// Each piece is done once before it is timed: what the contender left in the caches is its own affair and not the core's speed.
fn sample(words: &mut [u64]) -> Sample {
    load_and_store(words, 1);
    let began = clock::read(libc::CLOCK_THREAD_CPUTIME_ID);
    load_and_store(words, black_box(PASSES));
    let between = clock::read(libc::CLOCK_THREAD_CPUTIME_ID);
    black_box(call_all(1));
    let again = clock::read(libc::CLOCK_THREAD_CPUTIME_ID);
    black_box(call_all(black_box(ROUNDS)));
    Sample {
        loads: between - began,
        code: clock::read(libc::CLOCK_THREAD_CPUTIME_ID) - again,
    }
}

fn load_and_store(words: &mut [u64], passes: u32) {
    for pass in 0..passes {
        for word in words.iter_mut() {
            *word = word.wrapping_add(u64::from(pass));
        }
        // Without this all passes could be made one.
        black_box(&mut *words);
    }
}

/// One of many functions that differ in their constants, and of two ways through each.
#[inline(never)]
fn piece<const N: u64>(x: u64) -> u64 {
    let mixed = x ^ (x >> (N % 13 + 3));
    if mixed & (1 << (N % 17)) == 0 {
        return black_box(mixed).wrapping_mul(2 * N + 0x9E37_79B9);
    }
    mixed.rotate_left((N % 31) as u32 + 1).wrapping_add(N * N + 0x7F4A_7C15)
}

macro_rules! sixteen {
    ($($row:literal)*) => {
        [$([
            piece::<{ $row * 16 }>, piece::<{ $row * 16 + 1 }>, piece::<{ $row * 16 + 2 }>, piece::<{ $row * 16 + 3 }>,
            piece::<{ $row * 16 + 4 }>, piece::<{ $row * 16 + 5 }>, piece::<{ $row * 16 + 6 }>, piece::<{ $row * 16 + 7 }>,
            piece::<{ $row * 16 + 8 }>, piece::<{ $row * 16 + 9 }>, piece::<{ $row * 16 + 10 }>, piece::<{ $row * 16 + 11 }>,
            piece::<{ $row * 16 + 12 }>, piece::<{ $row * 16 + 13 }>, piece::<{ $row * 16 + 14 }>, piece::<{ $row * 16 + 15 }>,
        ]),*]
    };
}

type Piece = fn(u64) -> u64;

static PIECES: [[Piece; 16]; 16] = sixteen!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);

fn call_all(rounds: u32) -> u64 {
    (0..rounds).fold(0x9E37_79B9_7F4A_7C15, |x, _| {
        PIECES.as_flattened().iter().fold(x, |y, piece| piece(y))
    })
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
        for line in &lines {
            let (loads, code) = (line["loads_ns"].as_array(), line["code_ns"].as_array());
            let (loads, code) = (loads.expect("a list"), code.expect("a list"));
            assert_eq!(loads.len(), code.len());
            assert!(
                loads.iter().chain(code).all(|ns| ns.as_u64().expect("ns") > 1000),
                "{line}"
            );
        }
        let counts: Vec<usize> = lines
            .iter()
            .map(|line| line["code_ns"].as_array().expect("a list").len())
            .collect();
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
    fn the_pieces_are_different_functions_and_the_calls_go_through_all_of_them() {
        let seen: std::collections::BTreeSet<u64> = PIECES
            .as_flattened()
            .iter()
            .map(|piece| piece(0x0123_4567_89AB_CDEF))
            .collect();
        assert!(seen.len() > 250, "{}", seen.len());
        assert_ne!(call_all(1), call_all(2));
    }
}
