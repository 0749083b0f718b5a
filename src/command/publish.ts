import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { RunEntry } from '../doing/ledger/ledger.ts';
import { htmlReport } from '../thinking/report/html/html.ts';
import type { ReportInput } from '../thinking/report/input.ts';
import { markdownReport } from '../thinking/report/markdown.ts';
import { resultDocument } from '../thinking/report/result.ts';
import { terminalReport } from '../thinking/report/terminal.ts';
import { reportInput } from './input.ts';
import type { Store } from './store.ts';
import { wantsColour, type GlobalOptions, type World } from './world.ts';

const WIDEST = 120;

/** Writes a finished run's report files and prints its result; gives what the result rests on. */
export function publish(
  entry: RunEntry,
  store: Store,
  folder: string | null,
  options: GlobalOptions,
  world: World,
): ReportInput {
  const input = reportInput(entry, store.ledger);
  const html = join(folder ?? store.reports, `${entry.id}.html`);
  writeWhole(html, htmlReport(input));
  if (folder !== null) {
    writeWhole(join(folder, `${entry.id}.md`), markdownReport(input));
    writeWhole(join(folder, `${entry.id}.json`), jsonText(input));
  }
  print(input, options, world);
  if (!options.json) world.err.write(`report ${relative(world.cwd, html)}\n`);
  return input;
}

/** The result on standard output: one JSON document, or the report for a terminal. */
export function print(input: ReportInput, options: GlobalOptions, world: World): void {
  if (options.json) {
    world.out.write(jsonText(input));
    return;
  }
  const width = Math.min(world.out.isTTY ? world.out.columns : 100, WIDEST);
  world.out.write(terminalReport(input, { width, colour: wantsColour(world.out, options, world.env) }));
}

/** The result document as text. */
export function jsonText(input: ReportInput): string {
  const { run, ...rest } = input;
  return `${JSON.stringify(resultDocument({ ...rest, name: run.name, complete: run.complete }), null, 2)}\n`;
}

/** Writes a file whole or not at all: a full disk must not leave half a report under its name. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
