//! The Levenshtein distance of two names.

/// Two rows of the table, made once for all pairs that are compared.
pub struct Rows {
    above: Vec<u32>,
    row: Vec<u32>,
}

impl Rows {
    /// For names of at most so many bytes.
    pub fn new(longest: usize) -> Self {
        Self { above: vec![0; longest + 1], row: vec![0; longest + 1] }
    }

    /// Insertions, deletions and substitutions of bytes that make one name the other: the whole table, row by row, even for
    /// equal names. What ends early or leaves cells out would do other work than the contract's.
    pub fn distance(&mut self, from: &[u8], to: &[u8]) -> u32 {
        let (mut above, mut row) = (&mut self.above[..=to.len()], &mut self.row[..=to.len()]);
        for (cell, column) in above.iter_mut().zip(0..) {
            *cell = column;
        }
        for (old, line) in from.iter().zip(1..) {
            let (mut diagonal, mut left) = (above[0], line);
            row[0] = line;
            for ((cell, &up), new) in row[1..].iter_mut().zip(&above[1..]).zip(to) {
                left = (diagonal + u32::from(old != new)).min(up + 1).min(left + 1);
                *cell = left;
                diagonal = up;
            }
            std::mem::swap(&mut above, &mut row);
        }
        above[to.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_what_a_hand_works_out() {
        let mut rows = Rows::new(64);
        let (long, other) = ("x".repeat(64), "y".repeat(64));
        for (from, to, wanted) in [
            ("kitten", "sitting", 3),
            ("kitten", "kit", 3),
            ("sitting", "kit", 5),
            ("flaw", "lawn", 2),
            ("ab", "ba", 2),
            ("anna", "anna", 0),
            (" a ", "a", 2),
            ("a", "b", 1),
            ("x", &long, 63),
            (&long, &other, 64),
        ] {
            // The rows are those of the pair before, whatever it left in them.
            assert_eq!(rows.distance(from.as_bytes(), to.as_bytes()), wanted, "{from} {to}");
            assert_eq!(rows.distance(to.as_bytes(), from.as_bytes()), wanted, "{to} {from}");
        }
    }
}
