import { setTimeout as pause } from 'node:timers/promises';

export class Store {
  lines: string[] = [];
  async save(line: string): Promise<void> {
    await pause(5);
    this.lines.push(line);
  }
}

export async function placeOrder(store: Store, lines: readonly string[]): Promise<number> {
  for (const line of lines) await store.save(line);
  return lines.length;
}
