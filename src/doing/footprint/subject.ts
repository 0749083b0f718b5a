import type { Contender } from '../../thinking/contender/contender.ts';
import type { ExpectedAnswer } from '../../thinking/contract/contract.ts';
import type { CoreSplit } from '../../thinking/machine/machine.ts';
import { requestsOf, type RenderedCase } from '../../thinking/scenario/render.ts';
import type { RenderedRequest } from '../../thinking/scenario/request.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import type { Rendered } from '../run/rendering.ts';

/** A scenario as a footprint asks it: rendered once, the same bytes for everybody. */
export interface Asking {
  readonly scenario: string;
  readonly env: Readonly<Record<string, string>>;
  readonly rendered: Rendered;
  /** The question whose first correct answer ends a start. */
  readonly first: RenderedRequest;
}

/** What footprints are measured with. */
export interface FootprintMeans {
  readonly isolation: Isolation;
  readonly cores: CoreSplit;
  /** Null: there is no generator, so no peak. */
  readonly loadgen: string | null;
  /** For the generator's plans. */
  readonly directory: string;
  /** Of contenders at work. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** A contender in a scenario. */
export interface FootprintSubject {
  readonly contender: Contender;
  readonly asking: Asking;
}

/** A request that must be answered rightly; a refusal is often given before a program is able to answer anything. */
export function firstOf(cases: readonly RenderedCase[]): RenderedRequest | null {
  return requestsOf(cases).find(({ expected }) => isSuccess(expected)) ?? null;
}

function isSuccess({ status }: ExpectedAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Names a contender's processes and files; a variant's `+` is fit for neither. */
export function safeName({ id }: Contender): string {
  return id.replaceAll(/[^\w-]/gu, '-');
}
