//! The times at which the kernel had what it received.

use std::mem::size_of;
use std::os::fd::{AsRawFd, OwnedFd};

use crate::clock;

/// Room for one control message with a time.
pub const CONTROL: usize = 64;
/// SCM_TIMESTAMPNS is SO_TIMESTAMPNS, which libc gives as the number that goes with its own timespec.
const STAMP: libc::c_int = libc::SO_TIMESTAMPNS;
/// A control message's head: length, level, type.
const HEAD: usize = size_of::<libc::cmsghdr>();

/// Asks for a time with everything received on `socket`. A kernel that refuses gives none, and the time of reading
/// stands in for it.
pub fn ask_for_stamps(socket: &OwnedFd) {
    let on: libc::c_int = 1;
    // SAFETY: the descriptor is open while `socket` lives; the option's value is one live integer, read in the call.
    unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_TIMESTAMPNS,
            std::ptr::from_ref(&on).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        );
    }
}

/// The time in these control bytes, in ns on CLOCK_REALTIME; none where there is none.
pub fn stamp_of(control: &[u8]) -> Option<u64> {
    let word = |at: usize| -> Option<[u8; 8]> { control.get(at..at + 8)?.try_into().ok() };
    let half = |at: usize| -> Option<libc::c_int> {
        Some(libc::c_int::from_ne_bytes(control.get(at..at + 4)?.try_into().ok()?))
    };
    let after_length = size_of::<libc::size_t>();
    if half(after_length)? != libc::SOL_SOCKET || half(after_length + 4)? != STAMP {
        return None;
    }
    let seconds = u64::from_ne_bytes(word(HEAD)?);
    let ns = u64::from_ne_bytes(word(HEAD + 8)?);
    Some(seconds * clock::SECOND + ns)
}

/// How far CLOCK_REALTIME, by which the kernel stamps, is ahead of the clock of the run.
#[derive(Debug, Clone, Copy)]
pub struct Offset {
    ahead: u64,
    now: u64,
}

impl Offset {
    /// As of now. Taken anew at every wait, so that a stepped wall clock spoils no more than what is under way.
    pub fn now() -> Offset {
        let real = clock::read(libc::CLOCK_REALTIME);
        let now = clock::now();
        Offset {
            ahead: real.saturating_sub(now),
            now,
        }
    }

    /// The stamp on the clock of the run; never later than the moment of this offset.
    pub fn on_the_clock(self, stamp: u64) -> u64 {
        stamp.saturating_sub(self.ahead).min(self.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(level: libc::c_int, kind: libc::c_int, seconds: u64, ns: u64) -> Vec<u8> {
        let mut bytes = (HEAD + 16).to_ne_bytes().to_vec();
        bytes.extend_from_slice(&level.to_ne_bytes());
        bytes.extend_from_slice(&kind.to_ne_bytes());
        bytes.extend_from_slice(&seconds.to_ne_bytes());
        bytes.extend_from_slice(&ns.to_ne_bytes());
        bytes
    }

    #[test]
    fn a_stamp_is_read_and_anything_else_is_none() {
        assert_eq!(
            stamp_of(&message(libc::SOL_SOCKET, STAMP, 3, 17)),
            Some(3 * clock::SECOND + 17)
        );
        assert_eq!(stamp_of(&message(libc::SOL_SOCKET, STAMP + 1, 3, 17)), None);
        assert_eq!(stamp_of(&message(libc::SOL_SOCKET, STAMP, 3, 17)[..20]), None);
        assert_eq!(stamp_of(&[]), None);
    }

    #[test]
    fn a_stamp_comes_out_on_the_clock_of_the_run_and_never_in_its_future() {
        let before = clock::now();
        let stamp = clock::read(libc::CLOCK_REALTIME);
        let offset = Offset::now();
        let at = offset.on_the_clock(stamp);
        assert!(at + clock::MILLISECOND >= before && at <= offset.now);
        assert_eq!(offset.on_the_clock(stamp + clock::SECOND), offset.now);
    }
}
