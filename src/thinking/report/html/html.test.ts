import { describe, expect, test } from 'vitest';

import type { WarmUp } from '../../pilot/steady-state.ts';

import { madeHostile } from '../made-hostile.ts';
import { MADE_CONTENDERS, madeWithFailure, madeInput } from '../made-input.ts';
import { MADE_TRUTHS } from '../made-truth.ts';
import type { ReportInput } from '../input.ts';
import { htmlReport } from './html.ts';

const VARIANT = { ...MADE_CONTENDERS[0]!, id: 'node-fastify+string-secret' };

const RUNS = {
  'the default': madeInput(),
  'everything undecided': madeInput({ noise: 0.3, truths: {} }),
  refused: madeInput({ blocks: 2 }),
  'with a contender that died': madeWithFailure(),
  'of a longer profile': madeInput({ further: true }),
  'with an overload': madeInput({ surge: true }),
  'without any round': { ...madeInput({ change: () => [] }), spectra: [] },
  'with a variant and a language without a hue': madeInput({
    contenders: [...MADE_CONTENDERS, VARIANT, { ...VARIANT, id: 'java-vertx', language: 'java' }],
  }),
} as const;

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>/gu;
const VOID = new Set(['meta', 'br']);

/** Names of all elements; throws where an angle bracket is no whole tag, or tags are not nested. */
function elementsOf(html: string): ReadonlySet<string> {
  const body = html.replace(/^<!doctype html>/u, '').replace(/<style>[^<]*<\/style>/u, '<style></style>');
  const rest = body.replaceAll(TAG, '');
  if (/[<>]/u.test(rest)) throw new Error(`a bracket that is no whole tag: ${/.{0,80}[<>].{0,80}/u.exec(rest)?.[0]}`);
  const open: string[] = [];
  const names = new Set<string>();
  for (const [, closing, name = '', , selfClosing] of body.matchAll(TAG)) {
    names.add(name);
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
    } else if (selfClosing !== '/' && !VOID.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(', ')}`);
  return names;
}

/** The one picture with this name. */
function chartOf(html: string, id: string): string {
  const from = html.indexOf(`aria-labelledby="${id}-t`);
  if (from === -1) throw new Error(`no picture ${id}`);
  return html.slice(from, html.indexOf('</svg>', from));
}

/** The run whose Node service warmed up so on `json`. */
function warmedUp(input: ReportInput, warmUp: WarmUp): ReportInput {
  const json = (input.calibrations['json'] ?? []).map(({ rates, ...one }) => ({
    ...one,
    rates: rates === null ? null : { ...rates, warmUps: { 'node-fastify': warmUp } },
  }));
  return { ...input, calibrations: { ...input.calibrations, json } };
}

const ALLOWED =
  'html head meta title style body header main section h1 h2 h3 h4 p span strong code pre ul li dl dt dd br div details summary ' +
  'table thead tbody tr th td figure figcaption svg desc path line rect text';

describe('the HTML report', () => {
  test.each(Object.entries(RUNS))(
    'is whole: every bracket a tag, all of them nested and expected: %s',
    (_name, input) => {
      for (const html of [htmlReport(input), htmlReport(madeHostile(input))]) {
        const allowed = new Set(ALLOWED.split(' '));
        for (const name of elementsOf(html)) expect(allowed).toContain(name);
      }
    },
  );

  test.each(Object.entries(RUNS))('has no NaN, undefined, or zero in the place of an unknown: %s', (_name, input) => {
    expect(htmlReport(input)).not.toMatch(/NaN|undefined|Infinity|\[object|>null</u);
  });

  test('a stranger’s text stays text, in attributes too', () => {
    const html = htmlReport(madeHostile(RUNS['with a contender that died']));
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(html).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/u);
  });

  test('nothing runs and nothing is loaded', () => {
    const html = htmlReport(RUNS['the default']);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(html).not.toMatch(/\s(?:src|href|on\w+)=|url\(|@import/u);
  });

  test('is small', () => {
    expect(new TextEncoder().encode(htmlReport(RUNS['the default'])).length).toBeLessThan(500_000);
  });

  test('every picture has a title and a description, and every name that is referred to exists once', () => {
    const html = htmlReport(RUNS['the default']);
    const ids = [...html.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const pictures = [...html.matchAll(/<svg class="chart"[^>]*role="img" aria-labelledby="([^"]+)"/gu)];
    expect(pictures.length).toBe(10);
    for (const [, names = ''] of [...pictures, ...html.matchAll(/aria-labelledby="([^"]+)"/gu)]) {
      for (const name of names.split(' ')) expect(ids).toContain(name);
    }
  });

  test('beneath each table of percentiles stands the floor, or that it is unknown', () => {
    const input = RUNS['the default'];
    expect(htmlReport(input)).toContain('Floor of this machine and generator at 2,400/s: p50 0.09 ms, p99 0.21 ms');
    expect(htmlReport(input)).toContain('generator ceiling 71,300/s');
    const old = htmlReport({ ...input, calibrations: {} });
    expect(old.match(/Floor of this machine and generator: unknown/gu)).toHaveLength(2);
    expect(old).not.toContain('generator ceiling');
  });

  test('of runs taken together each has its calibration, and the rates of all are named', () => {
    const input = RUNS['the default'];
    const [first] = input.calibrations['json'] ?? [];
    if (first?.rates === undefined || first.rates === null) throw new Error('the made run was not calibrated');
    const second = { ...first, run: 'r-8a40', rates: { ...first.rates, steadyPerS: 1800, slowestPerS: 3610 } };
    const html = htmlReport({ ...input, calibrations: { json: [first, second] } });
    expect(html).toContain('<dt>rate on json in r-7f3a</dt><dd>2,400/s; the slowest, node-fastify, reached 4,850/s');
    expect(html).toContain('<dt>rate on json in r-8a40</dt><dd>1,800/s; the slowest, node-fastify, reached 3,610/s');
    expect(html).toContain('<dt>warm-up on json in r-8a40</dt>');
    expect(html).toContain('<dt>rate on jwt-mysql</dt><dd>–</dd>');
    expect(htmlReport(input)).toContain('<dt>rate on json</dt><dd>2,400/s;');
  });

  test('shows what each was seen to run with, and what of it is unequal', () => {
    const html = htmlReport(RUNS['the default']);
    const section = html.slice(html.indexOf('>What each ran with<'), html.indexOf('>Left out<'));
    expect(section).toContain('<li>jwt-mysql: connections to the database: 10 for node-fastify and go-nethttp, 20 for');
    expect(section).toMatch(
      /rust-axum<\/th><td class="whole">jwt-mysql<\/td><td>1\.0\.0<\/td><td>–<\/td><td>0<\/td><td>1<\/td><td>11<\/td><td>none<\/td><td>0<\/td><td>20<\/td>/u,
    );
    expect(htmlReport({ ...RUNS['the default'], calibrations: {} })).not.toContain('What each ran with');
  });

  test('the verdict comes first, then ratios, response times, rounds, conditions, what is missing, and the numbers', () => {
    const html = htmlReport(RUNS['the default']);
    const order = [
      'On json, go-nethttp',
      '>Ratios<',
      '>Response times at',
      '>Round by round<',
      '>Conditions<',
      '>Left out<',
    ];
    const places = [...order, '>Void rounds<', '>How to read this<', '>Every number<'].map((text) =>
      html.indexOf(text),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('as load rises: capacity and busy rate in a table, and a curve for each entry with every number beside it', () => {
    const html = htmlReport(RUNS['of a longer profile']);
    const section = html.slice(html.indexOf('>As load rises<'), html.indexOf('>Round by round<'));
    expect(section).toContain('Capacity: the highest rate with p99 within 50 ms, at most 0.1 % errors');
    expect(section).toContain('capacity, /s');
    for (const id of ['load-cpu-0', 'load-p99-0', 'load-cpu-1', 'load-p99-1']) {
      expect(chartOf(section, id).match(/class="mark/gu)?.length).toBeGreaterThan(8);
    }
    expect(chartOf(section, 'load-cpu-0')).toMatch(
      /node-fastify: [\d.]+ at 25 %, [\d.]+ at 50 %, [\d.]+ at 75 %, [\d.]+ at the peak/u,
    );
    expect(chartOf(section, 'load-p99-0')).not.toContain('at the peak');
    expect(htmlReport(RUNS['the default'])).not.toContain('As load rises');
  });

  test('who had no steady state in its pilot is a caution, and how each warmed up a condition', () => {
    const input = RUNS['the default'];
    const never = { kind: 'never-steady', requests: 96_000, seconds: 8 } as const;
    const html = htmlReport(warmedUp(input, never));
    expect(html).toContain('json: node-fastify had no steady state in 8 seconds (96,000 requests) of full load');
    expect(html).toContain(
      '7,600 requests for each; in the pilots node-fastify steady after 7,600 requests (2 s), go-nethttp',
    );
    expect(htmlReport(input)).not.toContain('no steady state');
    expect(htmlReport(input)).not.toContain('steady only after');
    const late = { kind: 'steady', afterRequests: 42_500, afterS: 9 } as const;
    const cut = warmedUp(input, late);
    expect(htmlReport(cut)).toContain(
      'json: node-fastify was steady only after 42,500 requests before the first block, and is warmed up with 9,700',
    );
  });

  test('each scenario shows both CPU figures in the same table and in charts on one axis', () => {
    const html = htmlReport(RUNS['the default']);
    expect(html).toMatch(/CPU per request at saturation<\/th><th[^>]*>CPU per request at 2,400\/s</u);
    const ticks = [0, 1].map((i) => {
      const chart = chartOf(html, `ratios-0-${i}`);
      return [...chart.matchAll(/class="tick" x="([\d.]+)"[^>]*>([^<]+)</gu)].map(([, x, text]) => [x, text]);
    });
    expect(ticks[0]).toEqual(ticks[1]);
    expect(ticks[0]!.length).toBeGreaterThan(3);
  });

  test('every mark lies within its chart, whichever of the two figures spreads wider', () => {
    const wide = { ...MADE_TRUTHS['node-fastify']!, steadyUs: 2, peakUs: 60 };
    const html = htmlReport(madeInput({ truths: { ...MADE_TRUTHS, 'rust-axum': wide } }));
    const places = [...html.matchAll(/class="mark[^"]*" transform="translate\(([-\d.]+) ([-\d.]+)\)"/gu)];
    expect(places.length).toBeGreaterThan(200);
    for (const [, x, y] of places) {
      expect(Math.abs(Number(x) - 200)).toBeLessThanOrEqual(200);
      expect(Math.abs(Number(y) - 200)).toBeLessThanOrEqual(200);
    }
  });

  test('a block that was added in the place of a void one has its place in the chart', () => {
    const added = madeInput({
      blocks: 14,
      change: (outcomes, scenario) => (scenario === 'json' ? outcomes : []),
    });
    const [json, ...others] = added.conclusion.scenarios;
    const scenarios = [{ ...json!, blocks: { planned: 12, done: 14, void: 0 } }, ...others];
    const html = htmlReport({ ...added, conclusion: { ...added.conclusion, scenarios } });
    const chart = chartOf(html, 'rounds-0-0');
    const numbers = [...chart.matchAll(/text-anchor="middle">(\d+)</gu)].map(([, n]) => n);
    expect(numbers.at(-1)).toBe('14');
  });

  test('one lucky request does not set the axis of response times', () => {
    const input = madeInput();
    const spectra = input.spectra.map((one) => ({
      ...one,
      points: [{ percentile: 0, ms: 0.0001, low: 0.0001, high: 0.0001 }, ...one.points.slice(1)],
    }));
    expect(chartOf(htmlReport({ ...input, spectra }), 'spectrum-0')).toBe(chartOf(htmlReport(input), 'spectrum-0'));
  });

  test('a refused run shows its values, no ratio, and why', () => {
    const html = htmlReport(RUNS.refused);
    expect(html).toContain('Refused: this run gives no verdict.');
    expect(html).not.toContain('>Ratios<');
    expect(html).not.toMatch(/\d×\s*\[/u);
  });

  test('a failure stands with its reason and the program’s last lines', () => {
    const html = htmlReport(RUNS['with a contender that died']);
    expect(html).toMatch(/<strong>rust-axum<\/strong> in json: It ended with exit 101/u);
    expect(html).toMatch(
      /<pre>starting on 127\.0\.0\.1:4000\nthread main panicked at src\/main\.rs:7: index out of bounds\n<\/pre>/u,
    );
  });

  test('a void round stands with its reason and its block is marked in the charts', () => {
    const html = htmlReport(RUNS['the default']);
    expect(html).toContain('Other programs used 11 % of a core');
    expect([...html.matchAll(/<rect class="void"/gu)].length).toBe(2);
  });

  test('entries of one language differ by shade, dash and shape, the placebo by a hollow mark', () => {
    const html = htmlReport(RUNS['with a variant and a language without a hue']);
    expect(html).toMatch(/mark filled lang-node shade-2/u);
    expect(html).toMatch(/lang-node shade-2" stroke-dasharray="7 3"/u);
    expect(html).toMatch(/mark hollow lang-node shade-1/u);
    expect(html).toContain('lang-other shade-1');
  });
});
