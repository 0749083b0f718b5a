import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { STYLE } from './style.ts';

/** Nothing is loaded and nothing runs: even where a stranger's text slipped through, it could do neither. */
const POLICY: Markup = {
  kind: 'markup',
  text: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
};

/** A whole page of one file: no script, nothing loaded, readable from 360 px on, in light, in dark and on paper. */
export function page(title: string, header: Markup, main: Markup): string {
  const style: Markup = { kind: 'markup', text: STYLE };
  const whole = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>${style}</style></head><body>
<header>${header}</header>
<main>
${main}
</main></body></html>
`;
  return whole.text;
}
