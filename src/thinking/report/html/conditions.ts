import { formatDuration, formatNumber, formatShare } from '../../quantity/format.ts';
import { metricOf } from '../../measurement/reading.ts';
import { METRICS } from '../../measurement/metric.ts';
import type { Rung } from '../../machine/machine.ts';
import { OWN_SHARES } from '../../plan/further.ts';
import type { FurtherLoads } from '../../plan/plan.ts';
import type { Calibration, ReportedRates, ReportInput } from '../input.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { offeredPerS, UNKNOWN } from '../figures.ts';
import { coresText, intervalsText, looksText, mergedCautions, stateText } from '../remarks.ts';
import { listed } from '../sentence.ts';
import { cappedText } from '../words-of-generator.ts';
import { objectiveText } from '../words-of-load.ts';
import { warmUpText } from '../words-of-warm-up.ts';
import { noiseLines } from '../words-of-noise.ts';

const RUNGS: Readonly<Record<Rung, string>> = {
  'cgroup-v2': 'cgroup v2: cores, memory and processes limited by the kernel, CPU counted for the whole tree',
  'cgroup-hybrid': 'cgroups v1 and v2 together: limits by the kernel, CPU counted for the whole tree',
  'cgroup-v1': 'cgroup v1: limits by the kernel, CPU counted for the whole tree',
  'pid-namespace': 'PID namespace: cores by affinity, CPU added up from the processes',
  'process-group': 'process group: cores by affinity, CPU added up from the processes',
};

function item(term: string, text: string | Markup): Markup {
  return markup`<dt>${term}</dt><dd>${text}</dd>`;
}

/** `, 2.5 s each at the busy rate and under three shares of the own rate; 6 blocks search for the capacity`. */
function furtherText(further: FurtherLoads | null): string {
  if (further === null) return '';
  const { phaseMs, searches } = further;
  return `, ${formatDuration(phaseMs)} each at the busy rate and under ${OWN_SHARES.length} shares of the own rate; ${searches} blocks search for the capacity`;
}

/** What was offered, as the rounds have it, and what each run's calibration took it from. */
function rateItems(input: ReportInput): readonly Markup[] {
  return input.conclusion.scenarios.flatMap((conclusion) => {
    const { scenario } = conclusion;
    const found = input.calibrations[scenario] ?? [];
    const closed = offeredPerS(conclusion) === null;
    return [
      ...(found.length === 0 ? [item(`rate on ${scenario}`, UNKNOWN)] : []),
      ...found.map((one) => item(`rate on ${scenario}${runText(one, found)}`, rateText(one, closed))),
    ];
  });
}

function rateText({ rates, generator }: Calibration, closed: boolean): string {
  const offered = rates === null ? UNKNOWN : closed ? 'a closed loop' : `${formatNumber(rates.steadyPerS)}/s`;
  const slowest =
    rates === null
      ? ''
      : `; the slowest, ${rates.slowest}, reached ${formatNumber(rates.slowestPerS)}/s when calibrated`;
  if (generator === null) return `${offered}${slowest}`;
  const { ceilingPerS } = generator;
  return `${offered}${slowest}; generator ceiling ${formatNumber(ceilingPerS)}/s${cappedText(rates?.cappedFromPerS ?? null, ceilingPerS)}`;
}

/** ` in r-7f3a` where several runs are taken together. */
function runText({ run }: Calibration, all: readonly Calibration[]): string {
  return all.length === 1 ? '' : ` in ${run}`;
}

function warmUpItem(scenario: string, where: string, { warmUps, warmUpRequests }: ReportedRates): Markup {
  const found = Object.entries(warmUps).flatMap(([contender, warmUp]) => {
    const text = warmUpText(warmUp);
    return text === null ? [] : [`${contender} ${text}`];
  });
  const pilots = found.length === 0 ? '' : `; in the pilots ${listed(found)}`;
  return item(`warm-up on ${scenario}${where}`, `${formatNumber(warmUpRequests)} requests for each${pilots}`);
}

/** How many requests warmed every contender up, and how many each needed. */
function warmUpItems(input: ReportInput): readonly Markup[] {
  return input.conclusion.scenarios.flatMap(({ scenario }) => {
    const all = input.calibrations[scenario] ?? [];
    return all.flatMap((one) => (one.rates === null ? [] : [warmUpItem(scenario, runText(one, all), one.rates)]));
  });
}

function contenderItems(input: ReportInput): readonly Markup[] {
  return input.contenders.map(({ id, title, language, version, source }) =>
    item(
      id,
      markup`${title}, ${language} ${version ?? '(version unknown)'}<br><code class="digest quiet">${source ?? 'sources unknown'}</code>`,
    ),
  );
}

/** Machine, isolation, versions, rates, seed and the command that makes the run again, with all cautions. */
export function conditionsSection(input: ReportInput): Markup {
  const { run, machine, plan } = input;
  const { profile } = plan;
  const margins = METRICS.map(({ id }) => `${metricOf(id).title} ${formatShare(plan.margin[id])}`).join(', ');
  const services = input.services.map(({ scenario, name, version }) => `${name} ${version} (${scenario})`);
  const cautions = mergedCautions(input).map(
    ({ text, scenarios }) => markup`<li>${scenarios.length === 0 ? text : `${listed(scenarios)}: ${text}`}</li>`,
  );
  return markup`<section><h2>Conditions</h2><dl>
${item('run', `${run.id}, begun ${run.created}, ${stateText(input)}`)}
${item('machine', coresText(input))}
${item('system', `${machine.os}, kernel ${machine.kernel}, ${formatNumber(machine.memoryMiB)} MiB, ${machine.hypervisor === null ? 'no hypervisor seen' : `hypervisor ${machine.hypervisor}`}`)}
${item('isolation', RUNGS[machine.isolation])}
${item('profile', `${profile.name}: ${looksText(profile.looks)}; each round ${formatDuration(profile.warmUpMs)} warm-up, ${formatDuration(profile.steadyMs)} steady, ${formatDuration(profile.peakMs)} peak${furtherText(profile.further)}`)}
${plan.budgetMs === null ? null : item('budget', formatDuration(plan.budgetMs))}
${item('intervals', intervalsText(input))}
${noiseLines(input.noise).map((line) => item('noise', line))}
${item('objective', objectiveText(input))}
${item('margins', margins)}
${rateItems(input)}
${warmUpItems(input)}
${services.length === 0 ? null : item('services', services.join(', '))}
${item('seed', String(run.seed))}
${item('fingerprint', markup`<code class="digest">${machine.fingerprint}</code>`)}
</dl>
<h3>Contenders, and digests of their sources</h3><dl>${contenderItems(input)}</dl>
<h3>To make it again</h3><pre>${run.command}</pre>
${cautions.length === 0 ? null : markup`<h3>Cautions</h3><ul>${cautions}</ul>`}</section>`;
}
