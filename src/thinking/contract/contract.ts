/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a correct answer is. */
export interface ExpectedAnswer {
  readonly status: number;
  /** Media type without parameters, lower case; null where any will do. */
  readonly type: string | null;
  /** Every key given must be there and equal; lists equal in length and order. Absent: the body is not compared. */
  readonly json?: Json;
  /** With `exact`, keys that are not expected are differences too. */
  readonly exact: boolean;
}

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
