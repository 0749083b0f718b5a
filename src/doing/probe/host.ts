import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

import type { PhysicalCore } from '../../thinking/machine/cores.ts';
import { fingerprintText } from '../../thinking/machine/identity.ts';
import type { Machine, Rung } from '../../thinking/machine/machine.ts';

const BYTES_PER_MIB = 1024 * 1024;
const FINGERPRINT_DIGITS = 16;

/** The machine as it shows itself now, with the rung that trees are held by. */
export async function readMachine(rung: Rung): Promise<Machine> {
  const cores = readCores().flat();
  const host = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryMiB: Math.round(totalmem() / BYTES_PER_MIB),
    kernel: `${type()} ${release()}`,
    os: readOsName() ?? 'unknown',
    hypervisor: readHypervisor(),
    isolation: rung,
  };
  const digest = createHash('sha256').update(fingerprintText(host)).digest('hex');
  return { fingerprint: digest.slice(0, FINGERPRINT_DIGITS), ...host };
}

/** The cores this process may use, threads of one physical core together, in ascending order of their first. */
export function readCores(): readonly PhysicalCore[] {
  const status = readText('/proc/self/status') ?? '';
  const [, list] = /^Cpus_allowed_list:\s*(\S+)$/mu.exec(status) ?? [];
  const allowed = list === undefined ? cpus().map((_, index) => index) : parseCoreList(list);
  const groups = new Map<string, number[]>();
  for (const core of allowed) {
    // Without a topology every core counts as one of its own.
    const siblings =
      readText(`/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`)?.trim() ?? String(core);
    const group = groups.get(siblings);
    if (group === undefined) groups.set(siblings, [core]);
    else group.push(core);
  }
  return [...groups.values()];
}

/** The numbers of a kernel list such as `0-2,5`. */
export function parseCoreList(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function readOsName(): string | null {
  const [, name] = /^PRETTY_NAME="?([^"\n]*)"?$/mu.exec(readText('/etc/os-release') ?? '') ?? [];
  return name ?? null;
}

/** The vendor where the firmware names one; `unnamed` where the processor only says that it is virtual; null on bare metal. */
function readHypervisor(): string | null {
  const isVirtual = /^flags\s*:.*\bhypervisor\b/mu.test(readText('/proc/cpuinfo') ?? '');
  if (!isVirtual && !existsSync('/sys/hypervisor/type')) return null;
  const named = readText('/sys/class/dmi/id/sys_vendor') ?? readText('/sys/hypervisor/type');
  return named?.trim() ?? 'unnamed';
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
