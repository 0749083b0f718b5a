use crate::subject::median;

#[test]
fn the_median_of_three_and_of_one() {
    assert_eq!(median(&[30, 10, 20]), 20);
    assert_eq!(median(&[30]), 30);
}
