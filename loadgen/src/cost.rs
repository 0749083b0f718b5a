//! What the generator itself costs: CPU time, waiting for a core, memory.

use std::fs;
use std::mem::MaybeUninit;

use crate::clock;

/// A thread's consumption so far. Times in ns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    pub cpu: u64,
    /// Ready to run but waiting for a core; none where the kernel does not tell.
    pub waited: Option<u64>,
    /// Time that the hypervisor gave to others: on the one core this thread is bound to, else on all cores, per core; in
    /// ticks of 10 ms. None where it cannot be read.
    pub stolen: Option<u64>,
    /// Times the thread was taken off its core against its will.
    pub involuntary_switches: u64,
}

impl Usage {
    /// The calling thread's.
    pub fn of_this_thread() -> Usage {
        Usage {
            cpu: clock::read(libc::CLOCK_THREAD_CPUTIME_ID),
            waited: fs::read_to_string("/proc/thread-self/schedstat")
                .ok()
                .and_then(|text| waited(&text)),
            stolen: fs::read_to_string("/proc/stat")
                .ok()
                .and_then(|text| stolen(&text, own_core())),
            involuntary_switches: rusage(libc::RUSAGE_THREAD).ru_nivcsw as u64,
        }
    }

    /// From `earlier` to this.
    pub fn since(&self, earlier: &Usage) -> Usage {
        Usage {
            cpu: self.cpu - earlier.cpu,
            waited: self
                .waited
                .zip(earlier.waited)
                .map(|(now, then)| now.saturating_sub(then)),
            stolen: self
                .stolen
                .zip(earlier.stolen)
                .map(|(now, then)| now.saturating_sub(then)),
            involuntary_switches: self.involuntary_switches - earlier.involuntary_switches,
        }
    }
}

/// The largest share of the time in (spent, of so much): of the workers of a phase, or of one second. None: nobody knows.
pub fn largest_share(spent: impl Iterator<Item = (Option<u64>, u64)>) -> Option<f64> {
    spent
        .filter(|(_, of)| *of > 0)
        .filter_map(|(spent, of)| Some(spent? as f64 / of as f64))
        .max_by(f64::total_cmp)
}

/// Stolen time beyond one tick: one that is told more than there was is no steal.
pub fn surely_stolen(stolen: Option<u64>) -> Option<u64> {
    stolen.filter(|stolen| *stolen > TICK)
}

/// The second field of schedstat: nanoseconds on the run queue.
fn waited(schedstat: &str) -> Option<u64> {
    schedstat.split_whitespace().nth(1)?.parse().ok()
}

/// The kernel's ticks in /proc/stat are hundredths of a second on every machine (USER_HZ).
const TICK: u64 = clock::SECOND / 100;

/// The eighth number of a core's line in /proc/stat, in ns; without a core, that of all of them, per core.
fn stolen(stat: &str, core: Option<usize>) -> Option<u64> {
    let name = core.map_or("cpu".to_string(), |core| format!("cpu{core}"));
    let of = |line: &str| -> Option<u64> { line.split_whitespace().nth(8)?.parse().ok() };
    let line = stat.lines().find(|line| line.split(' ').next() == Some(&name))?;
    let cores = match core {
        Some(_) => 1,
        None => stat
            .lines()
            .filter(|line| line.starts_with("cpu"))
            .count()
            .saturating_sub(1)
            .max(1),
    };
    Some(of(line)? * TICK / cores as u64)
}

/// The core this thread is bound to, where it is bound to one.
fn own_core() -> Option<usize> {
    // SAFETY: a cpu_set_t is plain bits for which all zero is a valid, empty set; the kernel writes no more than its size,
    // and CPU_ISSET and CPU_COUNT only read it. 0 means the calling thread.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        if libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set) != 0 || libc::CPU_COUNT(&set) != 1 {
            return None;
        }
        (0..libc::CPU_SETSIZE as usize).find(|core| libc::CPU_ISSET(*core, &set))
    }
}

/// The time during which somebody who could run had to wait for a core, over all of the machine, in ns so far; none where
/// the kernel does not tell.
pub fn pressure() -> Option<u64> {
    some_total(&fs::read_to_string("/proc/pressure/cpu").ok()?)
}

fn some_total(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.starts_with("some "))?;
    let us: u64 = line.rsplit_once("total=")?.1.parse().ok()?;
    Some(us * clock::MICROSECOND)
}

/// CPU time of the whole process so far, in ns.
pub fn process_cpu() -> u64 {
    clock::read(libc::CLOCK_PROCESS_CPUTIME_ID)
}

/// The largest resident memory the process has had, in bytes.
pub fn peak_memory() -> u64 {
    rusage(libc::RUSAGE_SELF).ru_maxrss as u64 * 1024
}

fn rusage(who: libc::c_int) -> libc::rusage {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage writes one rusage to the place given; all zero is a valid one even if it did not.
    unsafe {
        libc::getrusage(who, usage.as_mut_ptr());
        usage.assume_init()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burning_time_shows_as_cpu_of_thread_and_process() {
        // The process first: what the thread burns from here on is then within what the process does.
        let process = process_cpu();
        let thread = Usage::of_this_thread();
        let mut sum = 0u64;
        while Usage::of_this_thread().since(&thread).cpu < 5_000_000 {
            sum = sum.wrapping_add(std::hint::black_box(1));
        }
        assert!(sum > 0 && process_cpu() - process >= 5_000_000);
        assert!(peak_memory() > 100_000);
    }

    #[test]
    fn waiting_is_the_second_field_and_its_absence_is_not_zero() {
        assert_eq!(waited("123 456 7\n"), Some(456));
        assert_eq!(waited(""), None);
        let unknown = Usage::default().since(&Usage {
            waited: Some(1),
            ..Usage::default()
        });
        assert_eq!(unknown.waited, None);
    }

    #[test]
    fn steal_is_read_for_one_core_or_for_all_of_them() {
        let stat = "cpu  1 2 3 4 5 6 7 80 9 10\ncpu0 1 2 3 4 5 6 7 50 9 10\ncpu1 1 2 3 4 5 6 7 30 9 10\nintr 5\n";
        assert_eq!(stolen(stat, Some(1)), Some(30 * TICK));
        assert_eq!(stolen(stat, None), Some(40 * TICK));
        assert_eq!(stolen(stat, Some(2)), None);
        assert_eq!(stolen("cpu 1 2", None), None);
    }

    #[test]
    fn pressure_is_the_total_of_its_first_line() {
        let text = "some avg10=0.00 avg60=0.00 avg300=0.00 total=1234\nfull avg10=0.00 total=9\n";
        assert_eq!(some_total(text), Some(1_234_000));
        assert_eq!(some_total("full avg10=0.00 total=9\n"), None);
    }
}
