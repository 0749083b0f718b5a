//! The stamp by which a message is known again, and who sends it: both follow from seed, phase and k alone.

use memchr::memmem;

use crate::random::Stream;

const PREFIX: &[u8] = b"bk1:";
/// `bk1:`, 16 hexadecimal digits of k, a colon, 8 of the check.
pub const LENGTH: usize = 4 + 16 + 1 + 8;

/// The stamps and senders of one phase.
#[derive(Debug, Clone, Copy)]
pub struct Marker {
    checks: Stream,
    senders: Stream,
    members: u64,
}

impl Marker {
    /// For `members` connections in all rooms together.
    pub fn new(seed: u64, phase: &str, members: u64) -> Marker {
        Marker {
            checks: Stream::named(seed, phase, "room-checks"),
            senders: Stream::named(seed, phase, "room-senders"),
            members,
        }
    }

    /// The member that sends message k, of all.
    pub fn sender(&self, k: u64) -> usize {
        self.place(k, self.members)
    }

    /// Which of a room's `members` sends message k if that room is to send it.
    pub fn sender_within(&self, k: u64, members: usize) -> usize {
        self.place(k, members as u64)
    }

    /// The bias of the multiplication is below of·2^-64.
    fn place(&self, k: u64, of: u64) -> usize {
        ((u128::from(self.senders.word(k)) * u128::from(of)) >> 64) as usize
    }

    /// The stamp of message k.
    pub fn stamp(&self, k: u64) -> String {
        format!("bk1:{k:016x}:{:08x}", self.checks.word(k) >> 32)
    }

    /// Finds a stamp in what was delivered. None: there is none; `Err`: one that is not of this phase.
    pub fn find(&self, message: &[u8]) -> Option<Result<u64, ()>> {
        let at = memmem::find(message, PREFIX)?;
        let stamp = message.get(at..at + LENGTH)?;
        let (k, check) = (hexadecimal(&stamp[4..20])?, hexadecimal(&stamp[21..])?);
        Some(if stamp[20] == b':' && check == self.checks.word(k) >> 32 {
            Ok(k)
        } else {
            Err(())
        })
    }
}

/// The number written in these small hexadecimal digits, and nothing else: no sign, no capital, as they were sent.
fn hexadecimal(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |number, digit| match digit {
        b'0'..=b'9' => Some(number << 4 | u64::from(digit - b'0')),
        b'a'..=b'f' => Some(number << 4 | u64::from(digit - b'a' + 10)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_found_in_any_envelope_and_only_in_its_own_phase() {
        let marker = Marker::new(7, "p", 1000);
        let text = format!("{{\"from\":3,\"text\":\"{}\"}}", marker.stamp(77));
        assert_eq!(marker.find(text.as_bytes()), Some(Ok(77)));
        assert_eq!(marker.stamp(77).len(), LENGTH);
        assert_eq!(Marker::new(7, "q", 1000).find(text.as_bytes()), Some(Err(())));
        assert_eq!(marker.find(b"welcome"), None);
        assert_eq!(marker.find(b"bk1:00"), None);
        let signed = text.replace("bk1:0", "bk1:+");
        assert_eq!(marker.find(signed.as_bytes()), None);
        let capital = (0..)
            .map(|k| marker.stamp(k))
            .find(|stamp| stamp[4..].to_uppercase() != stamp[4..]);
        let capital = capital.unwrap().to_uppercase().replace("BK1", "bk1");
        assert_eq!(marker.find(capital.as_bytes()), None);
        assert_eq!(
            marker.find("bk1:00000000000000\u{e9}\u{e9}:00000000000".as_bytes()),
            None
        );
    }

    #[test]
    fn every_member_gets_its_turn() {
        let marker = Marker::new(7, "p", 10);
        let (mut counts, mut within) = ([0; 10], [0; 5]);
        (0..1000).for_each(|k| counts[marker.sender(k)] += 1);
        (0..1000).for_each(|k| within[marker.sender_within(k, 5)] += 1);
        assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
        assert!(within.iter().all(|count| *count > 100), "{within:?}");
    }
}
