//! One HTTP/1.1 answer read as it comes in, whatever the pieces.

use crate::chunked::{Chunks, Progress};
use crate::head::{self, Framing, Head, HeadCache};

/// The longest head taken; a longer one is broken framing.
pub const LONGEST_HEAD: usize = 64 * 1024;
const TOO_LONG: &str = "a head of more than 64 KiB";

#[derive(Debug, Clone, Copy)]
enum State {
    Head,
    Length { left: u64 },
    Chunked(Chunks),
    UntilClose,
}

/// What came of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    More,
    /// The answer ended after this many of the bytes.
    Done {
        used: usize,
    },
    /// The answer broke the rule named; nothing further on this connection can be trusted.
    Broken(&'static str),
}

/// Reads one answer after another on one connection.
#[derive(Debug)]
pub struct AnswerParser {
    state: State,
    head: Option<Head>,
    /// The part of a head that came in pieces; stays empty, and free, when heads come whole.
    carry: Vec<u8>,
    length: u64,
    of_head_request: bool,
}

impl Default for AnswerParser {
    fn default() -> Self {
        AnswerParser {
            state: State::Head,
            head: None,
            carry: Vec::new(),
            length: 0,
            of_head_request: false,
        }
    }
}

impl AnswerParser {
    /// Forgets the last answer and awaits the next; `of_head_request`: it will have no body.
    pub fn begin(&mut self, of_head_request: bool) {
        self.state = State::Head;
        self.head = None;
        self.carry.clear();
        self.length = 0;
        self.of_head_request = of_head_request;
    }

    /// The head, once it is whole.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// Decoded body bytes so far.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads on; hands each run of decoded body to `body`. `cache` makes a head cheap that is the same as the last one,
    /// on whichever connection that came.
    pub fn feed(&mut self, bytes: &[u8], cache: &mut HeadCache, body: &mut impl FnMut(&[u8])) -> Step {
        let mut used = 0;
        loop {
            let rest = &bytes[used..];
            let step = match &mut self.state {
                State::Head => match self.feed_head(rest, cache) {
                    // A head, or an interim answer's: go on behind it.
                    HeadStep::Whole { used: part } => {
                        used += part;
                        continue;
                    }
                    HeadStep::Bodiless { used: part } => Step::Done { used: part },
                    HeadStep::More => Step::More,
                    HeadStep::Broken(rule) => Step::Broken(rule),
                },
                State::Length { left } => {
                    let run = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    *left -= run as u64;
                    self.length += run as u64;
                    let done = *left == 0;
                    body(&rest[..run]);
                    if done { Step::Done { used: run } } else { Step::More }
                }
                State::Chunked(chunks) => {
                    let length = &mut self.length;
                    let progress = chunks.feed(rest, |data| {
                        *length += data.len() as u64;
                        body(data);
                    });
                    match progress {
                        Progress::More => Step::More,
                        Progress::Done { used } => Step::Done { used },
                        Progress::Broken(rule) => Step::Broken(rule),
                    }
                }
                State::UntilClose => {
                    self.length += rest.len() as u64;
                    body(rest);
                    Step::More
                }
            };
            return match step {
                Step::Done { used: part } => Step::Done { used: used + part },
                other => other,
            };
        }
    }

    /// The peer closed: true when that is how this answer ends, false when something is missing.
    pub fn close(&mut self) -> bool {
        matches!(self.state, State::UntilClose)
    }

    fn feed_head(&mut self, bytes: &[u8], cache: &mut HeadCache) -> HeadStep {
        let before = self.carry.len();
        if before > 0 {
            return self.feed_carried(bytes, before);
        }
        if let Some((head, end)) = cache.recognise(bytes) {
            return self.take_head(head, end);
        }
        // No more is looked at than a head may be, so that it does not matter how much came at once.
        let window = &bytes[..bytes.len().min(LONGEST_HEAD)];
        match head::end(window, 0) {
            Some(end) => match head::parse(&window[..end]) {
                Ok(head) => {
                    // Interim answers are few, and the head that matters follows.
                    if head.status >= 200 {
                        cache.keep(&window[..end], &head);
                    }
                    self.take_head(&head, end)
                }
                Err(rule) => HeadStep::Broken(rule),
            },
            None if window.len() == LONGEST_HEAD => HeadStep::Broken(TOO_LONG),
            None => {
                self.carry.extend_from_slice(window);
                HeadStep::More
            }
        }
    }

    /// Goes on with a head of which `before` bytes came earlier. Each byte is searched once, whatever the pieces.
    fn feed_carried(&mut self, bytes: &[u8], before: usize) -> HeadStep {
        let room = (LONGEST_HEAD - before).min(bytes.len());
        self.carry.extend_from_slice(&bytes[..room]);
        match head::end(&self.carry, before) {
            Some(end) => {
                let parsed = head::parse(&self.carry[..end]);
                self.carry.clear();
                match parsed {
                    Ok(head) => self.take_head(&head, end - before),
                    Err(rule) => HeadStep::Broken(rule),
                }
            }
            None if self.carry.len() == LONGEST_HEAD => HeadStep::Broken(TOO_LONG),
            None => HeadStep::More,
        }
    }

    fn take_head(&mut self, head: &Head, used: usize) -> HeadStep {
        match head.status {
            101 => return HeadStep::Broken("101 Switching Protocols, which nobody asked for"),
            // An interim answer: the real one follows.
            100..=199 => return HeadStep::Whole { used },
            _ => {}
        }
        self.head = Some(*head);
        if self.of_head_request || head.status == 204 || head.status == 304 {
            return HeadStep::Bodiless { used };
        }
        self.state = match head.framing {
            Framing::Length(0) => return HeadStep::Bodiless { used },
            Framing::Length(left) => State::Length { left },
            Framing::Chunked => State::Chunked(Chunks::default()),
            Framing::UntilClose => State::UntilClose,
        };
        HeadStep::Whole { used }
    }
}

enum HeadStep {
    More,
    Whole { used: usize },
    Bodiless { used: usize },
    Broken(&'static str),
}

#[cfg(test)]
#[path = "answer_test.rs"]
mod tests;
