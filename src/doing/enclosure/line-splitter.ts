const NEWLINE = 10;
/** Far above any line of a program that we drive; beyond it the line is dropped, not kept growing. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Cuts a stream into complete lines and hands each on without its end. A line over 16 MiB is dropped and told of. */
export class LineSplitter {
  #pieces: Buffer[] = [];
  #length = 0;
  readonly #onLine: (line: string) => void;
  readonly #onDropped: (bytes: number) => void;

  constructor(onLine: (line: string) => void, onDropped: (bytes: number) => void) {
    this.#onLine = onLine;
    this.#onDropped = onDropped;
  }

  take(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#append(chunk.subarray(from, end));
      this.#emit();
      from = end + 1;
    }
    this.#append(chunk.subarray(from));
  }

  /** At the end of the stream an unfinished line is a line too. */
  end(): void {
    if (this.#length > 0) this.#emit();
  }

  #append(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#length += piece.length;
    if (this.#length > LONGEST_LINE) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  #emit(): void {
    const [pieces, length] = [this.#pieces, this.#length];
    this.#pieces = [];
    this.#length = 0;
    if (length > LONGEST_LINE) this.#onDropped(length);
    else this.#onLine(Buffer.concat(pieces).toString('utf8'));
  }
}
