use crate::subject::final_price;

#[test]
fn without_a_coupon_the_price_is_the_one_listed() {
    assert_eq!(final_price(100, 0), 100);
}

#[test]
fn a_coupon_makes_it_less() {
    assert_eq!(final_price(100, 30), 70);
}
