//! A number that a path ends in, or that stands in a query.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::error::Error;

/// The one parameter of a path, or one of a query: 1 to `MOST` decimal digits, without a sign.
#[derive(Debug)]
pub struct Digits<const MOST: usize = { usize::MAX }> {
    /// As it was given, with its leading zeros.
    pub text: String,
    pub number: u64,
}

impl<S: Send + Sync, const MOST: usize> FromRequestParts<S> for Digits<MOST> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        // This fails only where the parameter is not UTF-8.
        let Path(text) = Path::from_request_parts(parts, state).await.map_err(|_| Error::NotDigits)?;
        Self::read(text)
    }
}

impl<'de, const MOST: usize> Deserialize<'de> for Digits<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(text).map_err(|_| D::Error::custom("must be decimal digits, not too many"))
    }
}

impl<const MOST: usize> Digits<MOST> {
    fn read(text: String) -> Result<Self, Error> {
        if !(1..=MOST).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::NotDigits);
        }
        // Digits of which no key can consist are those of nothing.
        let number = text.parse().map_err(|_| Error::NotFound)?;
        Ok(Self { text, number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_as_given() {
        let Digits { text, number } = Digits::<6>::read("000420".to_owned()).expect("digits");
        assert_eq!((text.as_str(), number), ("000420", 420));
        assert_eq!(Digits::<10>::read("9999999999".to_owned()).expect("digits").number, 9_999_999_999);
    }

    #[test]
    fn what_is_not_digits_alone_is_refused() {
        for text in ["", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "٣", "１", "1\n", "1 OR 1=1", "1234567"] {
            let outcome = Digits::<6>::read(text.to_owned());
            assert!(matches!(outcome, Err(Error::NotDigits)), "{text:?}: {outcome:?}");
        }
    }

    #[test]
    fn digits_beyond_every_key_are_those_of_nothing() {
        let largest = Digits::<{ usize::MAX }>::read(u64::MAX.to_string()).expect("digits");
        assert_eq!(largest.number, u64::MAX);
        for text in ["18446744073709551616".to_owned(), "9".repeat(300)] {
            let outcome = Digits::<{ usize::MAX }>::read(text);
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
    }
}
