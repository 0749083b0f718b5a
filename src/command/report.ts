import { relative } from 'node:path';
import { htmlReport } from '../thinking/report/html/html.ts';
import type { ReportInput } from '../thinking/report/input.ts';
import { markdownReport } from '../thinking/report/markdown.ts';
import { chosenInput } from './chosen.ts';
import { writeWhole } from './files.ts';
import { jsonText, print } from './publish.ts';
import { openStoreToRead } from './store.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

export interface ReportOptions extends GlobalOptions {
  readonly runs: readonly string[];
  readonly files: { readonly html: string | null; readonly md: string | null; readonly json: string | null };
}

const FORMATS: Readonly<Record<keyof ReportOptions['files'], (input: ReportInput) => string>> = {
  html: htmlReport,
  md: markdownReport,
  json: jsonText,
};

/** `bakeoff report [RUN...]`: writes the files asked for; with none asked for, prints the report. */
export function report(options: ReportOptions, world: World): number {
  const store = openStoreToRead(options, world);
  if (store === null) return EXIT.unfit;
  const input = chosenInput(store, options.runs, world);
  store.ledger.close();
  if (input === null) return EXIT.usage;
  let written = 0;
  for (const format of ['html', 'md', 'json'] as const) {
    const file = options.files[format];
    if (file === null) continue;
    const problem = writeWhole(file, FORMATS[format](input));
    world.err.write(`${problem ?? `wrote ${relative(world.cwd, file)}`}\n`);
    if (problem !== null) return EXIT.unfit;
    written++;
  }
  if (written === 0) print(input, options, world);
  return EXIT.ok;
}
