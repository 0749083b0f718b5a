import { reportInput } from './input.ts';
import { print } from './publish.ts';
import { findRun, openStoreToRead } from './store.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

/** `bakeoff compare [RUN]`: the verdicts of a run, concluded anew from its rounds. */
export function compare(options: GlobalOptions & { readonly run: string | null }, world: World): number {
  const store = openStoreToRead(options, world);
  if (store === null) return EXIT.unfit;
  const entry = findRun(store, options.run, world);
  const input = entry === null ? null : reportInput(entry, store.ledger);
  store.ledger.close();
  if (input === null) return EXIT.usage;
  print(input, options, world);
  return input.conclusion.refusal === null ? EXIT.ok : EXIT.unfit;
}
