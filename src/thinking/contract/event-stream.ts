import type { Json } from './contract.ts';

/** One event as a client sees it; `id` and `event` are there only where the stream named them. */
export type StreamedEvent = Readonly<Record<string, Json>> & { readonly data: Json };

/**
 * The events of a `text/event-stream` (HTML Standard, "Interpreting an event stream"): fields of lines that end with CR, LF or both, an
 * event for each empty line behind some `data`. A comment is nothing, and what follows the last empty line is no event yet. Data that
 * is JSON is given as its value, any other as its text.
 */
export function eventsOf(stream: string): readonly StreamedEvent[] {
  const events: StreamedEvent[] = [];
  let data: string[] = [];
  let named: Record<string, Json> = {};
  const lines = stream.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);
  // What stands behind the last line end has none of its own.
  for (const line of lines.slice(0, -1)) {
    if (line === '') {
      if (data.length > 0) events.push({ ...named, data: valueOf(data.join('\n')) });
      data = [];
      named = {};
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /u, '');
    if (name === 'data') data.push(value);
    else if (name === 'id' || name === 'event') named[name] = value;
  }
  return events;
}

function valueOf(text: string): Json {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives nothing else
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
