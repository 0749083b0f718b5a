use crate::subject::count_visits;

#[test]
fn two_visitors_of_one_page() {
    assert_eq!(count_visits(2, 1), 2);
}

#[test]
fn nobody() {
    assert_eq!(count_visits(0, 1), 0);
}
