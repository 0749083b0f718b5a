import type { ExpectedAnswer, ExpectedBody, Json } from '../contract/contract.ts';
import { shortestJsonBytes } from './shortest.ts';
import { fillJson, isList, textsIn } from './template.ts';
import type { Resolve, Text } from './template.ts';

/** How many bytes a correct body can have; `most` null: no limit is known. */
export interface Length {
  readonly least: number;
  readonly most: number | null;
}

/** What of an expected body may hold references, under the keys it is written with. */
export function writtenBody(body: ExpectedBody): { readonly [key: string]: Json } {
  switch (body.kind) {
    case 'any':
      return {};
    case 'json':
      return { json: body.json };
    case 'events':
      return { events: body.events };
    case 'bytes':
      return { bytes: { length: body.length, crc32: body.crc32 } };
  }
}

/** All texts of an expected answer with the path to each. */
export function answerTexts(answer: ExpectedAnswer): Iterable<Text> {
  return textsIn(writtenBody(answer.body));
}

/** The answer with each reference filled in. */
export function filledAnswer(answer: ExpectedAnswer, resolve: Resolve): ExpectedAnswer {
  return { ...answer, body: filledBody(answer.body, resolve) };
}

function filledBody(body: ExpectedBody, resolve: Resolve): ExpectedBody {
  switch (body.kind) {
    case 'any':
      return body;
    case 'json':
      return { ...body, json: fillJson(body.json, resolve) };
    case 'events':
      return { ...body, events: fillJson(body.events, resolve) };
    case 'bytes':
      return { ...body, length: fillJson(body.length, resolve), crc32: fillJson(body.crc32, resolve) };
  }
}

/** Of a body that is filled in already. */
export function lengthOf(body: ExpectedBody): Length {
  switch (body.kind) {
    case 'any':
      return { least: 0, most: null };
    case 'json':
      return { least: shortestJsonBytes(body.json), most: null };
    case 'events':
      return { least: isList(body.events) ? total(body.events.map(shortestEvent)) : 0, most: null };
    case 'bytes':
      return typeof body.length === 'number' ? { least: body.length, most: body.length } : { least: 0, most: null };
  }
}

/** `name:value` and a line end for each field, and the empty line behind them. */
function shortestEvent(event: Json): number {
  if (typeof event !== 'object' || event === null || isList(event)) return 0;
  const fields = Object.entries(event).map(
    ([name, value]) =>
      name.length +
      2 +
      (name === 'data' ? shortestJsonBytes(value) : (typeof value === 'string' ? value : JSON.stringify(value)).length),
  );
  return total(fields) + 1;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
