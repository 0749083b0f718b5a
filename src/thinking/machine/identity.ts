import type { Machine } from './machine.ts';

/** What must be equal for two machines to count as one: never the host's name, which says nothing about speed. */
export type IdentityKey = 'cpu' | 'cores' | 'memory' | 'kernel' | 'hypervisor' | 'isolation';

/** What the host shows of itself, before its digest is known. */
export type Host = Omit<Machine, 'fingerprint'>;

/** Two runs of one machine, or all in which the machines differ. */
export type Comparison =
  | { readonly kind: 'comparable' }
  | { readonly kind: 'different'; readonly differences: readonly Difference[] };

export interface Difference {
  readonly what: IdentityKey;
  readonly one: string;
  readonly other: string;
}

const MIB_PER_GIB = 1024;

/**
 * The text whose digest is the fingerprint, one `key=value` a line. Memory counts in whole GiB, since a kernel keeps back a few
 * MiB more or less at each boot. The operating system is left out: contenders bring their own runtime, the kernel is in it.
 */
export function fingerprintText(host: Host): string {
  return identity(host)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');
}

/** Whether figures of two machines may stand side by side, and if not, every reason why not. */
export function comparable(one: Host, other: Host): Comparison {
  const others = new Map(identity(other));
  const differences: Difference[] = [];
  for (const [what, value] of identity(one)) {
    const against = others.get(what) ?? '';
    if (against !== value) differences.push({ what, one: value, other: against });
  }
  return differences.length === 0 ? { kind: 'comparable' } : { kind: 'different', differences };
}

function identity(host: Host): readonly (readonly [IdentityKey, string])[] {
  return [
    ['cpu', host.cpu],
    ['cores', String(host.cores)],
    ['memory', `${Math.round(host.memoryMiB / MIB_PER_GIB)} GiB`],
    ['kernel', host.kernel],
    ['hypervisor', host.hypervisor ?? 'none'],
    ['isolation', host.isolation],
  ];
}
