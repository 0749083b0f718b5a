import { valueDraws, weightDraws, type Weighting } from './draw.ts';
import { points, shares, spreadIn, type Criterion, type Option } from './value.ts';

/** How an option fares over all weights that are thought possible and all that its numbers may be. */
export interface Acceptability {
  readonly option: string;
  /** Share of the draws in which it has each place, the first first. */
  readonly places: readonly number[];
  /** Mean weights of the draws in which it is first, by criterion: what one must think to take it. Null where it never is. */
  readonly central: Readonly<Record<string, number>> | null;
  /** Share of the draws of numbers alone in which it is first under its central weights; null where it has none. */
  readonly confidence: number | null;
  /** Most points that it is behind the best by, in any draw. */
  readonly regret: number;
}

export interface Acceptabilities {
  readonly draws: number;
  readonly options: readonly Acceptability[];
  /** `beats[a][b]`: share of the draws in which a has more points than b; half of those in which they have as many. */
  readonly beats: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** 0: one option is first whatever one thinks; 1: all are first as often. */
  readonly entropy: number;
}

interface Setting {
  readonly options: readonly Option[];
  readonly criteria: readonly Criterion[];
  readonly weights: readonly number[];
}

function byId<T extends { readonly id: string }>(list: readonly T[]): readonly T[] {
  return list.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** In the order of their ids, and without criteria of no weight: then no order on paper changes a last digit. */
function settingOf(options: readonly Option[], criteria: readonly Criterion[]): Setting {
  const asked = byId(criteria.filter(({ weight }) => weight > 0));
  return { options: byId(options), criteria: asked, weights: shares(asked) };
}

/** Points of each option in each criterion, a new draw at each call; option after option. */
function pointDraws({ options, criteria }: Setting, seed: number): () => Float64Array {
  const sources = options.flatMap((option) =>
    criteria.map((criterion) => ({
      criterion,
      draw: valueDraws(spreadIn(option, criterion), `${option.id} in ${criterion.id}`, seed),
    })),
  );
  const drawn = new Float64Array(sources.length);
  return () => {
    for (const [at, { criterion, draw }] of sources.entries()) drawn[at] = points(draw(), criterion);
    return drawn;
  };
}

function totals(drawn: Float64Array, weights: readonly number[], into: Float64Array): void {
  const n = weights.length;
  for (let option = 0; option < into.length; option += 1) {
    let sum = 0;
    for (let at = 0; at < n; at += 1) sum += (weights[at] ?? 0) * (drawn[option * n + at] ?? 0);
    into[option] = sum;
  }
}

/** What the draws add up to. */
class Tally {
  readonly places: Float64Array;
  readonly beats: Float64Array;
  readonly central: Float64Array;
  readonly first: Float64Array;
  readonly regret: Float64Array;
  readonly #n: number;
  readonly #criteria: number;

  constructor(n: number, criteria: number) {
    this.#n = n;
    this.#criteria = criteria;
    this.places = new Float64Array(n * n);
    this.beats = new Float64Array(n * n);
    this.central = new Float64Array(n * criteria);
    this.first = new Float64Array(n);
    this.regret = new Float64Array(n);
  }

  /** Who ties shares the places that they take together. */
  add(scores: Float64Array, weights: readonly number[]): void {
    const n = this.#n;
    const best = scores.reduce((most, one) => Math.max(most, one), -Infinity);
    for (let a = 0; a < n; a += 1) {
      const own = scores[a] ?? 0;
      let above = 0;
      let level = 0;
      for (let b = 0; b < n; b += 1) {
        const other = scores[b] ?? 0;
        if (other > own) above += 1;
        else if (other === own) level += 1;
        this.beats[a * n + b] = (this.beats[a * n + b] ?? 0) + (own > other ? 1 : own === other ? 0.5 : 0);
      }
      for (let place = above; place < above + level; place += 1) {
        this.places[a * n + place] = (this.places[a * n + place] ?? 0) + 1 / level;
      }
      this.regret[a] = Math.max(this.regret[a] ?? 0, best - own);
      if (above === 0) this.#won(a, 1 / level, weights);
    }
  }

  #won(option: number, part: number, weights: readonly number[]): void {
    this.first[option] = (this.first[option] ?? 0) + part;
    for (let at = 0; at < this.#criteria; at += 1) {
      const cell = option * this.#criteria + at;
      this.central[cell] = (this.central[cell] ?? 0) + part * (weights[at] ?? 0);
    }
  }
}

/**
 * Stochastic multicriteria acceptability analysis (SMAA-2, Lahdelma & Salminen 2001): weights and numbers are drawn together, the
 * options ranked in each draw. The Monte Carlo error of a share is at most 0.5/√draws. Same input and seed, same answer to the byte.
 */
export function acceptabilities(
  options: readonly Option[],
  criteria: readonly Criterion[],
  weighting: Weighting,
  seed: number,
  draws = 10_000,
): Acceptabilities {
  const setting = settingOf(options, criteria);
  const ids = setting.criteria.map(({ id }) => id);
  const [n, m] = [setting.options.length, ids.length];
  const drawPoints = pointDraws(setting, seed);
  const drawWeights = weightDraws(ids, setting.weights, weighting, seed);
  const tally = new Tally(n, m);
  const scored = new Float64Array(n);
  for (let draw = 0; draw < draws; draw += 1) {
    const weights = drawWeights();
    totals(drawPoints(), weights, scored);
    tally.add(scored, weights);
  }
  const sure = confidences(setting, tally, seed, draws);
  const firsts = setting.options.map((_, a) => (tally.first[a] ?? 0) / draws);
  return {
    draws,
    options: setting.options.map((option, a) => ({
      option: option.id,
      places: setting.options.map((_, place) => (tally.places[a * n + place] ?? 0) / draws),
      central: centralOf(tally, a, ids),
      confidence: sure[a] ?? null,
      regret: tally.regret[a] ?? 0,
    })),
    beats: Object.fromEntries(
      setting.options.map(({ id }, a) => [
        id,
        Object.fromEntries(setting.options.map((other, b) => [other.id, (tally.beats[a * n + b] ?? 0) / draws])),
      ]),
    ),
    entropy: entropyOf(firsts),
  };
}

function centralOf(tally: Tally, option: number, ids: readonly string[]): Acceptability['central'] {
  const won = tally.first[option] ?? 0;
  if (won === 0) return null;
  return Object.fromEntries(ids.map((id, at) => [id, (tally.central[option * ids.length + at] ?? 0) / won]));
}

/** The share of draws of numbers in which each is first under its own central weights. */
function confidences(setting: Setting, tally: Tally, seed: number, draws: number): readonly (number | null)[] {
  const ids = setting.criteria.map(({ id }) => id);
  const scored = new Float64Array(setting.options.length);
  const central = setting.options.map((_, a) => centralOf(tally, a, ids));
  const won = central.map(() => 0);
  const drawPoints = pointDraws(setting, seed + 1);
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = drawPoints();
    for (const [a, weights] of central.entries()) {
      if (weights === null) continue;
      totals(
        drawn,
        ids.map((id) => weights[id] ?? 0),
        scored,
      );
      const own = scored[a] ?? 0;
      const level = scored.filter((one) => one === own).length;
      if (scored.every((one) => one <= own)) won[a] = (won[a] ?? 0) + 1 / level;
    }
  }
  return central.map((weights, a) => (weights === null ? null : (won[a] ?? 0) / draws));
}

/** Shannon's entropy of who is first, as a share of the most there can be. */
function entropyOf(firsts: readonly number[]): number {
  if (firsts.length < 2) return 0;
  const bits = firsts.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  return bits / Math.log(firsts.length);
}
