import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { teamsIn } from '../../records/teams.ts';
import { makePlace } from './bakeoff.fixture.ts';
import { ROOT } from './product.ts';
import { EXIT } from './world.ts';

const place = makePlace('decide');
afterAll(() => place.remove());

const PAGE = readFileSync(join(ROOT, 'docs/decide.md'), 'utf8');
const teams = teamsIn(PAGE);
/** What stands on the page for each. */
const answers = [...PAGE.matchAll(/^```\n(.*?)\n```$/gmsu)].map(([, answer]) => answer);

const decision = z.object({
  schema: z.literal('bakeoff/decision@1'),
  recommendation: z.object({ kind: z.string(), option: z.string().optional() }),
  rivalry: z.object({ weights: z.array(z.unknown()), values: z.array(z.unknown()) }).nullable(),
  without_limits: z.string().nullable(),
  best_by_traffic: z.array(z.object({ perSecond: z.number(), best: z.string() })),
  question: z.object({ assumed: z.array(z.string()) }),
});

async function ask(
  config: string,
  ...args: readonly string[]
): Promise<{ readonly out: string; readonly err: string; readonly code: number | null }> {
  writeFileSync(join(place.folder, 'bakeoff.yaml'), config);
  return place.run('decide', ...args);
}

describe('the six teams of the page', () => {
  it('get six answers, of more than one language, each with what would change it', async () => {
    const taken: string[] = [];
    for (const { title, config } of teams) {
      const { out, code, err } = await ask(config, '--json');
      expect([title, code, err]).toEqual([title, EXIT.ok, '']);
      const read = decision.parse(JSON.parse(out));
      taken.push(read.recommendation.option ?? 'none');
      const { rivalry, best_by_traffic: traffic, without_limits: freed } = read;
      const weighed = (rivalry?.weights.length ?? 0) + (rivalry?.values.length ?? 0);
      expect(weighed + traffic.length - 1 + (freed === null ? 0 : 1)).toBeGreaterThan(0);
    }
    expect(taken.length).toBe(6);
    expect(taken).not.toContain('none');
    expect(new Set(taken.map((id) => id.split('-')[0])).size).toBeGreaterThan(1);
  });

  it('are answered as the page says, line by line', async () => {
    for (const { config } of teams) {
      const { out } = await ask(config);
      expect(answers).toContain(out.trim());
    }
  });
});

describe('bakeoff decide', () => {
  const PLAIN = 'contenders: [node-fastify, go-nethttp, rust-axum]\nscenarios: [json]\n';

  it('says what it assumes where nobody said anything', async () => {
    const { out, code } = await ask(PLAIN);
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('Assumed, since the config does not say:');
    expect(out).toContain('What would change the answer');
  });

  it('gives the same to the byte when asked again', async () => {
    const [one, other] = [await ask(PLAIN, '--json'), await ask(PLAIN, '--json')];
    expect(one.out).toBe(other.out);
  });

  it('writes a record with what would show it to be wrong', async () => {
    const { code } = await ask(PLAIN, '--adr', 'decision.md');
    expect(code).toBe(EXIT.ok);
    const record = readFileSync(join(place.folder, 'decision.md'), 'utf8');
    for (const heading of [
      '## Context and Problem Statement',
      '## Considered Options',
      '## Decision Outcome',
      '### Confirmation',
    ]) {
      expect(record).toContain(heading);
    }
    expect(record).toContain('bakeoff decide');
  });

  it('names what is wrong in the config, and who is not measured', async () => {
    const wrong = await ask(`${PLAIN}decide:\n  traffic: { mean: 2000 }\n`);
    expect(wrong.code).toBe(EXIT.usage);
    expect(wrong.err).toContain('bakeoff.yaml:4:');
    const unknown = await ask(`${PLAIN}decide: { current: node-fastfy }\n`);
    expect(unknown.code).toBe(EXIT.usage);
    expect(unknown.err).toContain('did you mean node-fastify?');
    const nobody = await ask('contenders: [go-gin]\nscenarios: [json]\n');
    expect(nobody.code).toBe(EXIT.unfit);
    expect(nobody.err).toContain('go-gin takes no part: no run has it on json');
  });
});
