use std::sync::Mutex;
use std::thread::sleep;
use std::time::Duration;

pub struct Account {
    pub number: u32,
    pub balance: Mutex<i64>,
}

fn read_row() {
    sleep(Duration::from_millis(20));
}

pub fn transfer(from: &Account, to: &Account, amount: i64) {
    let mut from_balance = from.balance.lock().unwrap();
    read_row();
    let mut to_balance = to.balance.lock().unwrap();
    *from_balance -= amount;
    *to_balance += amount;
}
