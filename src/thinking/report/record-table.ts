/** What was seen beside the verdicts, as a table of texts: the entries' names, and columns of numbers. */
export interface RecordTable {
  readonly title: string;
  /** What was done and what the columns mean. */
  readonly text: string;
  readonly heads: readonly string[];
  readonly rows: readonly RecordRow[];
}

export interface RecordRow {
  readonly id: string;
  readonly contender: string;
  readonly cells: readonly string[];
}
