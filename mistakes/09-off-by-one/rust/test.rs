use crate::subject::page;

#[test]
fn the_first_page() {
    assert_eq!(page(&[1, 2, 3, 4, 5], 1, 2), [1, 2]);
}

#[test]
fn the_last_page_is_shorter() {
    assert_eq!(page(&[1, 2, 3, 4, 5], 3, 2), [5]);
}
