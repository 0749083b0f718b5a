import { z } from 'zod';

import type { MysqlTools } from './tools.ts';

const path = z.string().min(1);

/** `mariadb` of `.bakeoff/setup/tools.json`; what else set-up notes there is let pass. Null: this machine has none. */
export const mysqlToolsSchema: z.ZodType<MysqlTools | null> = z
  .object({
    version: z.string(),
    server: path,
    installer: path,
    client: path,
    basedir: path.nullable(),
    libraries: path.nullable(),
    messages: path.nullable(),
    charsets: path.nullable(),
    plugins: path.nullable(),
  })
  .nullable();
