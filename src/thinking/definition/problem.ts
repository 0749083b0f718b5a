/** One thing wrong with a definition, at the place where it stands. `report/` turns it into a line for people. */
export interface Problem {
  /** The file as the user named it. */
  readonly file: string;
  /** 1-based; null where the file itself is the matter (missing, unreadable). */
  readonly line: number | null;
  readonly column: number | null;
  /** Path of keys to the value, `operations[0].request.path`; empty for the document itself. */
  readonly key: string;
  /** What the rule asks for: `a duration such as 50 ms`. */
  readonly expected: string;
  /** What stands there, shortened; null where nothing does. */
  readonly given: string | null;
  /** What to do next, a whole clause to print as it is: `did you mean quick?`; null where there is nothing to add. */
  readonly hint: string | null;
}

/** A definition read whole, or all that is wrong with it. There is no half-read definition. */
export type Defined<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };
