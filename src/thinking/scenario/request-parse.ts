import { z } from 'zod';

import type { ExpectedAnswer } from '../contract/contract.ts';
import type { Path } from '../definition/path.ts';
import type { Problem } from '../definition/problem.ts';
import { answerTexts } from './expected-body.ts';
import { brokenTemplate } from './references.ts';
import type { Broken, Meanings, Setting } from './references.ts';
import type { BodyTemplate, RequestTemplate } from './scenario.ts';
import { template, textsIn } from './template.ts';
import { PATH_RULE } from './wire.ts';

const HEADER_NAME_RULE = 'the name of a header';
const HEADER_RULE = 'printable ASCII on one line';
/** These belong to the connection and its framing; a scenario that set them would measure something else. */
const OWN_HEADERS = ['connection', 'content-length', 'host', 'transfer-encoding', 'upgrade'];

export const requestSchema = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
  path: z.string(),
  headers: z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/u, HEADER_NAME_RULE), z.string()).default({}),
  json: z.json().optional(),
  text: z.string().optional(),
  bytes_of: z.int().min(0).max(67_108_864).optional(),
});
type WireRequest = z.infer<typeof requestSchema>;

/** Problems of one request or answer, at paths below it. */
export interface Place {
  readonly at: (path: Path, expected: string, hint?: string | null) => Problem;
  readonly atKey: (path: Path, expected: string, hint?: string | null) => Problem;
  readonly report: (problem: Problem) => void;
}

function check(text: string, path: Path, setting: Setting, meanings: Meanings, place: Place): void {
  const broken: Broken | null = brokenTemplate(text, setting, meanings);
  if (broken !== null) place.report(place.at(path, broken.expected, broken.hint));
}

/** What stands in a text beside its references; null where the text is no template. */
function literals(text: string): string | null {
  const split = template(text);
  return split.ok ? split.parts.map((part) => (part.kind === 'literal' ? part.text : '')).join('') : null;
}

function checkPath(path: string, meanings: Meanings, place: Place): void {
  const plain = literals(path);
  const isWhole = plain === '' && path !== '';
  if (plain !== null && !isWhole && !(path.startsWith('/') && /^[!$%&'()*+,/:;=?@[\]\w.~-]*$/u.test(plain))) {
    const hint = path.startsWith('/') ? 'write other characters percent-encoded' : null;
    place.report(place.at(['path'], PATH_RULE, hint));
    return;
  }
  check(path, ['path'], 'path', meanings, place);
}

function checkHeaders(headers: Readonly<Record<string, string>>, meanings: Meanings, place: Place): void {
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (OWN_HEADERS.includes(lower)) {
      place.report(place.atKey(['headers', name], `no ${lower} header`, 'Bakeoff writes it itself'));
    } else if (seen.has(lower)) {
      place.report(place.atKey(['headers', name], 'each header once, whatever its case'));
    }
    seen.add(lower);
    const plain = literals(value);
    if (plain !== null && !/^[ -~]*$/u.test(plain)) place.report(place.at(['headers', name], HEADER_RULE));
    else check(value, ['headers', name], 'header', meanings, place);
  }
}

function bodyOf(wire: WireRequest, meanings: Meanings, place: Place): BodyTemplate {
  const given = (['json', 'text', 'bytes_of'] as const).filter((key) => wire[key] !== undefined);
  if (given.length > 1)
    place.report(place.at([], `one body: json, text or bytes_of`, `keep one of ${given.join(', ')}`));
  if (wire.json !== undefined) {
    for (const { text, path } of textsIn(wire.json)) check(text, ['json', ...path], 'value', meanings, place);
    return { kind: 'json', json: wire.json };
  }
  if (wire.text !== undefined) {
    check(wire.text, ['text'], 'text', meanings, place);
    return { kind: 'text', text: wire.text };
  }
  return wire.bytes_of === undefined ? { kind: 'none' } : { kind: 'filler', bytes: wire.bytes_of };
}

/** The request template; what is wrong with its references, path and headers is reported. */
export function requestOf(wire: WireRequest, meanings: Meanings, place: Place): RequestTemplate {
  checkPath(wire.path, meanings, place);
  checkHeaders(wire.headers, meanings, place);
  return { method: wire.method, path: wire.path, headers: wire.headers, body: bodyOf(wire, meanings, place) };
}

/** Reports what is wrong with the references of an expected answer. */
export function checkAnswer(answer: ExpectedAnswer, meanings: Meanings, place: Place): void {
  for (const { text, path } of answerTexts(answer)) check(text, path, 'value', meanings, place);
}
