//! A timer kept set beyond the one that is slept for.
//!
//! A core keeps its timers in a queue and tells the hardware the first of them only. In a virtual machine each telling
//! leaves the guest and costs 5 to 10 µs, and a thread that sleeps until a due time pays for three: its own timer is the
//! first when it is set; when it fires, what follows is told; and the core, no longer idle, sets its tick again. With a timer
//! for the due time already in the queue, set one sleep earlier, and another one behind it, only the telling at the firing is
//! left. Measured in a KVM guest (Linux 6.18, one pinned thread, 20,000 sleeps until times 100 µs apart): 9 µs of CPU time a
//! sleep instead of 25, and awake 30 µs late instead of 38. Tried and no better: a timer for the sleep itself where the last
//! one behind it has fired, and fixed times in place of the average lateness. Nothing reads these timers; the sleeping itself
//! is done as ever, so a timer that is missing or wrong costs time only.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use crate::clock::{MICROSECOND, MILLISECOND, SECOND};

/// Beyond the tick of any kernel in use (100 to 1000 Hz) the tick is in the queue anyway.
const FARTHEST: u64 = 10 * MILLISECOND;
/// By so much, in ns, the estimate of what surely passes until a wake moves at each.
const STEP: u64 = 100;
/// Sleeps for which it is held.
const FIXED_FOR: u32 = 256;
/// Polling for longer would be the costlier mistake.
const EARLIEST: u64 = 50 * MICROSECOND;
/// One that is still set and one that has fired by the time it is needed again.
const TIMERS: usize = 2;

/// The timers of one thread.
pub struct Ahead {
    timers: Vec<OwnedFd>,
    nth: usize,
    /// The latest moment a timer is set for, in ns on the clock.
    latest: u64,
    /// How much later than asked this thread wakes up, in ns; a slow average.
    lateness: u64,
    /// What nine in ten are later than, as found so far, and as it was when `early` was last fixed.
    surely: u64,
    early: u64,
    sleeps: u32,
}

impl Default for Ahead {
    fn default() -> Self {
        Ahead::new()
    }
}

impl Ahead {
    /// Without timers where the kernel gives none: sleeping then costs what it costs.
    pub fn new() -> Ahead {
        Ahead {
            timers: (0..TIMERS).filter_map(|_| timer().ok()).collect(),
            nth: 0,
            latest: 0,
            lateness: 0,
            surely: 0,
            early: 0,
            sleeps: 0,
        }
    }

    /// So much before a due time a sleep for it is to end, in ns: this thread is later than that nine times in ten, and polls
    /// for the rest of it once in ten.
    pub fn early(&self) -> u64 {
        self.early
    }

    /// A sleep until `until` is about to begin. `due_after` tells the first due time after a moment; what is due before
    /// this thread will have woken up is dealt with then, so no timer is needed for it.
    pub fn before_sleep(&mut self, until: u64, due_after: impl FnOnce(u64) -> Option<u64>) {
        if self.timers.len() < TIMERS || self.latest > until {
            return;
        }
        let Some(due) = due_after(until + self.lateness).filter(|due| *due - until <= FARTHEST) else {
            return;
        };
        set(&self.timers[self.nth], due);
        self.nth = (self.nth + 1) % TIMERS;
        self.latest = due;
    }

    /// The sleep until `until` ended at `now`; one that something else ended sooner says nothing.
    pub fn after_sleep(&mut self, until: u64, now: u64) {
        let Some(late) = now.checked_sub(until) else { return };
        self.lateness = (self.lateness * 15 + late.min(MILLISECOND)) / 16;
        // Nine steps down for one up hold each other in balance where one in ten lies below.
        self.surely = match late < self.surely {
            true => self.surely.saturating_sub(9 * STEP),
            false => self.surely + STEP,
        };
        self.sleeps += 1;
        // Seldom: a timer that was set for the old time is in the way of a sleep until the new one.
        if self.sleeps % FIXED_FOR == 0 {
            self.early = self.surely.min(EARLIEST);
        }
    }
}

fn timer() -> io::Result<OwnedFd> {
    // SAFETY: timerfd_create takes two numbers; the descriptor it returns is new and ours alone.
    unsafe {
        let fd = libc::timerfd_create(libc::CLOCK_MONOTONIC, libc::TFD_CLOEXEC | libc::TFD_NONBLOCK);
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(OwnedFd::from_raw_fd(fd))
    }
}

fn set(timer: &OwnedFd, at: u64) {
    let time = libc::itimerspec {
        it_interval: libc::timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: libc::timespec {
            tv_sec: (at / SECOND) as libc::time_t,
            tv_nsec: (at % SECOND) as libc::c_long,
        },
    };
    // SAFETY: the descriptor is an open timer; `time` lives through the call, which copies it; the old setting is not asked
    // for. A refusal costs CPU time only, so it is not looked at.
    unsafe {
        libc::timerfd_settime(timer.as_raw_fd(), libc::TFD_TIMER_ABSTIME, &time, std::ptr::null_mut());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    /// Ns until each timer fires; 0: it is not set, or has fired.
    fn left(ahead: &Ahead) -> Vec<u64> {
        let left = |timer: &OwnedFd| {
            // SAFETY: an itimerspec is plain numbers, which the call fills.
            let time = unsafe {
                let mut time: libc::itimerspec = std::mem::zeroed();
                libc::timerfd_gettime(timer.as_raw_fd(), &mut time);
                time
            };
            time.it_value.tv_sec as u64 * SECOND + time.it_value.tv_nsec as u64
        };
        ahead.timers.iter().map(left).collect()
    }

    #[test]
    fn a_timer_is_set_behind_each_sleep_unless_one_is_there_and_none_far_away() {
        let mut ahead = Ahead::new();
        let now = clock::now();
        // Far enough away not to fire meanwhile, and as far as is still worth it from the sleep's end.
        let until = now + 100 * SECOND;
        ahead.before_sleep(until, |_| Some(until + FARTHEST + 1));
        assert_eq!(left(&ahead), [0; TIMERS]);
        ahead.before_sleep(until, |_| None);
        assert_eq!(left(&ahead), [0; TIMERS]);
        ahead.before_sleep(until, |moment| Some(moment + 7));
        assert!(left(&ahead)[0] > 99 * SECOND && left(&ahead)[1] == 0);
        ahead.before_sleep(until + 6, |_| panic!("one is set beyond"));
        ahead.before_sleep(until + 7, |moment| Some(moment + 7));
        assert!(left(&ahead).iter().all(|left| *left > 99 * SECOND));
    }

    #[test]
    fn a_sleep_ends_earlier_by_what_nine_in_ten_wakes_are_later_than() {
        let mut ahead = Ahead::new();
        let noise = crate::random::Stream::named(1, "test", "lateness");
        assert_eq!(ahead.early(), 0);
        // From 20 to 40 µs late.
        (0..20_000).for_each(|k| ahead.after_sleep(1000, 21_000 + noise.word(k) % 20_000));
        assert!((20_000..=24_000).contains(&ahead.early()), "{}", ahead.early());
        (0..20_000).for_each(|_| ahead.after_sleep(1000, 900_000));
        assert_eq!(ahead.early(), EARLIEST);
        (0..20_000).for_each(|_| ahead.after_sleep(1000, 3000));
        assert!(ahead.early() < 3000, "{}", ahead.early());
    }

    #[test]
    fn what_is_due_before_the_thread_usually_wakes_up_gets_no_timer() {
        let mut ahead = Ahead::new();
        (0..200).for_each(|_| ahead.after_sleep(1000, 41_000));
        ahead.after_sleep(1_000_000, 5);
        let now = clock::now();
        let until = now + 100 * SECOND;
        let mut asked = 0;
        ahead.before_sleep(until, |moment| {
            asked = moment - until;
            None
        });
        assert!((39_000..=40_000).contains(&asked), "{asked}");
    }
}
