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
            involuntary_switches: self.involuntary_switches - earlier.involuntary_switches,
        }
    }
}

/// The second field of schedstat: nanoseconds on the run queue.
fn waited(schedstat: &str) -> Option<u64> {
    schedstat.split_whitespace().nth(1)?.parse().ok()
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
}
