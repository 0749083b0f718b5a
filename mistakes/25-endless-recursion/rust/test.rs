use crate::subject::depth_of;
use std::collections::HashMap;

#[test]
fn the_distance_from_the_head() {
    let managers = HashMap::from([("ann", "bob"), ("bob", "head")]);
    assert_eq!(depth_of(&managers, "ann"), 2);
    assert_eq!(depth_of(&managers, "head"), 0);
}
