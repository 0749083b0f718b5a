//! The articles in stock: how long each answer takes, and what it is. Some numbers misbehave, each in one of the ways in
//! which an upstream does.

use std::io::Write;

use crate::clock::MILLISECOND;

const LONGEST_NUMBER: usize = 6;
/// What an answer takes at least.
const LEAST_WAIT: u64 = 50 * MILLISECOND;
/// Longer than a client that minds its own clients waits.
const TOO_LONG: u64 = 2500 * MILLISECOND;

const CUT_SHORT: u32 = 900_001;
const NOT_JSON: u32 = 900_002;
const SILENT: u32 = 900_003;
const TEXT_FOR_NUMBER: u32 = 900_004;
const SLOW: u32 = 900_005;
const UNKNOWN: u32 = 900_404;
const FAILING: u32 = 900_500;

/// An article by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Article(u32);

impl Article {
    /// The article that `digits` name: one to six of them, and nothing else.
    pub fn named(digits: &[u8]) -> Option<Article> {
        let sound = (1..=LONGEST_NUMBER).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        sound.then(|| Article(digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))))
    }

    /// How long its answer takes, in ns; none: for ever.
    pub fn wait(self) -> Option<u64> {
        match self.0 {
            SILENT => None,
            SLOW => Some(TOO_LONG),
            UNKNOWN | FAILING => Some(LEAST_WAIT),
            number => Some(LEAST_WAIT + u64::from(number) * 104_729 % 151 * MILLISECOND),
        }
    }

    /// Whether the connection is closed in the middle of its answer.
    pub fn is_cut_short(self) -> bool {
        self.0 == CUT_SHORT
    }

    /// Status line of its answer, and its body, written into `body`.
    pub fn answer(self, body: &mut Vec<u8>) -> &'static str {
        let Article(number) = self;
        let (available, warehouse) = (u64::from(number) * 7919 % 50, number % 9 + 1);
        // Writing to memory does not fail.
        let (status, _written) = match number {
            UNKNOWN => ("404 Not Found", body.write_all(b"{\"error\":\"not found\"}")),
            FAILING => (
                "500 Internal Server Error",
                body.write_all(b"{\"error\":\"internal server error\"}"),
            ),
            NOT_JSON => ("200 OK", body.write_all(b"not json")),
            TEXT_FOR_NUMBER => (
                "200 OK",
                write!(
                    body,
                    "{{\"sku\":{number},\"available\":\"{available}\",\"warehouse\":\"W{warehouse}\"}}"
                ),
            ),
            _ => (
                "200 OK",
                write!(
                    body,
                    "{{\"sku\":{number},\"available\":{available},\"warehouse\":\"W{warehouse}\"}}"
                ),
            ),
        };
        status
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(number: &str) -> (&'static str, String) {
        let mut body = Vec::new();
        let status = Article::named(number.as_bytes()).unwrap().answer(&mut body);
        (status, String::from_utf8(body).unwrap())
    }

    #[test]
    fn a_number_is_one_to_six_digits() {
        for (text, number) in [("0", 0), ("7", 7), ("000123", 123), ("999999", 999_999)] {
            assert_eq!(Article::named(text.as_bytes()), Some(Article(number)));
        }
        for text in [
            "", "1234567", "0000001", "-1", "+1", "1.0", "1e3", " 1", "1 ", "12a", "１", "1\0",
        ] {
            assert_eq!(Article::named(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_in_stock_follows_from_the_number() {
        // Worked out by hand: 7919 · 11 = 87109, 7919 · 40 = 316760, 7919 · 449952 = 3563169888.
        for (number, available, warehouse) in [("50", 0, 6), ("11", 9, 3), ("40", 10, 5), ("449952", 38, 7)] {
            let body = format!("{{\"sku\":{number},\"available\":{available},\"warehouse\":\"W{warehouse}\"}}");
            assert_eq!(answer(number), ("200 OK", body));
        }
    }

    #[test]
    fn waits_are_all_from_50_to_200_ms_and_follow_from_the_number() {
        let wait = |number| Article(number).wait().unwrap() / MILLISECOND;
        // 104729 = 693 · 151 + 86.
        assert_eq!([0, 1, 2, 151].map(wait), [50, 136, 71, 50]);
        let mut seen: Vec<u64> = (0..151).map(wait).collect();
        seen.sort_unstable();
        assert_eq!(seen, (50..=200).collect::<Vec<_>>());
        assert_eq!(wait(999_999), 50 + 999_999 * 104_729 % 151);
    }

    #[test]
    fn each_number_that_misbehaves_does_so_in_its_way() {
        let wait = |number: u32| Article(number).wait().map(|ns| ns / MILLISECOND);
        assert_eq!(wait(SILENT), None);
        assert_eq!([SLOW, UNKNOWN, FAILING].map(wait), [Some(2500), Some(50), Some(50)]);
        assert_eq!(
            answer("900404"),
            ("404 Not Found", "{\"error\":\"not found\"}".to_string())
        );
        assert!(answer("900500").0.starts_with("500 ") && answer("900500").1.starts_with("{\"error\":"));
        assert_eq!(answer("900002"), ("200 OK", "not json".to_string()));
        let text: serde_json::Value = serde_json::from_str(&answer("900004").1).unwrap();
        assert_eq!((&text["sku"], &text["available"]), (&900_004.into(), &"26".into()));
        let cut = [0, 900_000, CUT_SHORT, NOT_JSON].map(|number| Article(number).is_cut_short());
        assert_eq!(cut, [false, false, true, false]);
    }
}
