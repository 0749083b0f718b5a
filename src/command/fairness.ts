import type { Seen } from '../thinking/fairness/seen.ts';
import { fairnessDocument, fairnessReport } from '../thinking/report/fairness.ts';
import { widthOf } from './publish.ts';
import { once, type ChosenOptions } from './once.ts';
import type { World } from './world.ts';

/** `bakeoff fairness`: what each contender runs with, looked at after a moment of load, and where they are unequal. Nothing is kept. */
export async function fairness(options: ChosenOptions, world: World): Promise<number> {
  const seen: Seen[] = [];
  return once(options, 'seen', world, {
    hears: (event) => {
      if (event.kind === 'seen') seen.push(event.seen);
      return event.kind === 'seen';
    },
    show: () => {
      if (options.json) world.out.write(`${JSON.stringify(fairnessDocument(seen), null, 2)}\n`);
      else world.out.write(fairnessReport(seen, widthOf(world)));
    },
  });
}
