import { Ajv2020 } from 'ajv/dist/2020.js';

/**
 * One thing looked at after a run: `problem` is null when it is as it should be, `unknown` says why it could not be seen.
 *
 * @typedef {{ readonly title: string, readonly problem: string | null } | { readonly title: string, readonly unknown: string }} Finding
 */

/** @param {unknown} value @returns {Record<string, unknown>} */
const record = (value) =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
/** @param {unknown} value @returns {Record<string, unknown>[]} */
const list = (value) => (Array.isArray(value) ? value.map(record) : []);

/**
 * Looks at what `bakeoff run --json` said.
 *
 * @param {{ code: number | null, output: string, schema: unknown, contenders: readonly string[] }} run
 * @returns {Finding[]}
 */
export function findingsOf({ code, output, schema, contenders }) {
  const parsed = parse(output);
  const result = record(parsed);
  return [
    {
      title: 'standard output is one JSON document',
      problem: parsed === undefined ? `it begins ${output.slice(0, 80)}` : null,
    },
    { title: 'the document is as its published schema says', problem: againstSchema(schema, parsed) },
    { title: 'the run is complete, or refused and says why', problem: ending(code, result) },
    { title: 'every contender was built, answered rightly and took part', problem: leftOut(result, contenders) },
    // The figures of a refused run are no evidence, and there may be none.
    ...[
      { title: 'every contender was measured', problem: unmeasured(result, contenders) },
      { title: 'every ratio lies inside its interval and above 0', problem: badIntervals(result) },
    ].map((finding) => (code === 5 ? { title: finding.title, unknown: 'the run was refused' } : finding)),
  ];
}

/**
 * Looks at what `bakeoff check --json` said: every contender is to have kept the contract of every scenario it was tried in.
 *
 * @param {{ code: number | null, output: string, contenders: readonly string[] }} run  `contenders`: those that were named
 * @returns {Finding}
 */
export function contractsOf({ code, output, contenders }) {
  const title = 'every contender keeps the contract of every scenario it serves';
  const checked = list(record(parse(output))['checked']);
  const broken = checked.filter(({ cases }) => typeof cases !== 'number' || cases < 1);
  const untried = contenders.filter((id) => !checked.some(({ contender }) => contender === id));
  const problems = [
    ...broken.map(
      ({ contender, scenario, failure }) => `${String(contender)} in ${String(scenario)}: ${String(failure)}`,
    ),
    ...untried.map((id) => `${id} was not tried`),
    ...(code === 0 ? [] : [`exit code ${code}`]),
  ];
  return { title, problem: problems.length === 0 ? null : problems.join('; ') };
}

/** @param {string} output @returns {unknown} undefined if it is no JSON */
function parse(output) {
  try {
    return JSON.parse(output);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @param {unknown} schema @param {unknown} document */
function againstSchema(schema, document) {
  if (typeof schema !== 'object' || schema === null) return 'the schema is no JSON object';
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  return ajv.validate(schema, document) ? null : ajv.errorsText(ajv.errors, { separator: '; ' });
}

/** On a noisy machine a refusal (code 5) is the honest end of a run. @param {number | null} code @param {Record<string, unknown>} result */
function ending(code, result) {
  if (code === 0 && result['complete'] === true) return null;
  if (code === 5 && result['refused'] !== null && result['refused'] !== undefined) return null;
  return `exit code ${code}, complete ${String(result['complete'])}, refused ${JSON.stringify(result['refused'])}`;
}

/** @param {Record<string, unknown>} result @param {readonly string[]} contenders */
function leftOut(result, contenders) {
  const there = new Set(list(result['contenders']).map((contender) => contender['id']));
  const absent = contenders.filter((contender) => !there.has(contender));
  const out = list(result['left_out']).filter(({ contender }) => contenders.some((id) => id === contender));
  if (absent.length === 0 && out.length === 0) return null;
  return `absent: ${absent.join(', ') || 'none'}; left out: ${JSON.stringify(out)}`;
}

/** @param {Record<string, unknown>} result @param {readonly string[]} contenders */
function unmeasured(result, contenders) {
  const measured = new Set(
    list(result['summaries']).flatMap((summary) =>
      summary['metric'] === 'peak-cpu-per-request' && typeof summary['median'] === 'number' && summary['median'] > 0
        ? [summary['contender']]
        : [],
    ),
  );
  const absent = contenders.filter((contender) => !measured.has(contender));
  return absent.length === 0 ? null : `no figures of ${absent.join(', ')}`;
}

/** @param {Record<string, unknown>} result */
function badIntervals(result) {
  const bad = list(result['verdicts']).filter(({ ratio, low, high }) => {
    if (ratio === null && low === null && high === null) return false; // unknown, and said so
    return !(
      typeof ratio === 'number' &&
      typeof low === 'number' &&
      typeof high === 'number' &&
      low > 0 &&
      low <= ratio &&
      ratio <= high
    );
  });
  if (list(result['verdicts']).length === 0) return 'there is no verdict';
  return bad.length === 0 ? null : JSON.stringify(bad[0]);
}
