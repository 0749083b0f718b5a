import { exactly, growing, minus, plus, type Range } from './range.ts';

/** What a rewrite costs before it is of any use; money. */
export interface Investment {
  /** Months of one engineer. */
  readonly build: Range;
  /** Of an engineer, all in. */
  readonly loadedMonth: Range;
  /** Both programs side by side until the old one is ended. */
  readonly parallelRun: Range;
  /** Engineers who learn × months until they are as fast as before × share of their work that is lost meanwhile. */
  readonly ramp: Range;
}

export function investmentOf({ build, loadedMonth, parallelRun, ramp }: Investment): Range {
  const work = growing([build, ramp, loadedMonth], ([months = 0, lost = 0, month = 0]) => (months + lost) * month);
  return plus(work, parallelRun);
}

/** What changes each month once it is done; money. */
export interface Monthly {
  readonly billBefore: Range;
  readonly billAfter: Range;
  /** Incidents that no longer happen. */
  readonly incidents: Range;
  /** One language more to keep: tools, reviews, on call, and what the team ships less. */
  readonly maintenance: Range;
}

export function benefitOf({ billBefore, billAfter, incidents, maintenance }: Monthly): Range {
  return minus(plus(minus(billBefore, billAfter), incidents), maintenance);
}

/** Months until a rewrite has paid for itself; `never` where nothing is gained by the month. */
export type Payback = { readonly kind: 'months'; readonly months: number } | { readonly kind: 'never' };

export function paybackOf(investment: number, benefit: number): Payback {
  return benefit > 0 ? { kind: 'months', months: investment / benefit } : { kind: 'never' };
}

/** The same at the best and the worst of both. */
export function paybackRange(
  investment: Range,
  benefit: Range,
): { readonly value: Payback; readonly best: Payback; readonly worst: Payback } {
  return {
    value: paybackOf(investment.value, benefit.value),
    best: paybackOf(investment.low, benefit.high),
    worst: paybackOf(investment.high, benefit.low),
  };
}

/**
 * The mean rate from which on a rewrite pays for itself within a time: investment and what is lost by the month, over what each request
 * a second saves by the month. Null where a request saves nothing.
 *
 * @param saving money a month for each request a second.
 */
export function breakEvenPerSecond(investment: number, months: number, saving: number, maintenance = 0): number | null {
  return saving > 0 ? (investment / months + maintenance) / saving : null;
}

/** What each request a second saves a month, at one price of a vCPU: nothing but CPU counts in it. @param perVcpuMonth money. */
export function savingPerRate(
  before: { readonly cpuUs: number },
  after: { readonly cpuUs: number },
  plan: { readonly peakFactor: number; readonly utilisation: number; readonly vcpuPerCore: number },
  perVcpuMonth: number,
): number {
  const seconds = (before.cpuUs - after.cpuUs) / 1e6;
  return ((plan.peakFactor * seconds * plan.vcpuPerCore) / plan.utilisation) * perVcpuMonth;
}

/** Share of a bill that another language would change: fees, balancers, logs and traffic stay as they are. */
export function changeableShare(compute: Range, fixed: number): Range {
  return growing([compute], ([money = 0]) => (money + fixed === 0 ? 0 : money / (money + fixed)));
}

/** Value today of a month's benefit that goes on for a time, less the investment. @param yearlyRate of interest. @param growth of the benefit a year. */
export function presentValue(
  investment: Range,
  benefit: Range,
  months: number,
  yearlyRate: number,
  growth: number,
): Range {
  const factor = Array.from({ length: months }, (_, at) => ((1 + growth) / (1 + yearlyRate)) ** ((at + 1) / 12)).reduce(
    (sum, one) => sum + one,
    0,
  );
  return minus(
    growing([benefit], ([money = 0]) => money * factor),
    investment,
  );
}

export const NOTHING: Range = exactly(0);
