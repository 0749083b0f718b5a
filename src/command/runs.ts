import type { RunEntry } from '../doing/ledger/ledger.ts';
import { countRounds } from '../thinking/plan/duration.ts';
import { openStoreToRead, planOf, type Store } from './store.ts';
import { ledgerText } from './words.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

/** `bakeoff runs`: what the store holds, newest first. */
export function runs(options: GlobalOptions & { readonly remove: string | null }, world: World): number {
  const store = openStoreToRead(options, world);
  if (store === null) return EXIT.unfit;
  try {
    return options.remove === null ? list(store, options, world) : remove(store, options.remove, world);
  } finally {
    store.ledger.close();
  }
}

function list(store: Store, options: GlobalOptions, world: World): number {
  const found = store.ledger.runs().map((entry) => summary(entry, store));
  if (options.json) world.out.write(`${JSON.stringify({ schema: 'bakeoff/runs@1', runs: found }, null, 2)}\n`);
  else if (found.length === 0) world.out.write('No run yet. Start one with: bakeoff run\n');
  else
    for (const one of found)
      world.out.write(
        `${one.run}  ${one.state.padEnd(11)}  ${one.profile.padEnd(8)}  ${one.rounds} of ${one.planned} rounds  ${one.name}\n`,
      );
  return EXIT.ok;
}

function summary(entry: RunEntry, { ledger }: Store) {
  const plan = planOf(entry);
  const rounds = ledger.rounds(entry.id).filter((outcome) => outcome.kind === 'measured').length;
  const { id: run, created, state, name } = entry;
  return { run, created, state, name, profile: plan.profile.name, rounds, planned: countRounds(plan) };
}

function remove(store: Store, run: string, world: World): number {
  if (store.ledger.run(run) === null) {
    world.err.write(`There is no run ${run}; bakeoff runs lists them.\n`);
    return EXIT.usage;
  }
  const written = store.ledger.remove(run);
  if (!written.ok) world.err.write(`${ledgerText(written.problem)}\n`);
  return written.ok ? EXIT.ok : EXIT.unfit;
}
