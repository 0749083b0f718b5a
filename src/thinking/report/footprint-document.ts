import {
  FIGURES,
  LOAD,
  UNITS,
  type Figure,
  type FigureId,
  type Footprint,
  type WithoutFootprint,
} from '../footprint/footprint.ts';
import type { FootprintLook } from './footprint.ts';
import { FIGURE_TITLES, noneText, takenText, unknownText, type Setting } from './words-of-footprint.ts';
import { failureText } from './words.ts';

/** `bakeoff/footprint@1`: every figure with its unit, how it was taken and when; what is unknown is null, with the reason beside it. */
export function footprintDocument(look: FootprintLook, without: readonly WithoutFootprint[]): object {
  const { machine, version, at, wishes, footprints } = look;
  return {
    schema: 'bakeoff/footprint@1',
    bakeoff: version,
    taken_at: at.toISOString(),
    machine,
    scenario: wishes.scenario,
    starts: wishes.starts,
    load: { connections: LOAD.connections, requests: LOAD.requests },
    contenders: footprints.map((one) => contenderDocument(one, wishes)),
    without: without.map(({ contender, failure }) => {
      const { reason, remedy } = failureText(failure);
      const lines = 'lastLines' in failure ? failure.lastLines : [];
      return { contender, kind: failure.kind, failure: reason, remedy, last_lines: lines };
    }),
  };
}

function contenderDocument(footprint: Footprint, setting: Setting): object {
  const { contender, title, language, version, source, at, figures, detail } = footprint;
  const { startsMs, resolutionMs, enteringMs, answered, mapped, licences, scripts, changed } = detail;
  return {
    contender,
    title,
    language,
    version,
    source,
    figures: Object.fromEntries(FIGURES.map((id) => [id, figureDocument(id, figures[id], at, setting)])),
    starts_ms: startsMs,
    start_resolution_ms: resolutionMs,
    start_entering_ms: enteringMs,
    load_answers: answered,
    image_files: mapped,
    licences: licences === null ? null : { by: licences.by, unknown: licences.unknown },
    with_scripts: scripts,
    changed_source: changed,
  };
}

function figureDocument(id: FigureId, figure: Figure, at: Date, setting: Setting): object {
  const known = figure.kind === 'known' ? figure : null;
  return {
    title: FIGURE_TITLES[id],
    value: known?.value ?? null,
    unit: UNITS[id],
    low: known?.spread?.low ?? null,
    high: known?.spread?.high ?? null,
    n: known === null ? null : (known.spread?.n ?? 1),
    state: figure.kind,
    why: whyOf(figure),
    taken: takenText(id, setting),
    date: at.toISOString(),
  };
}

/** Null where there is a value. */
function whyOf(figure: Figure): string | null {
  switch (figure.kind) {
    case 'known':
      return null;
    case 'none':
      return noneText(figure.why);
    case 'unknown':
      return unknownText(figure.why);
  }
}
