//! The kernel's readiness list, with waits in nanoseconds, and a bell other threads can ring.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use crate::clock::MILLISECOND;

/// One readiness report.
#[derive(Debug, Clone, Copy)]
pub struct Ready {
    /// What was given at registration.
    pub token: u64,
    pub readable: bool,
    pub writable: bool,
    /// The peer has closed its side, or the connection is broken: read until the end.
    pub closing: bool,
}

/// The most reports taken at once.
const BATCH: usize = 256;

/// An epoll instance.
pub struct Epoll {
    fd: OwnedFd,
    events: Vec<libc::epoll_event>,
    /// Whether the kernel has epoll_pwait2 (Linux 5.11).
    fine: bool,
}

impl Epoll {
    /// A new, empty list; an error when the process may not open more files.
    pub fn new() -> io::Result<Epoll> {
        // SAFETY: epoll_create1 takes flags only; the descriptor it returns is new and ours alone.
        let fd = unsafe {
            let fd = libc::epoll_create1(libc::EPOLL_CLOEXEC);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(fd)
        };
        Ok(Epoll {
            fd,
            events: vec![libc::epoll_event { events: 0, u64: 0 }; BATCH],
            fine: true,
        })
    }

    /// Watches `fd` for good, edge-triggered both ways: no call per request is ever needed again.
    /// Writability costs nothing, since the kernel reports it only after a send fell short.
    pub fn watch(&self, fd: RawFd, token: u64) -> io::Result<()> {
        self.add(
            fd,
            token,
            libc::EPOLLIN | libc::EPOLLOUT | libc::EPOLLRDHUP | libc::EPOLLET,
        )
    }

    /// Watches a bell, edge-triggered: each ring ends one wait, and nothing need be read from it.
    pub fn watch_bell(&self, bell: &Bell, token: u64) -> io::Result<()> {
        self.add(bell.0.as_raw_fd(), token, libc::EPOLLIN | libc::EPOLLET)
    }

    fn add(&self, fd: RawFd, token: u64, events: libc::c_int) -> io::Result<()> {
        let mut event = libc::epoll_event {
            events: events as u32,
            u64: token,
        };
        // SAFETY: both descriptors are open, and `event` lives through the call, which copies it.
        let code = unsafe { libc::epoll_ctl(self.fd.as_raw_fd(), libc::EPOLL_CTL_ADD, fd, &mut event) };
        if code == 0 {
            Ok(())
        } else {
            Err(io::Error::last_os_error())
        }
    }

    /// Waits up to `ns` (none: for ever) and returns how many reports there are for `report`. An
    /// interrupted wait is one without reports.
    pub fn wait(&mut self, ns: Option<u64>) -> usize {
        let mut found = if self.fine {
            self.wait_fine(ns)
        } else {
            self.wait_coarse(ns)
        };
        if found == -1 && self.fine && io::Error::last_os_error().raw_os_error() == Some(libc::ENOSYS) {
            self.fine = false;
            found = self.wait_coarse(ns);
        }
        usize::try_from(found).unwrap_or(0)
    }

    fn wait_fine(&mut self, ns: Option<u64>) -> i64 {
        let time = ns.map(|ns| libc::timespec {
            tv_sec: (ns / crate::clock::SECOND) as libc::time_t,
            tv_nsec: (ns % crate::clock::SECOND) as libc::c_long,
        });
        let time_at = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: the kernel writes at most BATCH events into `events`, which holds BATCH; `time` outlives the
        // call; a null signal mask means none. Called by number because older C libraries lack the wrapper.
        unsafe {
            libc::syscall(
                libc::SYS_epoll_pwait2,
                self.fd.as_raw_fd(),
                self.events.as_mut_ptr(),
                BATCH as libc::c_int,
                time_at,
                std::ptr::null::<libc::sigset_t>(),
                0_usize,
            )
        }
    }

    /// Whole milliseconds, rounded down so that nothing is ever late by rounding; below one it polls.
    fn wait_coarse(&mut self, ns: Option<u64>) -> i64 {
        let ms = ns.map_or(-1, |ns| i32::try_from(ns / MILLISECOND).unwrap_or(i32::MAX));
        // SAFETY: as above; the kernel writes at most BATCH events.
        let found =
            unsafe { libc::epoll_wait(self.fd.as_raw_fd(), self.events.as_mut_ptr(), BATCH as libc::c_int, ms) };
        i64::from(found)
    }

    /// The report at `index` of the last wait.
    pub fn report(&self, index: usize) -> Ready {
        let event = self.events[index];
        let flags = event.events;
        let any = |mask: libc::c_int| flags & mask as u32 != 0;
        Ready {
            token: event.u64,
            readable: any(libc::EPOLLIN),
            writable: any(libc::EPOLLOUT),
            closing: any(libc::EPOLLRDHUP | libc::EPOLLHUP | libc::EPOLLERR),
        }
    }
}

/// Wakes a thread out of its wait.
#[derive(Debug)]
pub struct Bell(File);

impl Bell {
    /// A bell not rung yet.
    pub fn new() -> io::Result<Bell> {
        // SAFETY: eventfd takes two integers; the descriptor it returns is new and ours alone.
        unsafe {
            let fd = libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            Ok(Bell(File::from(OwnedFd::from_raw_fd(fd))))
        }
    }

    /// Its descriptor, which becomes readable when it is rung.
    pub fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }

    /// Rings. A bell that cannot count further is rung already.
    pub fn ring(&self) {
        let _rung_already = (&self.0).write(&1_u64.to_ne_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use std::os::unix::net::UnixStream;

    #[test]
    fn a_bell_ends_a_wait_and_brings_its_token() {
        let mut epoll = Epoll::new().unwrap();
        let bell = Bell::new().unwrap();
        epoll.watch_bell(&bell, 42).unwrap();
        assert_eq!(epoll.wait(Some(0)), 0);
        bell.ring();
        assert_eq!(epoll.wait(None), 1);
        assert_eq!(epoll.report(0).token, 42);
    }

    #[test]
    fn both_kinds_of_wait_report_data_and_closing() {
        for fine in [true, false] {
            let mut epoll = Epoll::new().unwrap();
            epoll.fine = fine;
            let (mut near, far) = UnixStream::pair().unwrap();
            epoll.watch(far.as_raw_fd(), 7).unwrap();
            near.write_all(b"x").unwrap();
            assert_eq!(epoll.wait(Some(clock::SECOND)), 1);
            let ready = epoll.report(0);
            assert!(ready.readable && !ready.closing && ready.token == 7);
            assert_eq!(epoll.wait(Some(0)), 0, "an edge is reported once");
            drop(near);
            assert_eq!(epoll.wait(Some(clock::SECOND)), 1);
            assert!(epoll.report(0).closing);
        }
    }

    #[test]
    fn a_wait_lasts_at_least_as_long_as_asked() {
        let mut epoll = Epoll::new().unwrap();
        let before = clock::now();
        assert_eq!(epoll.wait(Some(300_000)), 0);
        assert!(clock::now() - before >= 300_000);
    }
}
