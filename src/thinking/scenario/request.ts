import type { ExpectedAnswer } from '../contract/contract.ts';
import { resolver } from './draw.ts';
import type { Draw, Means } from './draw.ts';
import type { Slot } from './slots.ts';
import type { BodyTemplate, RequestTemplate, Scenario } from './scenario.ts';
import { filledAnswer, lengthOf } from './expected-body.ts';
import { fillJson, fillText, soleReference } from './template.ts';
import type { Resolve } from './template.ts';

/** A request as it goes over the wire, and the answer it must get. */
export interface RenderedRequest {
  readonly method: string;
  readonly path: string;
  /** All headers as sent, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where the request has none. */
  readonly body: string;
  /** The whole HTTP/1.1 request, to be sent as UTF-8; only the body can hold anything but ASCII. */
  readonly bytes: string;
  readonly expected: ExpectedAnswer;
  /** Bytes that the body of any correct answer has at least; 0 where the contract does not say. */
  readonly minLength: number;
  /** Bytes that it has at most; null where the contract does not say. */
  readonly maxLength: number | null;
  /** Where the load generator writes numbers of its own into the bytes, in order. */
  readonly slots: readonly Slot[];
}

const encoder = new TextEncoder();

function percentEncoded(text: string, plain: RegExp): string {
  const written = (byte: number): string => {
    const letter = String.fromCharCode(byte);
    return plain.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  };
  return Array.from(encoder.encode(text), written).join('');
}

/** RFC 3986, unreserved characters: a drawn value stays one segment or one query value. */
const UNRESERVED = /^[A-Za-z0-9._~-]$/;
/** What may stand in a request target as it is; space, controls and quotes may not. */
const IN_TARGET = /^[!$%&'()*+,/:;=?@[\]A-Za-z0-9._~-]$/;
/** Printable ASCII and space: a header line cannot be ended from inside a value. */
const IN_HEADER = /^[ -~]$/;

/** A path that is one reference is a whole path from a pool; elsewhere drawn values are pieces and encoded as such. */
function renderedPath(path: string, resolve: Resolve): string {
  const plain = soleReference(path) === null ? UNRESERVED : IN_TARGET;
  return fillText(path, resolve, (drawn) => percentEncoded(drawn, plain));
}

function renderedBody(body: BodyTemplate, resolve: Resolve): { readonly text: string; readonly type: string | null } {
  switch (body.kind) {
    case 'none':
      return { text: '', type: null };
    case 'json':
      return { text: JSON.stringify(fillJson(body.json, resolve)), type: 'application/json' };
    case 'text':
      return { text: fillText(body.text, resolve, (drawn) => drawn), type: 'text/plain; charset=utf-8' };
    case 'filler':
      return { text: 'x'.repeat(body.bytes), type: null };
  }
}

/** Methods whose requests are expected to have a body: RFC 9110 8.6 wants a length from them even when it is 0. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

function renderedHeaders(
  template: RequestTemplate,
  body: { readonly type: string | null; readonly length: number },
  resolve: Resolve,
  host: string,
): Readonly<Record<string, string>> {
  const given = Object.entries(template.headers).map(
    ([name, value]) =>
      [name.toLowerCase(), fillText(value, resolve, (drawn) => percentEncoded(drawn, IN_HEADER))] as const,
  );
  const headers = Object.fromEntries<string>([['host', host], ['connection', 'keep-alive'], ...given]);
  if (body.type !== null) headers['content-type'] ??= body.type;
  if (template.body.kind !== 'none' || WITH_BODY.has(template.method)) headers['content-length'] = `${body.length}`;
  return headers;
}

/** The answer that a request of this draw must get. */
export function renderAnswer(scenario: Scenario, answer: ExpectedAnswer, draw: Draw, means: Means): ExpectedAnswer {
  return filledAnswer(answer, resolver(scenario, draw, means));
}

/**
 * Renders one request and the answer it must get from one draw. Equal scenario, draw and means give equal bytes. Drawn
 * values cannot break out of their place: in paths they are percent-encoded, in headers everything but printable ASCII is,
 * in JSON they are values. Throws on templates that reading the scenario would have refused.
 */
export function renderRequest(
  scenario: Scenario,
  template: RequestTemplate,
  answer: ExpectedAnswer,
  draw: Draw,
  means: Means,
): RenderedRequest {
  const resolve = resolver(scenario, draw, means);
  const path = renderedPath(template.path, resolve);
  const { text: body, type } = renderedBody(template.body, resolve);
  const headers = renderedHeaders(template, { type, length: encoder.encode(body).length }, resolve, means.host);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const expected = filledAnswer(answer, resolve);
  // HEAD has no body, and an answer that may be compressed can be of any length.
  const boundless = template.method === 'HEAD' || 'accept-encoding' in headers;
  const { least, most } = lengthOf(expected.body);
  return {
    method: template.method,
    path,
    headers,
    body,
    bytes: `${template.method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`,
    expected,
    minLength: boundless ? 0 : least,
    maxLength: boundless ? null : most,
    slots: [],
  };
}
