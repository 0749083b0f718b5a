import { z } from 'zod';

import type { Definition } from '../definition/reader.ts';
import type { Problem } from '../definition/problem.ts';
import type { Load } from '../load/load.ts';
import type { Rooms } from './scenario.ts';

const PATH_RULE =
  'a path that begins with /, in printable ASCII without spaces; ${room} stands for the number of the room';
const MESSAGE_RULE = 'a text that holds ${stamp} once: the mark by which the message is known again';
const DELIVERED_RULE = 'a message that holds ${stamp} once, where the mark is to come';
const MOST_CONNECTIONS = 60_000;

/** `rooms:` of a scenario. */
export const roomsSchema = z.strictObject({
  path: z.string().regex(/^\/[!-~]*$/u, PATH_RULE),
  count: z.int().min(1).max(MOST_CONNECTIONS),
  members: z.int().min(2).max(MOST_CONNECTIONS),
  message: z.string().refine((text) => text.split('${stamp}').length === 2, MESSAGE_RULE),
  delivered: z
    .strictObject({
      json: z.json().refine((json) => JSON.stringify(json).split('${stamp}').length === 2, DELIVERED_RULE),
      counting: z.string().min(1).nullable().default(null),
    })
    .nullable()
    .default(null),
});

interface WithRooms {
  readonly rooms?: Rooms | undefined;
  readonly operations: readonly unknown[];
  readonly cases?: readonly string[] | undefined;
  readonly load: Load;
}

/** The rooms of a scenario, or null; what does not go with them is reported. */
export function roomsOf(definition: Definition<WithRooms>, report: (problem: Problem) => void): Rooms | null {
  const { rooms, operations, cases, load } = definition.value;
  if (rooms === undefined) {
    if (operations.length === 0)
      report(definition.problem(['operations'], 'operations, or rooms: what contenders are loaded with'));
    return null;
  }
  if (operations.length > 0)
    report(definition.problem(['operations'], 'no operations beside rooms', 'keep one of them'));
  if (load.surge !== null)
    report(definition.problem(['load', 'surge'], 'no surge beside rooms: lateness is counted of requests'));
  if (cases === undefined)
    report(definition.problem(['rooms'], 'cases beside rooms: the contract', 'add cases: cases.yaml'));
  if (rooms.count * rooms.members > MOST_CONNECTIONS) {
    report(definition.problem(['rooms', 'count'], `at most ${MOST_CONNECTIONS} connections, count times members`));
  }
  return rooms;
}

/** With rooms every member is a connection, whatever the load says of them. */
export function loadWith(rooms: Rooms | null, load: Load): Load {
  return rooms === null ? load : { ...load, connections: rooms.count * rooms.members };
}
