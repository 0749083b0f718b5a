import { z } from 'zod';

/** What several definitions of a scenario's folder are made of. */

export const PATH_RULE = 'a path that begins with /, in printable ASCII without spaces';
const ENV_RULE = 'a name of capital letters, digits and _';

/** What contenders receive from Bakeoff itself. */
export const OWN_ENV = ['PORT', 'HOST', 'CORES', 'DATABASE_URL', 'UPSTREAM_URL'] as const;

/** A path that nothing is drawn into. */
export const pathSchema = z.string().regex(/^\/[!-~]*$/u, PATH_RULE);

/** Given to contenders; that none of `OWN_ENV` is in it is told with its place. */
export const envSchema = z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/u, ENV_RULE), z.string()).default({});
