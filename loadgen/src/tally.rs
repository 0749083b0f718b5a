//! The times of one second, one operation and one outcome: as lossless as an HDR histogram and laid out like one, but
//! only where times were recorded, so that hundreds of them fit beside each other.

use crate::histogram::LONGEST_NS;

/// Three significant digits: 2048 steps of 1 ns, then 1024 steps for each further doubling (HdrHistogram's layout with
/// a lowest value of 1 and three digits).
const STEPS_LOG2: u32 = 10;
const STEPS: u64 = 1 << STEPS_LOG2;
const PAGE: usize = 128;
const PAGES: usize = index_of(LONGEST_NS) / PAGE + 1;

/// Which step a time falls on.
const fn index_of(ns: u64) -> usize {
    let doublings = (ns | (2 * STEPS - 1)).ilog2() - STEPS_LOG2;
    (((doublings as u64) << STEPS_LOG2) + (ns >> doublings)) as usize
}

/// The lowest time of a step.
fn time_of(index: usize) -> u64 {
    let doublings = (index as u64 >> STEPS_LOG2).saturating_sub(1);
    (index as u64 - (doublings << STEPS_LOG2)) << doublings
}

type Page = [u32; PAGE];

/// Counts of times, by step.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    count: u64,
    form: Form,
}

#[derive(Debug, Clone, Default)]
enum Form {
    #[default]
    Empty,
    /// Each page is taken when a time first falls on it.
    Open(Box<[Option<Box<Page>>; PAGES]>),
    /// Pairs of (distance from the last step counted, count), each number in groups of seven bits.
    Packed(Box<[u8]>),
}

impl Tally {
    /// Counts one time; one beyond the longest told apart counts as that.
    pub fn record(&mut self, ns: u64) {
        self.count += 1;
        let index = index_of(ns.min(LONGEST_NS));
        self.add(index, 1);
    }

    fn add(&mut self, index: usize, count: u32) {
        if !matches!(self.form, Form::Open(_)) {
            self.open();
        }
        if let Form::Open(pages) = &mut self.form {
            let page = pages[index / PAGE].get_or_insert_with(|| Box::new([0; PAGE]));
            page[index % PAGE] += count;
        }
    }

    fn open(&mut self) {
        let before = std::mem::replace(&mut self.form, Form::Open(Box::new([const { None }; PAGES])));
        if let Form::Packed(bytes) = before {
            unpack(&bytes, |index, count| self.add(index, count));
        }
    }

    /// Makes it small; false where it is already. It can be recorded into all the same, at the price of making it large
    /// again.
    pub fn pack(&mut self) -> bool {
        let Form::Open(pages) = &self.form else { return false };
        let mut bytes = Vec::with_capacity(1024);
        let mut last = 0;
        for_each(pages, |index, count| {
            write(&mut bytes, (index - last) as u64);
            write(&mut bytes, u64::from(count));
            last = index;
        });
        self.form = Form::Packed(bytes.into_boxed_slice());
        true
    }

    /// Adds another worker's tally of the same kind.
    pub fn merge(&mut self, other: &Tally) {
        self.count += other.count;
        let mut add = |index, count| self.add(index, count);
        match &other.form {
            Form::Empty => {}
            Form::Open(pages) => for_each(pages, add),
            Form::Packed(bytes) => unpack(bytes, &mut add),
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Hands each step's lowest time in ns, and how many times fell on it, to `visit`, the lowest first.
    pub fn visit(&self, mut visit: impl FnMut(u64, u64)) {
        let mut step = |index, count| visit(time_of(index), u64::from(count));
        match &self.form {
            Form::Empty => {}
            Form::Open(pages) => for_each(pages, step),
            Form::Packed(bytes) => unpack(bytes, &mut step),
        }
    }
}

fn for_each(pages: &[Option<Box<Page>>; PAGES], mut visit: impl FnMut(usize, u32)) {
    for (nth, page) in pages.iter().enumerate() {
        let Some(page) = page else { continue };
        for (within, count) in page.iter().enumerate().filter(|(_, count)| **count > 0) {
            visit(nth * PAGE + within, *count);
        }
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn unpack(bytes: &[u8], mut visit: impl FnMut(usize, u32)) {
    let mut rest = bytes.iter();
    let mut read = || {
        let (mut number, mut shift) = (0_u64, 0);
        for byte in rest.by_ref() {
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
        None
    };
    let mut index = 0;
    while let (Some(distance), Some(count)) = (read(), read()) {
        index += distance as usize;
        visit(index, count as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::histogram::Times;
    use crate::random::Stream;

    /// Times over all magnitudes, and the edges of the layout.
    fn times() -> Vec<u64> {
        let stream = Stream::named(3, "tally", "times");
        let spread = (0..20_000).map(|at| stream.word(at) >> (27 + stream.word(at + 1_000_000) % 37));
        let edges = (0..37).flat_map(|bit| [(1_u64 << bit) - 1, 1 << bit, (1 << bit) + 1]);
        spread.chain(edges).chain([LONGEST_NS - 1, LONGEST_NS]).collect()
    }

    fn of(times: &[u64]) -> Tally {
        let mut tally = Tally::default();
        times.iter().for_each(|ns| tally.record(*ns));
        tally
    }

    fn whole(tally: &Tally) -> Times {
        let mut times = Times::new();
        times.add(tally);
        times
    }

    #[test]
    fn it_holds_what_an_hdr_histogram_of_three_digits_holds() {
        let times: Vec<u64> = times().into_iter().filter(|ns| *ns <= LONGEST_NS).collect();
        let tally = of(&times);
        let mut direct = Times::new();
        times.iter().for_each(|ns| direct.record(*ns));
        assert_eq!(tally.count(), times.len() as u64);
        assert_eq!(whole(&tally).encode(), direct.encode());
    }

    #[test]
    fn packing_changes_nothing_and_takes_little_room() {
        let times = times();
        let mut tally = of(&times);
        let before = whole(&tally).encode();
        tally.pack();
        assert_eq!(whole(&tally).encode(), before);
        assert!(matches!(&tally.form, Form::Packed(bytes) if bytes.len() < 3 * times.len()));
        tally.record(5);
        tally.pack();
        let mut again = of(&times);
        again.record(5);
        assert_eq!(whole(&tally).encode(), whole(&again).encode());
        assert_eq!(tally.count(), again.count());
    }

    #[test]
    fn a_time_beyond_the_longest_counts_as_the_longest() {
        assert_eq!(whole(&of(&[u64::MAX])).encode(), whole(&of(&[LONGEST_NS])).encode());
    }

    #[test]
    fn every_step_has_its_own_lowest_time() {
        for index in 0..=index_of(LONGEST_NS) {
            assert_eq!(index_of(time_of(index)), index);
        }
    }
}
