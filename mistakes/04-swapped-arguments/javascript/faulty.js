export function move(accounts, from, to, amount) {
  accounts.set(from, accounts.get(from) - amount);
  accounts.set(to, accounts.get(to) + amount);
}

export function refund(accounts, customer, amount) {
  move(accounts, customer, 'shop', amount);
}
