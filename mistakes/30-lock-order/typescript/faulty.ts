import { setTimeout as readRow } from 'node:timers/promises';

export class Account {
  readonly number: number;
  balance: number;
  #last: Promise<void> = Promise.resolve();
  constructor(number: number, balance: number) {
    this.number = number;
    this.balance = balance;
  }
  async lock(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = promise;
    await before;
    return resolve;
  }
}

export async function transfer(from: Account, to: Account, amount: number): Promise<void> {
  const unlockFrom = await from.lock();
  await readRow(20);
  const unlockTo = await to.lock();
  from.balance -= amount;
  to.balance += amount;
  unlockTo();
  unlockFrom();
}
