use crate::subject::{Store, place_order};
use server::block_on;

#[test]
fn an_order_is_in_the_store() {
    for lines in [&["tea", "cup"][..], &[]] {
        let mut store = Store::default();
        assert_eq!(block_on(place_order(&mut store, lines)), lines.len());
        assert_eq!(store.lines, lines);
    }
}
