import type { Json } from '../contract/contract.ts';

/** What a client of a talk sends: a message, as text or as bytes under either opcode of RFC 6455. */
export type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly base64: string; readonly opcode: 'text' | 'binary' };

/** A step of a talk over WebSockets. Clients are known by their names; each step is done before the next begins. */
export type TalkStep =
  | SingleStep
  | { readonly kind: 'repeat'; readonly times: number; readonly steps: readonly SingleStep[] };

/** A step that is done once. */
export type SingleStep =
  | { readonly kind: 'join'; readonly as: string; readonly path: string }
  /** An upgrade that must be refused with this status. */
  | { readonly kind: 'refused'; readonly path: string; readonly status: number }
  /** `pieces`: frames that the message is divided into. */
  | { readonly kind: 'say'; readonly as: string; readonly said: Said; readonly times: number; readonly pieces: number }
  /**
   * Each of them gets this message, a text that is JSON, so often, and nothing else before it; no other keys than these, but for the
   * one that counts: its number is one more each time, also from one such step to the next.
   */
  | {
      readonly kind: 'hear';
      readonly as: readonly string[];
      readonly json: Json;
      readonly times: number;
      readonly counting: string | null;
    }
  /** Each of them gets so many messages, all of them the same in the same order. */
  | { readonly kind: 'agree'; readonly as: readonly string[]; readonly times: number }
  /** Nothing waits for them. */
  | { readonly kind: 'silence'; readonly as: readonly string[] }
  | { readonly kind: 'ping'; readonly as: string }
  /** It reads no more from here on. */
  | { readonly kind: 'deaf'; readonly as: string }
  | { readonly kind: 'leave'; readonly as: string }
  /** The server has ended its connection, with this code; null: in whatever way. */
  | { readonly kind: 'closed'; readonly as: string; readonly code: number | null };
