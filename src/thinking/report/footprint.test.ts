import { describe, expect, it } from 'vitest';
import { known, medianOf, unknown } from '../footprint/figure.ts';
import { FIGURES, UNITS, type Footprint, type WithoutFootprint } from '../footprint/footprint.ts';
import { madeFootprint } from '../footprint/made-footprint.ts';
import { footprintDocument } from './footprint-document.ts';
import { footprintReport, type FootprintLook } from './footprint.ts';

const NOT_ASKED = unknown({ kind: 'not-asked', option: '--builds' });

function look(footprints: readonly Footprint[]): FootprintLook {
  return {
    machine: {
      fingerprint: '3daefc40c71c3711',
      cpu: 'A processor',
      cores: 2,
      memoryMiB: 8000,
      kernel: 'Linux 6.1',
      os: 'Debian',
      hypervisor: null,
      isolation: 'cgroup-v2',
    },
    version: '0.1.0',
    at: new Date('2026-11-28T12:00:00Z'),
    wishes: { scenario: 'hello', starts: 10, builds: false, advisories: false },
    footprints,
  };
}

const STARTED = { start: medianOf([39.8, 41.24, 1047], { kind: 'memory-closed' }) };

describe('the tables', () => {
  it('have a row a contender, sizes in MiB, and the ends of the starts', () => {
    const text = footprintReport(look([madeFootprint('node-http', { ...STARTED, artefact: known(5 * 2 ** 20) })]), 100);
    expect(text).toMatch(/^footprints of 2026-11-28, scenario hello, machine 3daefc40c71c3711, Bakeoff 0\.1\.0$/mu);
    expect(text).toMatch(/^node-http {2}41\.2 \(39\.8–1,047\) /mu);
    expect(text).toMatch(/^shipping +artefact MiB .*\nnode-http +5 /mu);
  });

  it('leave out what nobody asked for, and say nothing of it beneath', () => {
    const asked = footprintReport(look([madeFootprint('a'), madeFootprint('b', { 'clean-build': NOT_ASKED })]), 100);
    expect(asked).toMatch(/^building +clean s/mu);
    const builds = { 'clean-build': NOT_ASKED, 'clean-build-cpu': NOT_ASKED };
    const again = { 'incremental-build': NOT_ASKED, 'incremental-build-cpu': NOT_ASKED };
    const text = footprintReport(look([madeFootprint('a', { ...builds, ...again })]), 100);
    expect(text).not.toContain('building');
    expect(text).not.toContain('--builds');
  });

  it('show what is unknown by that word, never as nought, and the reason once for all whom it is about', () => {
    const closed = { 'memory-idle': unknown({ kind: 'memory-closed' }) };
    const text = footprintReport(
      look([madeFootprint('a', closed), madeFootprint('b', closed), madeFootprint('c')]),
      100,
    );
    expect(text.match(/ unknown /gu)).toHaveLength(2);
    expect(text).toMatch(/^unknown: its processes could not be read \(idle memory: a, b\)\.$/mu);
  });

  it('tell nothing to build from unknown', () => {
    const nothing = { kind: 'none', why: 'nothing-to-build' } as const;
    const text = footprintReport(look([madeFootprint('a', { 'incremental-build': nothing })]), 100);
    expect(text).toMatch(/^none: its sources are what runs, so nothing is built \(incremental build: a\)\.$/mu);
  });

  it('keep to the width, apart from tables whose cells need more', () => {
    const unknownLicences = {
      by: { MIT: 57, 'Apache-2.0 OR MIT': 3 },
      unknown: Array.from({ length: 30 }, (_, n) => `package-${n}`),
    };
    const made = madeFootprint('node-http', STARTED);
    const many = { ...made, detail: { ...made.detail, licences: unknownLicences } };
    for (const width of [80, 100, 120]) {
      const lines = footprintReport(look([many]), width).split('\n');
      const wide = lines.filter(
        (line) => line.length > width && !/^(?:shipping|node-http +\d|running|footprints)/u.test(line),
      );
      expect(wide).toEqual([]);
    }
  });

  it('let no name of a contender do anything in a terminal', () => {
    expect(footprintReport(look([madeFootprint('\u001B[31mred')]), 100)).not.toContain('\u001B');
  });

  it('are nothing where there is no footprint', () => {
    expect(footprintReport(look([]), 100)).toBe('');
  });
});

describe('the document', () => {
  interface Shown {
    readonly schema: string;
    readonly contenders: readonly { readonly figures: Record<string, Record<string, unknown>> }[];
    readonly without: readonly unknown[];
  }
  const shown = (footprints: readonly Footprint[], without: readonly WithoutFootprint[] = []): Shown =>
    JSON.parse(JSON.stringify(footprintDocument(look(footprints), without))) as Shown;

  it('has each figure with its unit, how it was taken, and when', () => {
    const { schema, contenders } = shown([madeFootprint('node-http', STARTED)]);
    const figures = contenders[0]?.figures ?? {};
    expect(schema).toBe('bakeoff/footprint@1');
    expect(Object.keys(figures)).toEqual([...FIGURES]);
    for (const id of FIGURES) {
      expect(figures[id]).toMatchObject({ unit: UNITS[id], date: '2026-11-28T12:00:00.000Z' });
      expect(String(figures[id]?.['taken']).length).toBeGreaterThan(10);
    }
    expect(figures['start']).toMatchObject({ value: 41.24, low: 39.8, high: 1047, n: 3, state: 'known', why: null });
  });

  it('has null and the reason where a figure is unknown or there is none', () => {
    const { contenders } = shown([
      madeFootprint('a', {
        advisories: unknown({
          kind: 'command',
          command: 'npm audit',
          reason: 'the source of packages answered 405 Method Not Allowed',
        }),
        'add-ons': { kind: 'none', why: 'has-no-add-ons' },
      }),
    ]);
    const { advisories, 'add-ons': addOns } = contenders[0]?.figures ?? {};
    expect(advisories).toMatchObject({ value: null, n: null, state: 'unknown' });
    expect(advisories?.['why']).toBe('npm audit: the source of packages answered 405 Method Not Allowed');
    expect(addOns).toMatchObject({ value: null, state: 'none', why: 'all of it is compiled into the program' });
  });

  it('names those without a footprint with the reason', () => {
    const failure = { kind: 'build-failed', command: 'node build.mjs', exit: 'exit code 1', lastLines: [] } as const;
    expect(shown([], [{ contender: 'b', failure }]).without).toEqual([
      expect.objectContaining({
        contender: 'b',
        kind: 'build-failed',
        failure: expect.stringContaining('exit code 1'),
      }),
    ]);
  });
});
