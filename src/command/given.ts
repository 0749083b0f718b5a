import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { ProfileName } from '../thinking/plan/plan.ts';
import { parseDuration } from '../thinking/quantity/parse.ts';
import type { World } from './world.ts';

/** Readers of what the command line gave: commander hands values over untyped. */

export const PROFILE_NAMES: readonly ProfileName[] = ['smoke', 'quick', 'standard', 'rigorous'];

export function profile(value: unknown): ProfileName | null {
  return PROFILE_NAMES.find((name) => name === value) ?? null;
}

export function wholeNumber(least: number): (given: string) => number {
  return (given) => {
    const value = Number(given);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  };
}

export function duration(given: string): number {
  const parsed = parseDuration(given);
  if (parsed.ok && parsed.value > 0) return parsed.value;
  throw new InvalidArgumentError('Expected a time above zero, such as 20m or 1h.');
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

export function path(value: unknown, world: World): string | null {
  return typeof value === 'string' ? resolve(world.cwd, value) : null;
}
