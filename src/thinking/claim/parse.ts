import { z } from 'zod';

import type { Defined, Problem } from '../definition/problem.ts';
import { readDefinition } from '../definition/reader.ts';
import type { Source } from '../definition/reader.ts';
import { FIGURES } from '../footprint/footprint.ts';
import { METRICS } from '../measurement/metric.ts';
import type { Claim, PublicFigure, Quantity, Scale, Test } from './claim.ts';
import { named } from './judge.ts';
import { scaleProblem } from './scale.ts';

const NAME_RULE = 'a name of letters, digits and dashes, such as G5';
const QUANTITY_RULE =
  'one of scenario with metric, ahead and of; footprint or memory-bill with ahead and of; scaling; held; pause; mistakes; figure';
const FAILS_RULE = 'below or above with a number';
const GROUND_RULE = 'one of tests and judgement';
const DATE_RULE = 'a year, a month or a day, such as 2026, 2026-01 or 2026-01-31';

const line = z.string().min(1);
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/u, NAME_RULE);

const scaleShape = {
  holds: z.strictObject({ from: z.number().optional(), to: z.number().optional() }),
  fails: z.union([z.strictObject({ below: z.number() }), z.strictObject({ above: z.number() })], { error: FAILS_RULE }),
};

const aheadSchema = z.strictObject({
  scenario: name,
  metric: z.enum(METRICS.map(({ id }) => id)),
  ahead: line,
  of: line,
  ...scaleShape,
});
const footprintSchema = z.strictObject({ footprint: z.enum(FIGURES), ahead: line, of: line, ...scaleShape });
const memoryBillSchema = z.strictObject({ 'memory-bill': name, ahead: line, of: line, ...scaleShape });
const scalingSchema = z.strictObject({
  scaling: line,
  cores: z.int().min(2, 'a whole number of cores from 2 on'),
  scenario: name.default('cores'),
  ...scaleShape,
});
const heldSchema = z.strictObject({ held: line, scenario: name, ...scaleShape });
const pauseSchema = z.strictObject({ pause: line, scenario: name.default('heap'), ...scaleShape });
const mistakesSchema = z.strictObject({
  mistakes: z.enum(['before-run', 'build', 'never']),
  in: z.enum(['javascript', 'typescript', 'go', 'rust']),
  only: z.array(line).min(1).optional(),
  ...scaleShape,
});
const figureSchema = z.strictObject({ figure: name, ...scaleShape });

/** The key that tells one form of a test from the others. */
const KEYS = ['metric', 'footprint', 'memory-bill', 'scaling', 'held', 'pause', 'mistakes', 'figure'];

const testSchema = z.union(
  [
    aheadSchema,
    footprintSchema,
    memoryBillSchema,
    scalingSchema,
    heldSchema,
    pauseSchema,
    mistakesSchema,
    figureSchema,
  ],
  { error: (issue) => (keysOf(issue.input).some((key) => KEYS.includes(key)) ? undefined : QUANTITY_RULE) },
);

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

const claimSchema = z.strictObject({
  id: name,
  section: line,
  says: line,
  tests: z.array(testSchema).min(1).optional(),
  elsewhere: z.array(testSchema).default([]),
  judgement: line.optional(),
  note: line.optional(),
  published: z.array(name).default([]),
});

const claimsSchema = z.strictObject({ claims: z.array(claimSchema).min(1) });

const figuresSchema = z.strictObject({
  figures: z
    .array(
      z.strictObject({
        series: name,
        what: line,
        value: z.number(),
        unit: line,
        date: z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u, DATE_RULE),
        conditions: line,
        source: line,
        terms: z.enum(['MIT', 'Apache-2.0', 'CC-BY-3.0', 'ODbL-1.0', 'quotation']),
      }),
    )
    .min(1),
});

type TestWire = z.output<typeof testSchema>;
type ClaimWire = z.output<typeof claimSchema>;

function quantityOf(wire: TestWire): Quantity {
  if ('metric' in wire) {
    const { scenario, metric, ahead, of } = wire;
    return { kind: 'ahead', scenario, metric, ahead, of };
  }
  if ('footprint' in wire) return { kind: 'footprint', figure: wire.footprint, ahead: wire.ahead, of: wire.of };
  if ('memory-bill' in wire) {
    return { kind: 'memory-bill', scenario: wire['memory-bill'], ahead: wire.ahead, of: wire.of };
  }
  if ('scaling' in wire) {
    return { kind: 'scaling', scenario: wire.scenario, contender: wire.scaling, cores: wire.cores };
  }
  if ('held' in wire) return { kind: 'held', scenario: wire.scenario, contender: wire.held };
  if ('pause' in wire) return { kind: 'pause', scenario: wire.scenario, contender: wire.pause };
  if ('mistakes' in wire) {
    return { kind: 'mistakes', end: wire.mistakes, toolchain: wire.in, only: wire.only ?? null };
  }
  return { kind: 'figure', series: wire.figure };
}

function scaleOf({ holds, fails }: TestWire): Scale {
  return {
    from: holds.from ?? null,
    to: holds.to ?? null,
    opposite: 'below' in fails ? { side: 'below', at: fails.below } : { side: 'above', at: fails.above },
  };
}

function testOf(wire: TestWire): Test {
  return { quantity: quantityOf(wire), scale: scaleOf(wire) };
}

/** A problem at its place in the file. */
type Complain = (path: readonly (string | number)[], expected: string, hint?: string | null) => Problem;

function problemsOf(wire: ClaimWire, at: number, series: ReadonlySet<string>, complain: Complain): readonly Problem[] {
  const place = ['claims', at] as const;
  const problems: Problem[] = [];
  if ((wire.tests === undefined) === (wire.judgement === undefined)) problems.push(complain(place, GROUND_RULE));
  for (const key of ['tests', 'elsewhere'] as const) {
    for (const [number, test] of (wire[key] ?? []).entries()) {
      const wrong = scaleProblem(scaleOf(test));
      if (wrong !== null) problems.push(complain([...place, key, number, 'holds'], wrong));
      const unknown = named(quantityOf(test)).series.find((one) => !series.has(one));
      if (unknown !== undefined) problems.push(complain([...place, key, number, 'figure'], SERIES_RULE));
    }
  }
  for (const [number, one] of wire.published.entries()) {
    if (!series.has(one)) problems.push(complain([...place, 'published', number], SERIES_RULE));
  }
  return problems;
}

const SERIES_RULE = 'a series of evidence/*.yaml';

function claimOf({ id, section, says, tests, elsewhere, judgement, note, published }: ClaimWire): Claim {
  return {
    id,
    section,
    says,
    ground:
      tests === undefined
        ? { kind: 'judgement', why: judgement ?? '' }
        : { kind: 'tested', tests: tests.map(testOf), elsewhere: elsewhere.map(testOf) },
    note: note ?? null,
    published,
  };
}

/**
 * Reads a file of claims. @param figures the public figures there are: a series that a claim names must be among them.
 * @param taken ids of claims read before; they are added to.
 */
export function parseClaims(
  source: Source,
  figures: readonly PublicFigure[],
  taken: Set<string>,
): Defined<readonly Claim[]> {
  const read = readDefinition(source, claimsSchema);
  if (!read.ok) return read;
  const definition = read.value;
  const complain: Complain = (path, expected, hint) => definition.problem(path, expected, hint);
  const series = new Set(figures.map((figure) => figure.series));
  const problems = definition.value.claims.flatMap((wire, at) => {
    const own = problemsOf(wire, at, series, complain);
    if (!taken.has(wire.id)) {
      taken.add(wire.id);
      return own;
    }
    return [...own, complain(['claims', at, 'id'], 'an id that no other claim has')];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: definition.value.claims.map(claimOf) };
}

/** Reads a file of public figures: none is taken without its date, its source and the terms on which it stands here. */
export function parseFigures(source: Source): Defined<readonly PublicFigure[]> {
  const read = readDefinition(source, figuresSchema);
  return read.ok ? { ok: true, value: read.value.value.figures } : read;
}
