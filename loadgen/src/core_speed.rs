//! A fixed piece of work, timed: how fast the core is just now. Phases are bracketed by it, since the speed of a core
//! that is shared with strangers wanders, and a phase's CPU time with it.

use std::hint::black_box;

use crate::clock;
use crate::place;
use crate::problem::Problem;
use crate::random::Stream;

/// Steps of arithmetic: 10 to 17 ms on an AMD EPYC of 2020, by what its neighbours do.
const STEPS: u32 = 4_000_000;
/// Loads that each wait for the one before, from memory beyond a core's own caches: some 9 ms there.
const LOADS: u32 = 400_000;
/// One load in each line of a cache, over 1 MiB: more than a core has to itself, less than cores share.
const LINES: usize = 1024 * 1024 / 64;

/// What the work took, in ns: CPU time of the thread, and time on the wall, which is more where the core was taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoreSpeed {
    pub arithmetic_cpu: u64,
    pub memory_cpu: u64,
    pub wall: u64,
}

/// Does the work on one of the cores; without cores, wherever the scheduler puts it.
pub fn measure(cores: &[usize]) -> Result<CoreSpeed, Problem> {
    place::pin(cores, 0)?;
    let next = circle();
    let began = clock::now();
    let before = clock::read(libc::CLOCK_THREAD_CPUTIME_ID);
    black_box(arithmetic(black_box(STEPS)));
    let between = clock::read(libc::CLOCK_THREAD_CPUTIME_ID);
    black_box(chase(&next, black_box(LOADS)));
    let after = clock::read(libc::CLOCK_THREAD_CPUTIME_ID);
    Ok(CoreSpeed {
        arithmetic_cpu: between - before,
        memory_cpu: after - between,
        wall: clock::now() - began,
    })
}

/// One line of JSON.
pub fn line(speed: &CoreSpeed) -> String {
    let CoreSpeed {
        arithmetic_cpu,
        memory_cpu,
        wall,
    } = speed;
    format!(
        "{{\"event\":\"core-speed\",\"arithmetic_cpu_ns\":{arithmetic_cpu},\"memory_cpu_ns\":{memory_cpu},\"wall_ns\":{wall}}}\n"
    )
}

/// Eight chains of xorshift side by side, as many as keep a core's units busy: what a neighbour on the other thread of the same
/// physical core takes away shows here. One chain alone waits for itself and hardly notices.
fn arithmetic(steps: u32) -> u64 {
    let mut chains: [u64; 8] = std::array::from_fn(|chain| 0x9E37_79B9_7F4A_7C15 ^ chain as u64);
    for _ in 0..steps {
        for x in &mut chains {
            *x ^= *x << 13;
            *x ^= *x >> 7;
            *x ^= *x << 17;
        }
    }
    chains.iter().fold(0, |sum, x| sum ^ x)
}

/// For each line the next one, in one circle through all of them (Sattolo), so that no prefetcher can guess.
fn circle() -> Vec<[u32; 16]> {
    let mut order: Vec<u32> = (0..LINES as u32).collect();
    let draws = Stream::named(1, "core-speed", "circle");
    for last in (1..LINES).rev() {
        order.swap(last, (draws.word(last as u64) % last as u64) as usize);
    }
    order.into_iter().map(|next| [next; 16]).collect()
}

fn chase(next: &[[u32; 16]], loads: u32) -> u32 {
    let mut at = 0;
    for _ in 0..loads {
        at = next[at as usize][0];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_circle_passes_every_line_once() {
        let next = circle();
        let mut seen = vec![false; LINES];
        let mut at = 0;
        for _ in 0..LINES {
            assert!(!seen[at as usize]);
            seen[at as usize] = true;
            at = next[at as usize][0];
        }
        assert_eq!(at, 0);
    }

    #[test]
    fn the_work_takes_time_and_the_line_says_how_much() {
        let speed = measure(&[]).expect("no core asked for");
        assert!(
            speed.arithmetic_cpu > 1_000_000 && speed.memory_cpu > 1_000_000,
            "{speed:?}"
        );
        let read: serde_json::Value = serde_json::from_str(&line(&speed)).expect("JSON");
        assert_eq!(read["arithmetic_cpu_ns"], speed.arithmetic_cpu);
        assert_eq!(read["wall_ns"], speed.wall);
    }
}
