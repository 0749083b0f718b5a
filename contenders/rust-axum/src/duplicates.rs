//! Probable duplicates among names: each compared with each other one.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{
    accepted::{Accepted, Rules, require},
    edit_distance::Rows,
    error::Error,
};

const LONGEST: usize = 64;

#[derive(Debug, Deserialize)]
pub struct Batch {
    names: Vec<String>,
    limit: u8,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Duplicates {
    compared: usize,
    distance_sum: u64,
    pairs: Vec<Pair>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Pair {
    a: usize,
    b: usize,
    distance: u32,
}

/// Where names are compared.
#[derive(Clone)]
pub enum Comparing {
    /// On the thread that serves the request: everybody else on it waits.
    Inline,
    /// On one of tokio's threads for blocking work, of which there are hundreds: the permits keep those that compute at one
    /// time to the number of cores, as tokio's documentation asks for CPU-bound work.
    Blocking(Arc<Semaphore>),
}

impl Comparing {
    pub fn new(cores: usize, inline: bool) -> Self {
        if inline { Self::Inline } else { Self::Blocking(Arc::new(Semaphore::new(cores))) }
    }

    async fn find(self, batch: Batch) -> Result<Duplicates, Error> {
        let Self::Blocking(cores) = self else {
            return Ok(batch.duplicates());
        };
        let permit = cores.acquire_owned().await.expect("nobody closes the semaphore");
        // What computes cannot be stopped: the permit goes with it, even when the client is gone.
        let computing = spawn_blocking(move || {
            let found = batch.duplicates();
            drop(permit);
            found
        });
        computing.await.map_err(Error::Unfinished)
    }
}

pub async fn find(
    State(comparing): State<Comparing>,
    Accepted(batch): Accepted<Batch>,
) -> Result<Json<Duplicates>, Error> {
    comparing.find(batch).await.map(Json)
}

impl Rules for Batch {
    fn check(&self) -> Result<(), String> {
        require((2..=200).contains(&self.names.len()), "names must be 2 to 200")?;
        require(self.limit <= 10, "limit must be 0 to 10")?;
        match self.names.iter().position(|name| !is_plain(name)) {
            Some(index) => Err(format!("names[{index}] must have 1 to {LONGEST} characters of a-z, 0-9 and space")),
            None => Ok(()),
        }
    }
}

impl Batch {
    /// The pairs within the limit, the closest first.
    fn duplicates(&self) -> Duplicates {
        let mut found = Duplicates { compared: 0, distance_sum: 0, pairs: Vec::new() };
        let mut rows = Rows::new(LONGEST);
        for (a, name) in self.names.iter().enumerate() {
            for (b, other) in self.names.iter().enumerate().skip(a + 1) {
                let distance = rows.distance(name.as_bytes(), other.as_bytes());
                found.compared += 1;
                found.distance_sum += u64::from(distance);
                if distance <= u32::from(self.limit) {
                    found.pairs.push(Pair { a, b, distance });
                }
            }
        }
        found.pairs.sort_unstable_by_key(|pair| (pair.distance, pair.a, pair.b));
        found
    }
}

fn is_plain(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b' '))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json, to_value};

    use super::*;
    use crate::accepted::read;

    fn batch(names: Value, limit: Value) -> Result<Batch, Error> {
        read(json!({ "names": names, "limit": limit, "colour": "red" }).to_string().as_bytes())
    }

    #[test]
    fn pairs_go_by_distance_then_by_place() {
        let batch = batch(json!(["kitten", "sitting", "kit", "sitten", "kitten"]), json!(3)).expect("a batch");
        assert_eq!(
            to_value(batch.duplicates()).expect("JSON"),
            // 3 + 3 + 1 + 0, 5 + 2 + 3, 4 + 3, 1
            json!({ "compared": 10, "distanceSum": 25, "pairs": [
                { "a": 0, "b": 4, "distance": 0 },
                { "a": 0, "b": 3, "distance": 1 },
                { "a": 3, "b": 4, "distance": 1 },
                { "a": 1, "b": 3, "distance": 2 },
                { "a": 0, "b": 1, "distance": 3 },
                { "a": 0, "b": 2, "distance": 3 },
                { "a": 1, "b": 4, "distance": 3 },
                { "a": 2, "b": 4, "distance": 3 },
            ] })
        );
    }

    #[test]
    fn the_limit_is_included_and_the_sum_is_of_all() {
        let batch = |limit| batch(json!(["a", "b", "aaa"]), json!(limit)).expect("a batch").duplicates();
        assert_eq!((batch(0).pairs.len(), batch(0).distance_sum), (0, 6));
        assert_eq!((batch(1).pairs.len(), batch(2).pairs.len(), batch(3).pairs.len()), (1, 2, 3));
    }

    #[test]
    fn values_on_the_limits_are_accepted() {
        assert!(batch(json!(["a", " "]), json!(0)).is_ok());
        assert!(batch(json!(vec!["z9 ".repeat(21) + "z"; 200]), json!(10)).is_ok());
    }

    #[test]
    fn a_broken_rule_is_refused_as_one() {
        let good = || json!(["a", "b"]);
        for (names, limit) in [
            (json!(["a"]), json!(1)),
            (json!(vec!["a"; 201]), json!(1)),
            (json!(["a", ""]), json!(1)),
            (json!(["a", "x".repeat(65)]), json!(1)),
            (json!(["a", "B"]), json!(1)),
            (json!(["a", "é"]), json!(1)),
            (json!(["a", "b\n"]), json!(1)),
            (json!(["a", "b\0"]), json!(1)),
            (json!(["a", "b-c"]), json!(1)),
            (json!(["a", 7]), json!(1)),
            (json!(["a", null]), json!(1)),
            (json!("ab"), json!(1)),
            (Value::Null, json!(1)),
            (good(), json!(11)),
            (good(), json!(256)),
            (good(), json!(-1)),
            (good(), json!(1.5)),
            (good(), json!("1")),
            (good(), Value::Null),
        ] {
            let outcome = batch(names.clone(), limit.clone());
            assert!(matches!(outcome, Err(Error::Rule(_))), "{names} {limit}: {outcome:?}");
        }
    }

    #[test]
    fn a_missing_key_or_a_list_is_a_broken_rule() {
        for text in [r#"{"names": ["a", "b"]}"#, r#"{"limit": 1}"#, r#"[["a", "b"], 1]"#, "5", "null"] {
            let outcome = read::<Batch>(text.as_bytes());
            assert!(matches!(outcome, Err(Error::Rule(_))), "{text}: {outcome:?}");
        }
    }

    #[tokio::test]
    async fn both_places_find_the_same() {
        let batch = || batch(json!(["anna", "hanna", "anna"]), json!(1)).expect("a batch");
        let inline = Comparing::new(1, true).find(batch()).await.expect("an answer");
        let blocking = Comparing::new(1, false);
        // Twice on one core: the permit was given back.
        assert_eq!(blocking.clone().find(batch()).await.expect("an answer"), inline);
        assert_eq!(blocking.find(batch()).await.expect("an answer"), inline);
        assert_eq!((inline.compared, inline.distance_sum, inline.pairs.len()), (3, 2, 3));
    }
}
