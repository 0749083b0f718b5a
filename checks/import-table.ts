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
  // What a service must have counted is the scenario's to say.
  'thinking/measurement': [
    'thinking/quantity',
    'thinking/contract',
    'thinking/machine',
    'thinking/scenario',
    // A collector's record is read by the form that the contender says it has.
    'thinking/contender',
  ],
  'thinking/estimate': [],
  'thinking/fairness': [],
  'thinking/dependency': [],
  'thinking/footprint': ['thinking/dependency', 'thinking/estimate', 'thinking/measurement'],
  'thinking/capacity': ['thinking/measurement'],
  'thinking/verdict': [
    'thinking/measurement',
    'thinking/capacity',
    'thinking/estimate',
    'thinking/machine',
    'thinking/quantity',
  ],
  'thinking/pilot': ['thinking/estimate'],
  'thinking/noise': ['thinking/measurement', 'thinking/estimate', 'thinking/verdict'],
  'thinking/plan': [
    'thinking/scenario',
    'thinking/contender',
    'thinking/machine',
    'thinking/estimate',
    'thinking/measurement',
    'thinking/definition',
    'thinking/quantity',
    // What a team must decide stands in the config.
    'thinking/advice',
    // What a run may conclude, its gates among it, is part of the plan.
    'thinking/verdict',
  ],
  'thinking/cost': ['thinking/definition'],
  // Claims are held against numbers of runs and of footprints, read as they are printed.
  'thinking/claim': [
    'thinking/definition',
    'thinking/footprint',
    'thinking/measurement',
    'thinking/quantity',
    // A claim about a bill is held against what its parts cost.
    'thinking/cost',
  ],
  // A choice is made from the same evidence as claims are held against, and from what it costs.
  'thinking/advice': [
    'thinking/claim',
    'thinking/cost',
    'thinking/definition',
    'thinking/estimate',
    'thinking/measurement',
    'thinking/quantity',
  ],
  'thinking/report': ['thinking/*'],
  'doing/probe': ['thinking/machine'],
  'doing/enclosure': ['thinking/machine', 'doing/probe'],
  // Where a request has room for the generator's own numbers is found when it is rendered; deliveries are as the contract compares them.
  'doing/generator': ['thinking/contract', 'thinking/measurement', 'thinking/scenario', 'doing/enclosure'],
  'doing/definition': [
    'thinking/definition',
    'thinking/contender',
    'thinking/scenario',
    'thinking/plan',
    'thinking/claim',
    'thinking/cost',
  ],
  'doing/build': ['thinking/contender', 'thinking/measurement', 'doing/enclosure'],
  // The upstream is a form of the generator's program.
  'doing/service': ['thinking/scenario', 'thinking/fairness', 'doing/probe', 'doing/enclosure', 'doing/generator'],
  'doing/trial': [
    'thinking/capacity',
    'thinking/contender',
    'thinking/contract',
    'thinking/fairness',
    // What a scenario asks of a surge is kept with what was observed of it.
    'thinking/load',
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
  'doing/record': [],
  'doing/run': ['thinking/*', 'doing/*'],
  // It builds, starts and holds contenders as a run does, and takes the machine for itself.
  'doing/footprint': ['thinking/*', 'doing/*'],
  command: ['thinking/*', 'doing/*'],
};
