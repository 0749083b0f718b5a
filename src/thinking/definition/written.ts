import { z } from 'zod';

import type { Parsed } from '../quantity/quantity.ts';

/** A schema for a value written as text, such as `50 ms`; `rule` is what is asked of one who wrote something else. */
export function written<T>(rule: string, parse: (text: string) => Parsed<T>): z.ZodType<T, string> {
  return z.string({ error: rule }).transform((text, context) => {
    const parsed = parse(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.expected, input: text });
    return z.NEVER;
  });
}
