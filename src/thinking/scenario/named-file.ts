/**
 * A file that a scenario names: in its own folder, or in that of another scenario beside it, `../json/cases.yaml`. So two scenarios
 * that ask the same of contenders, under different loads, have one contract and not two copies. It leads nowhere else: no further up,
 * no deeper, and to no hidden folder.
 */
export const FILE_PATTERN = /^(?:\.\.\/[a-z0-9][a-z0-9._-]*\/)?\w[\w.-]*$/u;

/** @param example the name of a file of the kind that is asked for. */
export function fileRule(example: string): string {
  return `the name of a file in this folder, such as ${example}, or in that of another scenario, such as ../json/${example}`;
}
