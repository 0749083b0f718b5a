use crate::subject::{Accounts, refund};

#[test]
fn a_refund_moves_its_amount_to_the_customer() {
    for amount in [30, 0] {
        let mut accounts = Accounts::from([("shop", 100), ("ann", 100)]);
        refund(&mut accounts, "ann", amount);
        assert_eq!((accounts["ann"], accounts["shop"]), (100 + amount, 100 - amount));
    }
}
