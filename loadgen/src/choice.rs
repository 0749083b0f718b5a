//! Which operation and variant request k is, and which variant a request that follows it: pure functions of
//! (seed, phase, k).

use crate::plan::{Operation, Turn};
use crate::random::Stream;

/// What request k asks for, as indexes into the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    pub operation: u32,
    pub variant: u32,
}

/// Weighted choice in constant time (Walker 1977, Vose 1991): column i keeps itself below its
/// threshold and gives the rest of its share to its alias.
#[derive(Debug, Clone)]
struct AliasTable {
    columns: Vec<(u64, u32)>,
}

impl AliasTable {
    /// `weights` are positive and finite, at least one.
    fn new(weights: &[f64]) -> AliasTable {
        let n = weights.len();
        let total: f64 = weights.iter().sum();
        let mut share: Vec<f64> = weights.iter().map(|w| w / total * n as f64).collect();
        let mut columns: Vec<(u64, u32)> = (0..n).map(|i| (u64::MAX, i as u32)).collect();
        let (mut poor, mut rich): (Vec<usize>, Vec<usize>) = (0..n).partition(|i| share[*i] < 1.0);
        while let (Some(&giver), Some(taker)) = (rich.last(), poor.pop()) {
            columns[taker] = ((share[taker] * 2f64.powi(64)) as u64, giver as u32);
            share[giver] -= 1.0 - share[taker];
            if share[giver] < 1.0 {
                rich.pop();
                poor.push(giver);
            }
        }
        AliasTable { columns }
    }

    fn pick(&self, which: u64, side: u64) -> u32 {
        let column = below(which, self.columns.len());
        let (threshold, alias) = self.columns[column];
        if side <= threshold { column as u32 } else { alias }
    }
}

/// A word as an index below `n`, by multiplication; the bias is below n·2^-64.
fn below(word: u64, n: usize) -> usize {
    ((u128::from(word) * n as u128) >> 64) as usize
}

/// The draws of one phase.
#[derive(Debug, Clone)]
pub struct Choice {
    table: AliasTable,
    /// The operations that are drawn, in the order of the table's columns; the others follow an answer.
    drawn: Vec<u32>,
    variants: Vec<usize>,
    columns: Stream,
    sides: Stream,
    variant: Stream,
    /// One for each operation, since several of a chain have the same k.
    following: Vec<Stream>,
}

impl Choice {
    /// The draws of `phase` under `seed`; independent of the arrivals' stream. One operation at least is drawn.
    pub fn new(operations: &[Operation], seed: u64, phase: &str) -> Choice {
        let (drawn, weights): (Vec<u32>, Vec<f64>) = operations
            .iter()
            .enumerate()
            .filter_map(|(index, operation)| match operation.turn {
                Turn::Drawn(weight) => Some((index as u32, weight)),
                Turn::After(_) => None,
            })
            .unzip();
        let following = |operation: &Operation| Stream::named(seed, phase, &format!("variant of {}", operation.id));
        Choice {
            table: AliasTable::new(&weights),
            drawn,
            variants: operations.iter().map(|o| o.requests.len()).collect(),
            columns: Stream::named(seed, phase, "operation"),
            sides: Stream::named(seed, phase, "alias"),
            variant: Stream::named(seed, phase, "variant"),
            following: operations.iter().map(following).collect(),
        }
    }

    /// What request k is.
    pub fn draw(&self, k: u64) -> Draw {
        let column = match self.drawn.len() {
            1 => 0,
            _ => self.table.pick(self.columns.word(k), self.sides.word(k)),
        };
        let operation = self.drawn[column as usize];
        let variants = self.variants[operation as usize];
        Draw {
            operation,
            variant: below(self.variant.word(k), variants) as u32,
        }
    }

    /// The variant of `operation` when it follows in the chain that request k began.
    pub fn variant_of(&self, operation: u32, k: u64) -> u32 {
        let operation = operation as usize;
        below(self.following[operation].word(k), self.variants[operation]) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Delivery, Expected, Request};

    fn operations(weights: &[(f64, usize)]) -> Vec<Operation> {
        let request = Request {
            bytes: Box::from(*b"x"),
            slots: Box::default(),
            head: false,
            expected: Expected {
                status: 200,
                media_type: None,
                min_length: 0,
                max_length: u64::MAX,
            },
        };
        weights
            .iter()
            .enumerate()
            .map(|(i, (weight, variants))| Operation {
                id: format!("op-{i}"),
                turn: Turn::Drawn(*weight),
                follower: None,
                capture: None,
                delivery: Delivery::Whole,
                requests: vec![request.clone(); *variants],
            })
            .collect()
    }

    #[test]
    fn operations_come_in_proportion_to_their_weights() {
        let weights = [(1.0, 1), (5.0, 1), (0.5, 1), (3.5, 1)];
        let choice = Choice::new(&operations(&weights), 7, "steady");
        let n = 200_000u64;
        let mut counts = [0u64; 4];
        (0..n).for_each(|k| counts[choice.draw(k).operation as usize] += 1);
        for (count, (weight, _)) in counts.iter().zip(weights) {
            let expected = n as f64 * weight / 10.0;
            let sd = (expected * (1.0 - weight / 10.0)).sqrt();
            assert!((*count as f64 - expected).abs() < 4.0 * sd, "{counts:?}");
        }
    }

    #[test]
    fn the_alias_table_holds_each_weight_exactly() {
        let weights = [0.001, 999.0, 3.0, 3.0, 0.25];
        let table = AliasTable::new(&weights);
        let mut mass = [0f64; 5];
        for (i, (threshold, alias)) in table.columns.iter().enumerate() {
            let own = *threshold as f64 / 2f64.powi(64);
            mass[i] += own / 5.0;
            mass[*alias as usize] += (1.0 - own) / 5.0;
        }
        let total: f64 = weights.iter().sum();
        for (m, w) in mass.iter().zip(weights) {
            assert!((m - w / total).abs() < 1e-12, "{mass:?}");
        }
    }

    #[test]
    fn variants_are_drawn_evenly_and_all_of_them() {
        let choice = Choice::new(&operations(&[(1.0, 10)]), 7, "steady");
        let mut counts = [0u32; 10];
        (0..10_000).for_each(|k| counts[choice.draw(k).variant as usize] += 1);
        assert!(counts.iter().all(|c| (850..1150).contains(c)), "{counts:?}");
    }

    #[test]
    fn the_same_seed_and_phase_draw_the_same_and_others_do_not() {
        let ops = operations(&[(1.0, 50), (2.0, 50)]);
        let draws = |seed, phase: &str| -> Vec<Draw> {
            let choice = Choice::new(&ops, seed, phase);
            (0..50).map(|k| choice.draw(k)).collect()
        };
        assert_eq!(draws(7, "a"), draws(7, "a"));
        assert_ne!(draws(7, "a"), draws(7, "b"));
        assert_ne!(draws(7, "a"), draws(8, "a"));
    }

    #[test]
    fn an_operation_that_follows_is_never_drawn_and_changes_no_draw() {
        let plain = operations(&[(1.0, 5), (3.0, 7)]);
        let mut chained = operations(&[(1.0, 5), (9.0, 4), (3.0, 7)]);
        chained[1].turn = Turn::After(0);
        let (plain, chained) = (Choice::new(&plain, 7, "p"), Choice::new(&chained, 7, "p"));
        for k in 0..1000 {
            let (one, other) = (plain.draw(k), chained.draw(k));
            assert_eq!(
                (one.operation * 2, one.variant),
                (other.operation, other.variant),
                "{k}"
            );
        }
    }

    #[test]
    fn variants_of_followers_come_evenly_and_from_a_stream_of_their_own() {
        let mut ops = operations(&[(1.0, 10), (1.0, 10), (1.0, 10)]);
        ops[1].turn = Turn::After(0);
        ops[2].turn = Turn::After(1);
        let choice = Choice::new(&ops, 7, "p");
        let mut counts = [0u32; 10];
        (0..10_000).for_each(|k| counts[choice.variant_of(1, k) as usize] += 1);
        assert!(counts.iter().all(|c| (850..1150).contains(c)), "{counts:?}");
        for (one, other) in [(0, 1), (1, 2)] {
            let same = (0..1000)
                .filter(|k| choice.variant_of(one, *k) == choice.variant_of(other, *k))
                .count();
            assert!((50..150).contains(&same), "{same}");
        }
        let same = (0..1000)
            .filter(|k| choice.draw(*k).variant == choice.variant_of(1, *k))
            .count();
        assert!((50..150).contains(&same), "{same}");
    }
}
