import { chosenInput } from './chosen.ts';
import { print } from './publish.ts';
import { openStoreToRead } from './store.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

/** `bakeoff compare [RUN...]`: the verdicts of a run, or of several as sittings of one, concluded anew from their rounds. */
export function compare(options: GlobalOptions & { readonly runs: readonly string[] }, world: World): number {
  const store = openStoreToRead(options, world);
  if (store === null) return EXIT.unfit;
  const input = chosenInput(store, options.runs, world);
  store.ledger.close();
  if (input === null) return EXIT.usage;
  print(input, options, world);
  return input.conclusion.refusal === null ? EXIT.ok : EXIT.unfit;
}
