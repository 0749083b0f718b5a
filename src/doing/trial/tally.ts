import type { ServiceName } from '../../thinking/scenario/scenario.ts';
import { allCommands, type Running, type Services } from '../service/service.ts';

/** What the services had counted at one moment; null: not there, or dead. */
export interface Tally extends Readonly<Record<ServiceName, number | null>> {
  /** Commands of every kind to the database; `mysql` counts the statements among them. */
  readonly commands: number | null;
}

/** Asks all services; it is done while nothing is in flight. */
export async function readTally(services: Services): Promise<Tally> {
  const database = await fromService(services.mysql, async (mysql) => mysql.counts());
  const upstream = await fromService(services.upstream, async (one) => one.counts());
  return {
    commands: database === null ? null : allCommands(database),
    // Preparing, pinging and closing are no work: a contender could do them for nothing.
    mysql: database === null ? null : database.commands.execute + database.commands.query,
    upstream: upstream?.requests ?? null,
  };
}

/** From one tally to the next. */
export function since(before: Tally, after: Tally): Tally {
  return {
    commands: grown(before.commands, after.commands),
    mysql: grown(before.mysql, after.mysql),
    upstream: grown(before.upstream, after.upstream),
  };
}

function grown(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}

/** What a service answers; null without one, and from one that died meanwhile: its death is told by the step that waits for it. */
export async function fromService<S extends Running, T>(
  service: S | null,
  read: (service: S) => Promise<T>,
): Promise<T | null> {
  if (service === null || !service.alive()) return null;
  try {
    return await read(service);
  } catch (error) {
    if (service.alive()) throw error;
    return null;
  }
}
