import { setTimeout as pause } from 'node:timers/promises';

export class Store {
  lines = [];
  async save(line) {
    await pause(5);
    this.lines.push(line);
  }
}

export async function placeOrder(store, lines) {
  for (const line of lines) await store.save(line);
  return lines.length;
}
