use crate::subject::{Account, transfer};
use std::sync::Mutex;

#[test]
fn a_transfer_moves_its_amount() {
    for amount in [30, 0] {
        let ann = Account {
            number: 1,
            balance: Mutex::new(100),
        };
        let bob = Account {
            number: 2,
            balance: Mutex::new(100),
        };
        transfer(&ann, &bob, amount);
        assert_eq!(*ann.balance.lock().unwrap(), 100 - amount);
        assert_eq!(*bob.balance.lock().unwrap(), 100 + amount);
    }
}
