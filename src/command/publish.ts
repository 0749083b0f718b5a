import { join, relative } from 'node:path';
import type { RunEntry } from '../doing/ledger/ledger.ts';
import { htmlReport } from '../thinking/report/html/html.ts';
import type { ReportInput } from '../thinking/report/input.ts';
import { markdownReport } from '../thinking/report/markdown.ts';
import { resultDocument } from '../thinking/report/result.ts';
import { terminalReport } from '../thinking/report/terminal.ts';
import { writeWhole } from './files.ts';
import { reportInput } from './input.ts';
import type { Store } from './store.ts';
import { wantsColour, type GlobalOptions, type World } from './world.ts';

const WIDEST = 120;

/** Prints a run's result and writes its report files; gives what the result rests on, and whether every file was written. */
export function publish(
  entry: RunEntry,
  store: Store,
  folder: string | null,
  options: GlobalOptions,
  world: World,
): { readonly input: ReportInput; readonly written: boolean } {
  const input = reportInput(entry, store.ledger);
  const html = join(folder ?? store.reports, `${entry.id}.html`);
  print(input, options, world);
  const unwritten = [
    writeWhole(html, htmlReport(input)),
    folder === null ? null : writeWhole(join(folder, `${entry.id}.md`), markdownReport(input)),
    folder === null ? null : writeWhole(join(folder, `${entry.id}.json`), jsonText(input)),
  ].filter((problem) => problem !== null);
  for (const problem of unwritten) world.err.write(`${problem}\n`);
  if (unwritten.length > 0)
    world.err.write(`The run is kept; write its report with: bakeoff report ${entry.id} --html FILE\n`);
  else if (!options.json) world.err.write(`report ${relative(world.cwd, html)}\n`);
  return { input, written: unwritten.length === 0 };
}

/** The result on standard output: one JSON document, or the report for a terminal. */
export function print(input: ReportInput, options: GlobalOptions, world: World): void {
  if (options.json) {
    world.out.write(jsonText(input));
    return;
  }
  world.out.write(terminalReport(input, { width: widthOf(world), colour: wantsColour(world.out, options, world.env) }));
}

/** Columns that a table may take. */
export function widthOf({ out }: World): number {
  return Math.min(out.isTTY ? out.columns : 100, WIDEST);
}

/** The result document as text. */
export function jsonText(input: ReportInput): string {
  const { run, ...rest } = input;
  return `${JSON.stringify(resultDocument({ ...rest, name: run.name, complete: run.complete }), null, 2)}\n`;
}
