use crate::subject::redeem;
use std::collections::HashSet;
use std::sync::Mutex;

#[test]
fn a_coupon_is_redeemed_once() {
    let redeemed = Mutex::new(HashSet::new());
    assert_eq!(redeem(&redeemed, "SPRING"), "redeemed");
    assert_eq!(redeem(&redeemed, "SPRING"), "refused");
}
