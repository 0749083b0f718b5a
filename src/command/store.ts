import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Overrides } from '../doing/definition/load.ts';
import type { Ledger, RunEntry } from '../doing/ledger/ledger.ts';
import { openLedger } from '../doing/ledger/open.ts';
import { looksAfter } from '../thinking/estimate/looks.ts';
import { METRICS } from '../thinking/measurement/metric.ts';
import { DEFAULT_MARGINS } from '../thinking/plan/defaults.ts';
import type { Plan, Profile, ProfileName } from '../thinking/plan/plan.ts';
import { gateLimits } from '../thinking/verdict/limits.ts';
import { ledgerText } from './words.ts';
import type { GlobalOptions, World } from './world.ts';

/** Where runs are kept, opened. */
export interface Store {
  readonly folder: string;
  readonly ledger: Ledger;
  /** Stamps of builds. */
  readonly stamps: string;
  readonly reports: string;
}

const LEDGER = 'ledger.db';

/** Opens the store, or says why it cannot and leaves it as it is. */
export function openStore(options: GlobalOptions, world: World): Store | null {
  return storeOn(options, join(options.store, LEDGER), world);
}

/** The store for verbs that only read it: where there is none, none is made. */
export function openStoreToRead(options: GlobalOptions, world: World): Store | null {
  return existsSync(join(options.store, LEDGER)) ? openStore(options, world) : openForgetfulStore(options, world);
}

/** A store that forgets its runs at the end, for verbs that keep none; builds are remembered all the same. */
export function openForgetfulStore(options: GlobalOptions, world: World): Store | null {
  return storeOn(options, ':memory:', world);
}

function storeOn(options: GlobalOptions, file: string, world: World): Store | null {
  const opened = openLedger(file, world.now);
  if (!opened.ok) {
    world.err.write(`${ledgerText(opened.problem)}\n`);
    return null;
  }
  const { store: folder } = options;
  return { folder, ledger: opened.value, stamps: join(folder, 'builds'), reports: join(folder, 'reports') };
}

/** How the config of a run was found, so that the run can be resumed from anywhere. */
export interface Origin {
  readonly config: string | null;
  readonly overrides: Overrides;
}

const PROFILES = ['smoke', 'quick', 'standard', 'rigorous'] as const satisfies readonly ProfileName[];

const origin = z.object({
  config: z.string().nullable(),
  overrides: z.object({
    contenders: z.array(z.string()),
    scenarios: z.array(z.string()),
    profile: z.enum(PROFILES).nullable(),
  }),
});

/** An unfinished run with all that is needed to go on with it. */
export interface Unfinished extends Origin {
  readonly plan: Plan;
}

/**
 * The newest unfinished run, or the one named. `none`: no run is unfinished, as when one was killed before it began, so that a new
 * one takes its place. `unknown`: the one named cannot be resumed; the reason was said.
 */
export function unfinishedRun(store: Store, wanted: string, world: World): Unfinished | 'none' | 'unknown' {
  const runs = store.ledger.runs();
  const open = runs.filter(({ state }) => state === 'running' || state === 'paused' || state === 'interrupted');
  const entry = wanted === 'newest' ? open[0] : open.find((run) => run.id === wanted);
  if (entry === undefined) {
    if (wanted === 'newest') {
      world.err.write('No run is unfinished; this is a new one.\n');
      return 'none';
    }
    const known = runs.find((run) => run.id === wanted);
    const why = known === undefined ? 'the store has no such run' : `it is ${known.state}`;
    world.err.write(`${wanted} cannot be resumed: ${why}. bakeoff runs lists them.\n`);
    return 'unknown';
  }
  const note = store.ledger.notes(entry.id).find((one) => one.kind === 'origin');
  return { ...origin.parse(note?.detail), plan: planOf(entry) };
}

/** The run asked for, or the newest; null with the reason said. */
export function findRun(store: Store, wanted: string | null, world: World): RunEntry | null {
  const runs = store.ledger.runs();
  const entry = wanted === null ? runs[0] : runs.find((run) => run.id === wanted);
  if (entry !== undefined) return entry;
  const newest = runs
    .slice(0, 3)
    .map((run) => run.id)
    .join(', ');
  const hint = newest === '' ? 'The store is empty: start one with bakeoff run.' : `Newest: ${newest}.`;
  world.err.write(wanted === null ? `There is no run yet. ${hint}\n` : `There is no run ${wanted}. ${hint}\n`);
  return null;
}

/**
 * The plan this program wrote when the run began. Plans of earlier programs lack what was fixed then by the program itself: one
 * look, at the end, in one sitting, no budget, no further loads, no pilot, and the gates of their day, which looked at less.
 */
export function planOf(entry: RunEntry): Plan {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger's version, checked at opening, stands for its shape
  const plan = entry.plan as unknown as StoredPlan;
  const { profile, primary, gates, budgetMs } = plan;
  return {
    ...plan,
    profile: {
      ...profile,
      looks: profile.looks ?? looksAfter([profile.blocks], profile.alpha),
      sittings: profile.sittings ?? 1,
      further: profile.further ?? null,
      pilotS: profile.pilotS ?? 0,
    },
    margin: { ...DEFAULT_MARGINS, ...plan.margin },
    primary: primary ?? METRICS.filter((metric) => metric.primary).map(({ id }) => id),
    gates: { ...gateLimits(plan.cores), ...gates },
    budgetMs: budgetMs ?? null,
  };
}

type Since = 'primary' | 'gates' | 'budgetMs';

type SinceInProfile = 'looks' | 'sittings' | 'further' | 'pilotS';

interface StoredPlan extends Omit<Plan, 'profile' | Since>, Partial<Pick<Plan, Since>> {
  readonly profile: Omit<Profile, SinceInProfile> & Partial<Pick<Profile, SinceInProfile>>;
}
