import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './product.ts';

const missing = z.object({ what: z.string(), why: z.string(), command: z.string() });

const folder = z.string().nullable();
const mariadb = z.object({
  version: z.string(),
  server: z.string(),
  installer: z.string(),
  client: z.string(),
  basedir: folder,
  libraries: folder,
  messages: folder,
  charsets: folder,
  plugins: folder,
});

/** What set-up found on this machine; see setup/tools.mjs. Fields that no verb reads are let pass. */
const tools = z.object({
  schema: z.literal('bakeoff/tools@1'),
  loadgen: z.string().nullable(),
  mariadb: mariadb.nullable(),
  missing: z.array(missing),
});

export type Tools = z.infer<typeof tools>;

/** Reads what the launcher's set-up wrote just before this program was started. */
export function readTools(): Tools {
  const file = join(ROOT, '.bakeoff/setup/tools.json');
  if (!existsSync(file)) throw new Error(`${file} is missing: start Bakeoff through ./bakeoff, which writes it`);
  return tools.parse(JSON.parse(readFileSync(file, 'utf8')));
}
