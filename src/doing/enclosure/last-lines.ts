import { stripVTControlCharacters } from 'node:util';

const KEPT_LINES = 40;
const KEPT_CHARACTERS = 500;
/** A character of UTF-8 takes at most four bytes; more of a line is never looked at. */
const KEPT_BYTES = KEPT_CHARACTERS * 4;
const NEWLINE = 10;
// oxlint-disable-next-line no-control-regex -- control characters are what is removed here
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The last 40 lines of several streams, each cut after 500 characters, in bounded memory: at most 80 KB whatever is printed.
 * The cost of a chunk is that of finding its last 40 line ends; what stands before them is never touched.
 */
export class LastLines {
  readonly #lines: Buffer[] = [];
  readonly #partials = new Map<string, Buffer>();
  #bytes = 0;

  /** Taken so far, of all streams. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes the next chunk of a stream. */
  take(stream: string, chunk: Buffer): void {
    this.#bytes += chunk.length;
    let start = chunk.length;
    for (let found = 0; found <= KEPT_LINES && start > 0; found += 1) {
      const at = chunk.lastIndexOf(NEWLINE, start - 1);
      start = at === -1 ? 0 : at;
    }
    // More line ends than we keep: what came before, also an unfinished line of this stream, is out of sight.
    let from = 0;
    if (start > 0) {
      this.#partials.delete(stream);
      from = start + 1;
    }
    for (let end = chunk.indexOf(NEWLINE, from); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#append(stream, chunk.subarray(from, end));
      this.#finish(stream);
      from = end + 1;
    }
    this.#append(stream, chunk.subarray(from));
  }

  /** Adds a line of our own. */
  note(text: string): void {
    this.#keep(Buffer.from(text));
  }

  /** The lines as text for a terminal: no escape sequences, no control characters but the tab, no direction marks. */
  read(): readonly string[] {
    const unfinished = [...this.#partials.values()].filter((partial) => partial.length > 0);
    return [...this.#lines, ...unfinished].slice(-KEPT_LINES).map(printable);
  }

  #append(stream: string, piece: Buffer): void {
    const partial = this.#partials.get(stream);
    const room = KEPT_BYTES - (partial?.length ?? 0);
    if (piece.length === 0 || room <= 0) return;
    // Copied, as a slice would keep the whole chunk it was cut from alive.
    const kept = Buffer.from(piece.subarray(0, room));
    this.#partials.set(stream, partial === undefined ? kept : Buffer.concat([partial, kept]));
  }

  #finish(stream: string): void {
    this.#keep(this.#partials.get(stream) ?? Buffer.alloc(0));
    this.#partials.delete(stream);
  }

  #keep(line: Buffer): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }
}

function printable(line: Buffer): string {
  const text = stripVTControlCharacters(line.toString('utf8')).replaceAll(CONTROL, '');
  return text.slice(0, KEPT_CHARACTERS).toWellFormed();
}
