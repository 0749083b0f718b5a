/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a correct answer is. */
export interface ExpectedAnswer {
  readonly status: number;
  /** Media type without parameters, lower case; null where any will do. */
  readonly type: string | null;
  readonly body: ExpectedBody;
}

/** In which order events must come: as given, in any, or in any with the last one at the end. */
export const EVENT_ORDERS = ['given', 'any', 'any-but-last'] as const;
export type EventOrder = (typeof EVENT_ORDERS)[number];

/** What the body of a correct answer is. With `exact`, keys that are not expected are differences too. */
export type ExpectedBody =
  | { readonly kind: 'any' }
  /** Every key given must be there and equal; lists equal in length and order. */
  | { readonly kind: 'json'; readonly json: Json; readonly exact: boolean }
  /** Server-sent events, no more and no fewer: a list of `{ data, id?, event? }`, data being JSON. */
  | { readonly kind: 'events'; readonly events: Json; readonly order: EventOrder; readonly exact: boolean }
  /** Exactly these bytes, known by their number and their CRC-32. Before a draw either may be a reference. */
  | { readonly kind: 'bytes'; readonly length: Json; readonly crc32: Json };

export const ANY_BODY: ExpectedBody = { kind: 'any' };

/** What a contender answered. */
export interface ObservedAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

/** One way in which an answer differs from the contract. */
export interface Difference {
  /** `status`, `type`, `body` or a path into the body such as `json.lines[2].sku`. */
  readonly where: string;
  readonly expected: string;
  readonly got: string;
}
