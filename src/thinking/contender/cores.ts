import type { Contender } from './contender.ts';

/** Stands between a contender's id and the number of its cores; no id holds it. */
const AT = '@';

/** The contender on so many cores, in one scenario and no other: `node-fastify@2`. It runs what the contender itself built. */
export function onCores(contender: Contender, cores: number, scenario: string): Contender {
  const { id, title } = contender;
  const named = { id: `${id}${AT}${cores}`, title: `${title}, on ${cores} ${cores === 1 ? 'core' : 'cores'}` };
  return { ...contender, ...named, cores, serves: { kind: 'some', scenarios: [scenario] } };
}

/** The id without the number of cores: `node-fastify` of `node-fastify@2`. */
export function withoutCores(id: string): string {
  return id.split(AT)[0] ?? id;
}
