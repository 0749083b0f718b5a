export type Accounts = Map<string, number>;

export function move(accounts: Accounts, from: string, to: string, amount: number): void {
  accounts.set(from, (accounts.get(from) ?? 0) - amount);
  accounts.set(to, (accounts.get(to) ?? 0) + amount);
}

export function refund(accounts: Accounts, customer: string, amount: number): void {
  move(accounts, 'shop', customer, amount);
}
