use std::collections::HashMap;

pub type Accounts = HashMap<&'static str, i64>;

pub fn transfer(accounts: &mut Accounts, from: &'static str, to: &'static str, amount: i64) {
    *accounts.entry(from).or_default() -= amount;
    *accounts.entry(to).or_default() += amount;
}

pub fn refund(accounts: &mut Accounts, customer: &'static str, amount: i64) {
    transfer(accounts, customer, "shop", amount);
}
