import { join } from 'node:path';
import { readRecords, type Recorded } from '../doing/record/read.ts';
import { NO_EVIDENCE, type Evidence } from '../thinking/claim/evidence.ts';
import { readFootprints } from '../thinking/claim/footprint-record-parse.ts';
import { readMistakes } from '../thinking/claim/mistakes-record-parse.ts';
import { readResult } from '../thinking/claim/record-parse.ts';
import type { Read } from '../thinking/claim/seen-parse.ts';
import { reportInput } from './input.ts';
import { ROOT } from './product.ts';
import { jsonText } from './publish.ts';
import { openStoreToRead } from './store.ts';
import type { GlobalOptions, World } from './world.ts';

/**
 * What the store's finished runs say, and the documents at these paths, or the repository's own records where none is named. Null where
 * the store cannot be read, or what was named is no such document, with the reason said.
 */
export function gather(options: GlobalOptions, records: readonly string[], world: World): Evidence | null {
  const store = openStoreToRead(options, world);
  if (store === null) return null;
  const own = store.ledger
    .runs()
    .filter(({ state }) => state === 'complete')
    .map((entry): Recorded => ({ file: entry.id, document: JSON.parse(jsonText(reportInput(entry, store.ledger))) }));
  store.ledger.close();
  const { found, unreadable } = readRecords(records.length > 0 ? records : [join(ROOT, 'records')]);
  for (const { file, reason } of unreadable) world.err.write(`${file}: expected a JSON document, got ${reason}\n`);
  if (unreadable.length > 0) return null;
  const parts = [...own.map((one) => evidenceIn(one, true)), ...found.map((one) => evidenceIn(one, false))];
  const wrong = parts.flatMap((part) => (part.ok ? [] : [part.problem]));
  for (const problem of wrong) world.err.write(`${problem}\n`);
  if (wrong.length > 0) return null;
  return parts.reduce<Evidence>((all, part) => (part.ok ? joined(all, part.value) : all), NO_EVIDENCE);
}

function joined(one: Evidence, other: Partial<Evidence>): Evidence {
  return {
    ...one,
    runs: [...one.runs, ...(other.runs ?? [])],
    footprints: [...one.footprints, ...(other.footprints ?? [])],
    mistakes: [...one.mistakes, ...(other.mistakes ?? [])],
  };
}

/** A document as evidence, by the schema that it names. */
function evidenceIn({ file, document }: Recorded, here: boolean): Read<Partial<Evidence>> {
  const about = (problem: string): Read<never> => ({ ok: false, problem: `${file}: ${problem}` });
  const schema = typeof document === 'object' && document !== null && 'schema' in document ? document.schema : null;
  switch (schema) {
    case 'bakeoff/result@1': {
      const read = readResult(document, here);
      return read.ok ? { ok: true, value: { runs: [read.value] } } : about(read.problem);
    }
    case 'bakeoff/footprint@1': {
      const read = readFootprints(document, here);
      return read.ok ? { ok: true, value: { footprints: [read.value] } } : about(read.problem);
    }
    case 'bakeoff/mistakes@1': {
      const read = readMistakes(document);
      return read.ok ? { ok: true, value: { mistakes: [read.value] } } : about(read.problem);
    }
    default:
      return about(
        'expected a document of the schema bakeoff/result@1, bakeoff/footprint@1 or bakeoff/mistakes@1; bakeoff run --json and bakeoff footprint --json print them',
      );
  }
}
