import { differences } from './compare.ts';
import type { Difference, Json } from './contract.ts';

/** What every member of a room must be delivered. */
export interface ExpectedDelivery {
  /** `${stamp}` in a text stands for the mark of whatever message it is, `${room}` for the room's number. */
  readonly json: Json;
  /** The key of a number that is larger in each delivery to a member than in the one before; null: none is. */
  readonly counting: string | null;
}

/** A delivery that the generator kept whole. Members are numbered over all rooms. */
export interface Delivery {
  readonly member: number;
  readonly text: string;
}

/** As the generator writes it into messages; loadgen/README.md. */
const STAMP = /bk1:[0-9a-f]{16}:[0-9a-f]{8}/u;

/**
 * Compares deliveries, each member's in the order in which they came to it, with what they must be: how many differ, and the first that
 * does; null where none does. Under one number of a room all must have got the same message.
 */
export function wrongDeliveries(
  kept: readonly Delivery[],
  expected: ExpectedDelivery,
  membersOfRoom: number,
): { readonly wrong: number; readonly example: readonly Difference[] } | null {
  const last = new Map<number, number>();
  const numbered = new Map<string, string>();
  const wrong = kept
    .map(({ member, text }) => {
      const room = Math.floor(member / membersOfRoom);
      const stamp = STAMP.exec(text)?.[0] ?? 'a mark';
      const number = expected.counting === null ? null : numberIn(text, expected.counting);
      const json = filled(expected.json, stamp, room, expected.counting, number);
      const found = unlike(text, json);
      if (found.length > 0 || number === null || expected.counting === null) return found;
      const counted = `member ${member}: json.${expected.counting}`;
      const before = last.get(member) ?? -Infinity;
      last.set(member, number);
      if (number <= before) return [{ where: counted, expected: `more than ${before}`, got: String(number) }];
      const key = `${room}/${number}`;
      const known = numbered.get(key) ?? stamp;
      numbered.set(key, stamp);
      return known === stamp
        ? []
        : [{ where: counted, expected: `${number} for one message`, got: `${number} for two` }];
    })
    .filter((found) => found.length > 0);
  const [example] = wrong;
  return example === undefined ? null : { wrong: wrong.length, example };
}

function unlike(text: string, json: Json): readonly Difference[] {
  const body = { kind: 'json', json, exact: true } as const;
  return differences({ status: 200, type: null, body }, { status: 200, type: null, body: text });
}

/** What stands under the key, where that is a whole number; null where it is not, which the comparison then finds. */
function numberIn(text: string, key: string): number | null {
  try {
    const value: unknown = JSON.parse(text);
    const number: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
    return Number.isSafeInteger(number) ? Number(number) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function filled(json: Json, stamp: string, room: number, counting: string | null, number: number | null): Json {
  const text = JSON.stringify(json)
    .replaceAll('${stamp}', () => stamp)
    .replaceAll('${room}', String(room));
  // What was JSON is JSON with other digits and letters in its texts.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON, by definition
  const value = JSON.parse(text) as Json;
  return counting === null || number === null ? value : withKey(value, counting, number);
}

function withKey(value: Json, key: string, number: number): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.assign({}, value, { [key]: number })
    : value;
}
