import { setTimeout as readRow } from 'node:timers/promises';

export class Account {
  #last = Promise.resolve();
  constructor(number, balance) {
    this.number = number;
    this.balance = balance;
  }
  async lock() {
    const { promise, resolve } = Promise.withResolvers();
    const before = this.#last;
    this.#last = promise;
    await before;
    return resolve;
  }
}

export async function transfer(from, to, amount) {
  const unlockFrom = await from.lock();
  await readRow(20);
  const unlockTo = await to.lock();
  from.balance -= amount;
  to.balance += amount;
  unlockTo();
  unlockFrom();
}
