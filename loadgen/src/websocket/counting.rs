//! A number in what is delivered that must rise with each delivery to a member: by it the order of all senders is seen, where the
//! stamps tell only each sender's own.

use memchr::memmem;

/// The last number that each member got.
#[derive(Debug, Default)]
pub struct Counting {
    /// `"key":`; empty: nothing is counted.
    before: Vec<u8>,
    last: Vec<Option<u64>>,
    /// Deliveries with no number, or one that is not larger than the one before.
    pub misnumbered: u64,
}

impl Counting {
    /// Of the number under `key`; none: of nothing.
    pub fn new(key: Option<&str>) -> Counting {
        Counting {
            before: key.map(|key| format!("\"{key}\":").into_bytes()).unwrap_or_default(),
            ..Counting::default()
        }
    }

    /// Looks at what `member` was delivered.
    pub fn take(&mut self, member: usize, message: &[u8]) {
        if self.before.is_empty() {
            return;
        }
        if self.last.len() <= member {
            self.last.resize(member + 1, None);
        }
        let number = self.number(message);
        self.misnumbered += u64::from(number.is_none() || number <= self.last[member]);
        self.last[member] = number.max(self.last[member]);
    }

    /// The number that stands behind the key; none: no whole number does.
    fn number(&self, message: &[u8]) -> Option<u64> {
        let at = memmem::find(message, &self.before)? + self.before.len();
        let rest = message[at..].trim_ascii_start();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Deliveries to member 1 with a number each, or with none.
    fn misnumbered(numbers: &[Option<u64>]) -> u64 {
        let mut counting = Counting::new(Some("seq"));
        for number in numbers {
            let text = number.map_or("{\"text\":\"hello\"}".to_string(), |number| {
                format!("{{\"text\":\"hello\",\"seq\": {number},\"n\":1}}")
            });
            counting.take(1, text.as_bytes());
        }
        counting.misnumbered
    }

    #[test]
    fn numbers_must_rise_and_may_leave_some_out() {
        assert_eq!(misnumbered(&[Some(1), Some(2), Some(5), Some(6)]), 0);
        assert_eq!(misnumbered(&[Some(1), Some(3), Some(2), Some(4)]), 1);
        assert_eq!(misnumbered(&[Some(1), Some(1), Some(1)]), 2);
        assert_eq!(misnumbered(&[Some(0), Some(1)]), 0);
        assert_eq!(misnumbered(&[None, Some(1), None, Some(2)]), 2);
    }

    #[test]
    fn each_member_has_its_own_and_without_a_key_nothing_is_counted() {
        let mut counting = Counting::new(Some("seq"));
        counting.take(3, b"{\"seq\":9}");
        counting.take(0, b"{\"seq\":1}");
        counting.take(3, b"{\"seq\":10}");
        assert_eq!(counting.misnumbered, 0);
        let mut none = Counting::new(None);
        none.take(0, b"{\"seq\":1}");
        none.take(0, b"{\"seq\":1}");
        assert_eq!(none.misnumbered, 0);
    }

    #[test]
    fn what_is_no_whole_number_is_none() {
        for text in [
            "{\"seq\":\"1\"}",
            "{\"seq\":-1}",
            "{\"seq\":",
            "{\"seq\":99999999999999999999999}",
        ] {
            let mut counting = Counting::new(Some("seq"));
            counting.take(0, text.as_bytes());
            assert_eq!(counting.misnumbered, 1, "{text}");
        }
    }
}
