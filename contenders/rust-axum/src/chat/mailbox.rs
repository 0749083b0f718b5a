//! What waits for a member.

use std::{collections::VecDeque, sync::Mutex};

use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// Bytes that may wait for a member; with more it is not waited for any longer.
pub const MOST: usize = 1024 * 1024;
/// Messages whose places are kept while nothing waits.
const KEPT: usize = 4;

/// Filled by everybody in the room, emptied by one. Unlike a channel it counts bytes, and holds nothing while it is empty:
/// most members are idle most of the time.
#[derive(Default)]
pub struct Mailbox {
    waiting: Mutex<Waiting>,
    filled: Notify,
    overrun: Notify,
}

#[derive(Default)]
struct Waiting {
    messages: VecDeque<Utf8Bytes>,
    bytes: usize,
    overrun: bool,
}

impl Mailbox {
    /// Never waits. What would be too much empties the mailbox for good.
    pub fn put(&self, message: Utf8Bytes) {
        let mut waiting = self.waiting.lock().expect("nobody panics with the lock");
        if waiting.overrun {
            return;
        }
        waiting.bytes += message.len();
        if waiting.bytes > MOST {
            *waiting = Waiting { overrun: true, ..Waiting::default() };
            self.overrun.notify_one();
        } else {
            waiting.messages.push_back(message);
            self.filled.notify_one();
        }
    }

    /// The message that has waited longest.
    pub fn take(&self) -> Option<Utf8Bytes> {
        let mut waiting = self.waiting.lock().expect("nobody panics with the lock");
        let message = waiting.messages.pop_front()?;
        waiting.bytes -= message.len();
        if waiting.messages.is_empty() {
            waiting.messages.shrink_to(KEPT);
        }
        Some(message)
    }

    /// Completes when something was put in since the last time. Only one may wait.
    pub async fn filled(&self) {
        self.filled.notified().await;
    }

    /// Completes when too much waits. Only one may wait.
    pub async fn overrun(&self) {
        self.overrun.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn message(length: usize) -> Utf8Bytes {
        "x".repeat(length).into()
    }

    #[test]
    fn messages_come_out_in_the_order_in_which_they_went_in() {
        let mailbox = Mailbox::default();
        for text in ["first", "second", "third"] {
            mailbox.put(Utf8Bytes::from_static(text));
        }
        let taken: Vec<_> = std::iter::from_fn(|| mailbox.take()).collect();
        assert_eq!(taken, ["first", "second", "third"]);
        assert!(mailbox.take().is_none());
    }

    #[test]
    fn who_waits_is_woken_once_for_all_that_came_since() {
        let mailbox = Mailbox::default();
        assert!(mailbox.filled().now_or_never().is_none());
        mailbox.put(message(1));
        mailbox.put(message(1));
        assert!(mailbox.filled().now_or_never().is_some());
        assert!(mailbox.filled().now_or_never().is_none());
    }

    #[test]
    fn a_mebibyte_may_wait_and_not_a_byte_more() {
        let mailbox = Mailbox::default();
        mailbox.put(message(MOST - 1));
        mailbox.put(message(1));
        assert!(mailbox.overrun().now_or_never().is_none());
        mailbox.put(message(1));
        assert!(mailbox.overrun().now_or_never().is_some());
        assert!(mailbox.take().is_none());
    }

    #[test]
    fn what_was_taken_waits_no_longer() {
        let mailbox = Mailbox::default();
        for _ in 0..10 {
            mailbox.put(message(MOST));
            assert_eq!(mailbox.take().map(|taken| taken.len()), Some(MOST));
        }
        assert!(mailbox.overrun().now_or_never().is_none());
    }

    #[test]
    fn an_overrun_mailbox_stays_empty() {
        let mailbox = Mailbox::default();
        mailbox.put(message(MOST + 1));
        mailbox.put(message(1));
        assert!(mailbox.take().is_none());
    }

    #[test]
    fn a_mailbox_that_was_full_holds_nothing_when_it_is_empty() {
        let mailbox = Mailbox::default();
        for _ in 0..1000 {
            mailbox.put(message(1));
        }
        while mailbox.take().is_some() {}
        assert!(mailbox.waiting.lock().expect("a lock").messages.capacity() <= KEPT);
    }
}
