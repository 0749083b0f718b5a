import { PHASE_DIGITS } from './draw.ts';
import type { Serial } from './draw.ts';

/** Bytes of a request that the load generator fills in with a number in decimal: of its phase, or its own in the phase. */
export interface Slot {
  readonly at: number;
  readonly width: number;
  readonly fill: 'phase' | 'k';
}

/** A serial number that differs from that of an unsent request in every digit. */
export const ALL_ONES: Serial = { phase: '11', k: '1'.repeat(18) };

const encoder = new TextEncoder();

/**
 * The places of serial numbers in a request, found as the bytes in which it differs when it is rendered under another one: wherever
 * a number went, percent-encoded in a path or escaped in JSON, it is found as it is sent.
 */
export function slotsBetween(unsent: string, other: string): readonly Slot[] {
  const [ours, theirs] = [encoder.encode(unsent), encoder.encode(other)];
  const slots: Slot[] = [];
  let at = 0;
  while (at < ours.length) {
    let end = at;
    while (end < ours.length && ours[end] !== theirs[end]) end += 1;
    if (end > at) {
      slots.push({ at, width: PHASE_DIGITS, fill: 'phase' });
      slots.push({ at: at + PHASE_DIGITS, width: end - at - PHASE_DIGITS, fill: 'k' });
    }
    at = end + 1;
  }
  return slots;
}
