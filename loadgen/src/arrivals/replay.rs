//! Due times that were written down before.

use std::sync::Arc;

use crate::clock::SECOND;
use crate::problem::{Problem, rule};

/// Offsets lie within a day, as phases do.
const LATEST: u64 = 86_400 * SECOND;

/// Offsets in ns from the phase's start, checked: at least one, none before the one above it, all within a day.
/// `at` names where they come from, `place` the things it numbers: lines from 1, or entries from 0.
pub fn checked(offsets: Vec<u64>, at: &str, place: impl Fn(usize) -> String) -> Result<Arc<[u64]>, Problem> {
    rule(!offsets.is_empty(), || {
        format!("{at}: must hold at least one offset, got none")
    })?;
    let mut last = 0;
    for (index, offset) in offsets.iter().enumerate() {
        rule(*offset >= last, || {
            format!(
                "{at}, {}: offsets must not go back, got {offset} after {last}",
                place(index)
            )
        })?;
        rule(*offset < LATEST, || {
            format!(
                "{at}, {}: an offset must be below 24 hours ({LATEST} ns), got {offset}",
                place(index)
            )
        })?;
        last = *offset;
    }
    Ok(offsets.into())
}

/// The offsets of a text with one whole number of ns on each line.
pub fn parse(text: &str, at: &str) -> Result<Arc<[u64]>, Problem> {
    let line = |index: usize| format!("line {}", index + 1);
    let offsets = text
        .lines()
        .enumerate()
        .map(|(index, given)| {
            given.parse().map_err(|_| {
                Problem::Usage(format!(
                    "{at}, {}: must be one whole number of nanoseconds, got \"{given}\"",
                    line(index)
                ))
            })
        })
        .collect::<Result<Vec<u64>, _>>()?;
    checked(offsets, at, line)
}

/// Reads such a file.
pub fn read(file: &str, at: &str) -> Result<Arc<[u64]>, Problem> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Problem::Usage(format!(
            "{at}: must be a readable text file of offsets, got \"{file}\": {error}"
        ))
    })?;
    parse(&text, &format!("{at} \"{file}\""))
}

/// The most of them in any one second.
pub fn most_in_a_second(offsets: &[u64]) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (index, offset) in offsets.iter().enumerate() {
        while offset - offsets[first] >= SECOND {
            first += 1;
        }
        most = most.max(index - first + 1);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_offsets_is_read_line_by_line() {
        assert_eq!(
            *parse("0\n5\n5\n86399999999999\n", "f").unwrap(),
            [0, 5, 5, 86_399_999_999_999]
        );
        assert_eq!(*parse("7", "f").unwrap(), [7]);
    }

    #[test]
    fn each_broken_line_is_named_by_its_number() {
        for (text, word) in [
            ("", "none"),
            ("1\n\n2", "line 2"),
            ("1\n2\n-3", "line 3"),
            ("1.5", "line 1"),
            ("1\n9\n8", "line 3: offsets must not go back, got 8 after 9"),
            ("1\n86400000000000", "line 2: an offset must be below 24 hours"),
        ] {
            let message = parse(text, "f").unwrap_err().to_string();
            assert!(message.contains(word), "{text:?}: {message}");
        }
        assert!(
            read("/nonexistent/offsets", "f")
                .unwrap_err()
                .to_string()
                .contains("/nonexistent")
        );
    }

    #[test]
    fn the_densest_second_may_lie_anywhere() {
        assert_eq!(most_in_a_second(&[0, SECOND - 1, SECOND, SECOND + 1, 2 * SECOND]), 3);
        assert_eq!(most_in_a_second(&[5]), 1);
    }
}
