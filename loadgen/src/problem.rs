//! What may go wrong before or during a run, as values. `main` turns them into a sentence and an exit code.

use std::fmt;

/// An expected failure. Each message says what failed, the rule, and what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A command line or plan that breaks a rule.
    Usage(String),
    /// A target this program may not put load on.
    Refused(String),
    /// The target did not accept the planned connections.
    Connect(String),
    /// The machine denied something the run needs (a core to pin to, files to open).
    Machine(String),
    /// Nobody reads the events any more.
    ReaderGone(String),
}

impl Problem {
    /// The exit code of the program, as the interface promises.
    pub fn exit_code(&self) -> u8 {
        match self {
            Problem::Usage(_) => 2,
            Problem::Refused(_) | Problem::Machine(_) => 5,
            Problem::Connect(_) => 6,
            Problem::ReaderGone(_) => 1,
        }
    }

    /// The machine-readable word of an error event.
    pub fn reason(&self) -> &'static str {
        match self {
            Problem::Usage(_) => "usage",
            Problem::Refused(_) => "refused",
            Problem::Connect(_) => "connect",
            Problem::Machine(_) => "machine",
            Problem::ReaderGone(_) => "reader-gone",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Usage(text)
            | Problem::Refused(text)
            | Problem::Connect(text)
            | Problem::Machine(text)
            | Problem::ReaderGone(text) => out.write_str(text),
        }
    }
}

/// A usage problem with this message unless the rule holds.
pub fn rule(holds: bool, message: impl FnOnce() -> String) -> Result<(), Problem> {
    if holds { Ok(()) } else { Err(Problem::Usage(message())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_the_promised_exit_code() {
        assert_eq!(Problem::Usage(String::new()).exit_code(), 2);
        assert_eq!(Problem::Refused(String::new()).exit_code(), 5);
        assert_eq!(Problem::Connect(String::new()).exit_code(), 6);
    }
}
