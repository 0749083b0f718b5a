import { describe, expect, it } from 'vitest';
import { readRun, recordExcerpt, recordPage } from './page.ts';

const DOCUMENT = {
  schema: 'bakeoff/result@1',
  run: 'r-20261124-031500-7',
  seed: 7,
  complete: true,
  profile: { name: 'quick', alpha: 0.05 },
  machine: {
    fingerprint: '9c1e0a77b2d4',
    cpu: 'EPYC',
    cores: 2,
    kernel: 'Linux 6.18',
    isolation: 'cgroup-v2',
    os: 'any',
  },
  contenders: [{ id: 'node-fastify' }, { id: 'rust-axum' }],
  scenarios: [
    { id: 'json', blocks: { planned: 12, done: 12, void: 0 } },
    { id: 'jwt-mysql', blocks: { planned: 12, done: 11, void: 1 } },
  ],
  refused: null,
};
const RUN = {
  run: 'r-20261124-031500-7',
  date: '2026-11-24',
  folder: '2026-11-24-9c1e0a77',
  machine: 'EPYC, 2 cores, Linux 6.18, isolation cgroup-v2',
  command: './bakeoff run node-fastify rust-axum --scenario json jwt-mysql --profile quick --blocks 12 --seed 7',
  title: 'json, jwt-mysql',
};

describe('a record of a run', () => {
  it('is named by the day, the machine and the command that makes it again', () => {
    expect(readRun(DOCUMENT)).toEqual({ ok: true, value: RUN });
  });
  it('is titled by its scenarios, and by whose variants it compares', () => {
    const titled = (...ids: readonly string[]) =>
      readRun({ ...DOCUMENT, contenders: ids.map((id) => ({ id })), scenarios: DOCUMENT.scenarios });
    const scenarios = DOCUMENT.scenarios.map(({ id }) => id).join(', ');
    expect(titled('a', 'b+odd')).toMatchObject({ value: { title: scenarios } });
    expect(titled('a', 'a+odd', 'placebo')).toMatchObject({ value: { title: `${scenarios}: variants of a` } });
    expect(titled('a@1', 'a@2')).toMatchObject({ value: { title: scenarios } });
  });
  it('takes a fingerprint that says how it was made', () => {
    const machine = { ...DOCUMENT.machine, fingerprint: 'sha256:9c1e0a77b2d4' };
    expect(readRun({ ...DOCUMENT, machine })).toEqual({ ok: true, value: RUN });
  });
  it.each([
    ['an unfinished run', { ...DOCUMENT, complete: false }, '--resume r-20261124-031500-7'],
    [
      'a refused run',
      { ...DOCUMENT, complete: false, refused: { reason: 'the placebo differs' } },
      'the placebo differs',
    ],
    ['another document', { schema: 'loadgen/result@1' }, 'no result document'],
    ['a run of another name', { ...DOCUMENT, run: '../../etc' }, 'not of the form expected'],
  ])('is not made of %s, and says why', (_what, document, why) => {
    const read = readRun(document);
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? '' : read.problem).toContain(why);
  });
  it('has a page that names machine, date and command', () => {
    const page = recordPage(RUN);
    for (const part of [RUN.run, RUN.date, RUN.machine, `$ ${RUN.command}`]) expect(page).toContain(part);
  });
  it("stands in the README with its command, its tables below the page's own headings, and a link", () => {
    const excerpt = recordExcerpt(RUN, '2026-11-24-9c1e0a77-2', '## json\n\n| a |\n');
    expect(excerpt).toContain(`$ ${RUN.command}`);
    expect(excerpt).toContain('\n### json\n\n| a |\n');
    expect(excerpt).toContain('(records/2026-11-24-9c1e0a77-2)');
  });
});
