import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { splice } from '../../records/splice.ts';
import { ROOT } from '../run-bakeoff.ts';

/** Puts a proof's text in its place in `docs/honesty.md`; throws where the page lacks the markers of that name. */
export function publish(
  text: string,
  name: 'simulation' | 'recorded' | 'watched' | 'phases' | 'sittings' | 'sabotage',
): void {
  const page = join(ROOT, 'docs/honesty.md');
  const spliced = splice(readFileSync(page, 'utf8'), text, name);
  if (!spliced.ok) throw new Error(`docs/honesty.md: ${spliced.problem}`);
  writeFileSync(page, spliced.text);
}
