use crate::subject::{FREE, may_add_project};

#[test]
fn the_free_plan_allows_three_projects() {
    assert!(may_add_project(&FREE, 2));
    assert!(!may_add_project(&FREE, 3));
}
