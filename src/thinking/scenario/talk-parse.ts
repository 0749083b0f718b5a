import { z } from 'zod';

import type { Said, SingleStep, TalkStep } from './talk.ts';
import type { Path } from '../definition/path.ts';
import type { Place } from './request-parse.ts';
import { pathSchema } from './wire.ts';

const NAME_RULE = 'the name of a client: letters and digits';
const BASE64_RULE = 'bytes in base64';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/u, NAME_RULE);
const names = z.array(name).min(1);
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/u, BASE64_RULE);

const singleSchema = z.strictObject({
  join: name.optional(),
  refused: pathSchema.optional(),
  say: name.optional(),
  hear: names.optional(),
  agree: names.optional(),
  silence: names.optional(),
  ping: name.optional(),
  deaf: name.optional(),
  leave: name.optional(),
  closed: name.optional(),
  path: pathSchema.optional(),
  status: z.int().min(300).max(599).optional(),
  json: z.json().optional(),
  text: z.string().optional(),
  text_base64: base64.optional(),
  binary_base64: base64.optional(),
  counting: z.string().min(1).optional(),
  times: z.int().min(1).max(100_000).optional(),
  pieces: z.int().min(1).max(64).optional(),
  code: z.int().min(1000).max(4999).optional(),
});
type WireStep = z.infer<typeof singleSchema>;

const stepSchema = singleSchema.extend({
  repeat: z.int().min(2).max(1000).optional(),
  steps: z.array(singleSchema).min(1).optional(),
});

export const talkSchema = z.array(stepSchema).min(1);
type WireTalk = z.infer<typeof talkSchema>;

const KINDS = ['join', 'refused', 'say', 'hear', 'agree', 'silence', 'ping', 'deaf', 'leave', 'closed'] as const;
type Kind = (typeof KINDS)[number];

const SAID = ['json', 'text', 'text_base64', 'binary_base64'] as const;

/** What stands beside each kind: keys it needs, and keys it may have. */
const BESIDE: Readonly<Record<Kind, readonly (keyof WireStep)[]>> = {
  join: ['path'],
  refused: ['status'],
  say: [...SAID, 'times', 'pieces'],
  hear: ['json', 'times', 'counting'],
  agree: ['times'],
  silence: [],
  ping: [],
  deaf: [],
  leave: [],
  closed: ['code'],
};

/** The steps of a talk; what is wrong with them is reported. A client speaks, hears and leaves only after it has joined. */
export function talkOf(wire: WireTalk, place: Place): readonly TalkStep[] {
  const joined = new Set<string>();
  return wire.flatMap(({ repeat, steps, ...step }, index): readonly TalkStep[] => {
    if (repeat === undefined && steps === undefined) return known(step, [index], joined, place);
    if (repeat === undefined || steps === undefined || Object.keys(step).length > 0) {
      place.report(place.at([index], 'repeat and steps together, and nothing beside them'));
      return [];
    }
    const read = steps.flatMap((one, inner) => known(one, [index, 'steps', inner], joined, place));
    return [{ kind: 'repeat', times: repeat, steps: read }];
  });
}

/** The step, none where something is wrong with it; who joins is known from then on. */
function known(wire: WireStep, path: Path, joined: Set<string>, place: Place): readonly SingleStep[] {
  const read = stepOf(wire, path, place);
  if (read === null) return [];
  if (read.kind === 'join') joined.add(read.as);
  for (const one of strangersIn(read, joined)) {
    place.report(place.at([...path, read.kind], 'clients that have joined', `${one} has not`));
  }
  return [read];
}

function strangersIn(step: SingleStep, joined: ReadonlySet<string>): readonly string[] {
  if (step.kind === 'refused') return [];
  const named = typeof step.as === 'string' ? [step.as] : step.as;
  return named.filter((one) => !joined.has(one));
}

function stepOf(wire: WireStep, path: Path, place: Place): SingleStep | null {
  const [kind, ...others] = KINDS.filter((one) => wire[one] !== undefined);
  if (kind === undefined || others.length > 0) {
    const hint = kind === undefined ? null : `keep one of ${[kind, ...others].join(', ')}`;
    place.report(place.at(path, `one of ${KINDS.join(', ')}, which says what is done`, hint));
    return null;
  }
  const allowed: readonly string[] = [kind, ...BESIDE[kind]];
  const stray = Object.keys(wire).find((key) => !allowed.includes(key));
  if (stray !== undefined) {
    place.report(place.at([...path, stray], `no ${stray} beside ${kind}`));
    return null;
  }
  const step = builtStep(wire);
  if (step === null) place.report(place.at(path, NEEDED[kind]));
  return step;
}

const NEEDED: Readonly<Record<Kind, string>> = {
  join: 'the path beside join',
  refused: 'the status beside refused',
  say: 'one of json, text, text_base64, binary_base64 beside say',
  hear: 'the json beside hear',
  agree: 'clients',
  silence: 'clients',
  ping: 'a client',
  deaf: 'a client',
  leave: 'a client',
  closed: 'a client',
};

/** Null where something that the step needs is not there. */
function builtStep(wire: WireStep): SingleStep | null {
  const { times = 1, pieces = 1, code = null, counting = null } = wire;
  if (wire.join !== undefined) return wire.path === undefined ? null : { kind: 'join', as: wire.join, path: wire.path };
  if (wire.refused !== undefined)
    return wire.status === undefined ? null : { kind: 'refused', path: wire.refused, status: wire.status };
  if (wire.say !== undefined) {
    const said = saidIn(wire);
    return said === null ? null : { kind: 'say', as: wire.say, said, times, pieces };
  }
  if (wire.hear !== undefined)
    return wire.json === undefined ? null : { kind: 'hear', as: wire.hear, json: wire.json, times, counting };
  return wire.closed === undefined ? plainStep(wire) : { kind: 'closed', as: wire.closed, code };
}

function plainStep({ agree, silence, ping, deaf, leave, times = 1 }: WireStep): SingleStep | null {
  if (agree !== undefined) return { kind: 'agree', as: agree, times };
  if (silence !== undefined) return { kind: 'silence', as: silence };
  if (ping !== undefined) return { kind: 'ping', as: ping };
  if (deaf !== undefined) return { kind: 'deaf', as: deaf };
  return leave === undefined ? null : { kind: 'leave', as: leave };
}

function saidIn(wire: WireStep): Said | null {
  if (SAID.filter((key) => wire[key] !== undefined).length !== 1) return null;
  if (wire.json !== undefined) return { kind: 'text', text: JSON.stringify(wire.json) };
  if (wire.text !== undefined) return { kind: 'text', text: wire.text };
  if (wire.text_base64 !== undefined) return { kind: 'bytes', base64: wire.text_base64, opcode: 'text' };
  return { kind: 'bytes', base64: wire.binary_base64 ?? '', opcode: 'binary' };
}
