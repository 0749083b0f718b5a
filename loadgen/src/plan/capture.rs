//! A value taken out of an answer, to be used in the next request of the same user.

use memchr::memmem::find;

/// Where the value stands in the body: between the first `after` and the next `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    pub after: Box<[u8]>,
    pub until: Box<[u8]>,
    /// The longest value; the shortest is one byte.
    pub longest: usize,
    /// The length it must have because the follower's Content-Length counts on it; none: any.
    pub exact: Option<usize>,
    /// Whether the follower writes it into its head, where a space or a line break would make another request of it.
    pub in_head: bool,
}

impl Capture {
    /// The value, if the body holds one that may be used.
    pub fn find<'a>(&self, body: &'a [u8]) -> Option<&'a [u8]> {
        let rest = &body[find(body, &self.after)? + self.after.len()..];
        // No further than the longest value reaches: a body may be long and hold no end.
        let reach = rest.len().min(self.longest.saturating_add(self.until.len()));
        let value = &rest[..find(&rest[..reach], &self.until)?];
        let fits = !value.is_empty()
            && self.exact.is_none_or(|exact| value.len() == exact)
            && (!self.in_head || value.iter().all(u8::is_ascii_graphic));
        fits.then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture() -> Capture {
        Capture {
            after: (*b"\"id\":\"").into(),
            until: (*b"\"").into(),
            longest: 5,
            exact: None,
            in_head: true,
        }
    }

    #[test]
    fn the_value_lies_between_the_first_mark_and_the_next_end() {
        let body = br#"{"n":1,"id":"a1b","x":{"id":"other"}}"#;
        assert_eq!(capture().find(body), Some(&b"a1b"[..]));
        assert_eq!(capture().find(br#"{"id":"12345"}"#), Some(&b"12345"[..]));
    }

    #[test]
    fn nothing_is_captured_from_a_body_that_lacks_a_mark_or_holds_too_much_or_too_little() {
        for body in [
            &b"{}"[..],
            br#"{"id":""}"#,
            br#"{"id":"abc"#,
            br#"{"id":"123456"}"#,
            b"",
        ] {
            assert_eq!(capture().find(body), None, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn a_value_for_the_body_must_have_the_length_its_request_counts_on() {
        let exact = Capture {
            exact: Some(3),
            ..capture()
        };
        assert_eq!(exact.find(br#""id":"abc""#), Some(&b"abc"[..]));
        assert_eq!(exact.find(br#""id":"ab""#), None);
    }

    #[test]
    fn a_value_that_would_break_the_head_is_none() {
        for value in ["a b", "a\r\n", "\u{e9}"] {
            let body = format!("\"id\":\"{value}\"");
            assert_eq!(capture().find(body.as_bytes()), None, "{value:?}");
            let anywhere = Capture {
                in_head: false,
                ..capture()
            };
            assert_eq!(anywhere.find(body.as_bytes()), Some(value.as_bytes()));
        }
    }
}
