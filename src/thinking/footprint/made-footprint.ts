import { known } from './figure.ts';
import { FIGURES, type Figure, type FigureId, type Footprint } from './footprint.ts';

/** A footprint of which every figure is known; changes take the place of those named. */
export function madeFootprint(contender: string, changes: Partial<Record<FigureId, Figure>> = {}): Footprint {
  const all = Object.fromEntries(FIGURES.map((id, index) => [id, known(index + 1)]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made of the list of all of them
  const figures = { ...all, ...changes } as Footprint['figures'];
  return {
    contender,
    title: `The contender ${contender}`,
    language: 'node',
    version: '26.10.0',
    source: 'sha256:00',
    at: new Date('2026-11-28T12:00:00Z'),
    figures,
    detail: {
      startsMs: [40, 41],
      resolutionMs: 0.9,
      enteringMs: 4,
      answered: 20_000,
      mapped: [{ name: 'libc.so.6', bytes: 1_926_232 }],
      licences: { by: { MIT: 57, ISC: 3 }, unknown: [] },
      scripts: [],
      changed: null,
    },
  };
}
