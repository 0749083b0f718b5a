/**
 * Which folder may import which, type imports included: the table of ARCHITECTURE.md, executed. A path is a folder below `src/`.
 * An entry that no file uses fails the check too, so that the table cannot promise more than the code needs.
 */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[]>> = {
  'thinking/quantity': [],
  // Texts with units are read where they stand, with their position.
  'thinking/definition': ['thinking/quantity'],
  'thinking/contract': ['thinking/definition'],
  'thinking/load': ['thinking/quantity', 'thinking/definition'],
  'thinking/scenario': ['thinking/quantity', 'thinking/contract', 'thinking/load', 'thinking/definition'],
  'thinking/contender': ['thinking/quantity', 'thinking/definition'],
  'thinking/machine': [],
  'thinking/measurement': ['thinking/quantity', 'thinking/contract', 'thinking/machine'],
  'thinking/estimate': [],
  'thinking/capacity': ['thinking/measurement'],
  'thinking/verdict': ['thinking/measurement', 'thinking/estimate', 'thinking/machine', 'thinking/quantity'],
  'thinking/noise': ['thinking/measurement', 'thinking/estimate', 'thinking/verdict'],
  'thinking/plan': [
    'thinking/scenario',
    'thinking/contender',
    'thinking/machine',
    'thinking/estimate',
    'thinking/measurement',
    'thinking/definition',
    'thinking/quantity',
    // What a run may conclude, its gates among it, is part of the plan.
    'thinking/verdict',
  ],
  'thinking/report': ['thinking/*'],
  'doing/probe': ['thinking/machine'],
  'doing/enclosure': ['thinking/machine', 'doing/probe'],
  'doing/generator': ['thinking/measurement', 'doing/enclosure'],
  'doing/definition': ['thinking/definition', 'thinking/contender', 'thinking/scenario', 'thinking/plan'],
  'doing/build': ['thinking/contender', 'thinking/measurement', 'doing/enclosure'],
  'doing/service': ['thinking/scenario', 'doing/probe', 'doing/enclosure'],
  'doing/trial': [
    'thinking/contender',
    'thinking/contract',
    'thinking/machine',
    'thinking/measurement',
    'thinking/scenario',
    'doing/probe',
    'doing/enclosure',
    'doing/generator',
    'doing/build',
    'doing/service',
  ],
  'doing/ledger': ['thinking/measurement', 'thinking/contract'],
  'doing/run': ['thinking/*', 'doing/*'],
  command: ['thinking/*', 'doing/*'],
};
