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
    let in_order = from.number < to.number;
    let (first, second, sign) = if in_order { (from, to, 1) } else { (to, from, -1) };
    let mut first_balance = first.balance.lock().unwrap();
    read_row();
    let mut second_balance = second.balance.lock().unwrap();
    *first_balance -= sign * amount;
    *second_balance += sign * amount;
}
