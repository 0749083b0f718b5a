use crate::subject::{Request, remove};
use std::collections::HashMap;

#[test]
fn a_deletion_is_answered_by_who_asks() {
    for (user, status) in [("admin", 204), ("ann", 403)] {
        let mut items = HashMap::from([("/1".to_owned(), "item".to_owned())]);
        let request = Request {
            user: user.into(),
            path: "/1".into(),
        };
        assert_eq!(remove(&mut items, &request).status, status, "a deletion by {user}");
    }
}
