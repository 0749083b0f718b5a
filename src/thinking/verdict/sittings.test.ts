import { describe, expect, test } from 'vitest';
import type { MetricId } from '../measurement/metric.ts';
import { concludeScenario } from './conclude.ts';
import type { Conclusion } from './conclusion.ts';
import { MADE_RULES, madeLineUp, madeRun } from './made-run.ts';
import type { Verdict } from './verdict.ts';

const LINE_UP = madeLineUp(['node', 'go', 'rust'], 12);

function verdict(conclusion: Conclusion, contender: string, metric: MetricId): Verdict {
  const found = conclusion.verdicts.find((each) => each.contender === contender && each.metric === metric);
  if (found === undefined) throw new Error(`no verdict on ${contender} in ${metric}`);
  return found;
}

/** Twelve blocks in three sittings, in which go needs these shares of what node does. */
function sat(ratios: readonly [number, number, number], sittings = 3): Conclusion {
  const rules = { ...MADE_RULES, profile: { ...MADE_RULES.profile, sittings } };
  const rounds = madeRun(LINE_UP, ({ entry, block }) => {
    const sitting = Math.floor(block / 4);
    const ratio = entry === 'go' ? (ratios[sitting] ?? 1) : 1;
    // Blocks run backwards through the hours of each sitting, so that the first is not the earliest.
    const hour = 4 * sitting + 3 - (block % 4);
    const startedAt = `2026-11-23T${String(hour).padStart(2, '0')}:${entry === 'go' ? 30 : '00'}:00Z`;
    return { sitting, startedAt, cpuUs: 100 * ratio * Math.exp(0.01 * Math.sin(7 * block + entry.length)) };
  });
  return concludeScenario(rules, LINE_UP, rounds);
}

describe('the sittings of a scenario', () => {
  test('that agree give a word, and their ratios', () => {
    const conclusion = sat([0.5, 0.5, 0.5]);
    expect(conclusion.sittings.map(({ blocks }) => blocks)).toEqual([4, 4, 4]);
    expect(conclusion.sittings[1]).toMatchObject({ from: '2026-11-23T04:00:00Z', to: '2026-11-23T07:30:00Z' });
    expect(verdict(conclusion, 'go', 'cpu-per-request')).toMatchObject({ verdict: 'better', n: 12 });
    expect(verdict(conclusion, 'go', 'cpu-per-request').sittings).toHaveLength(3);
    expect(conclusion.cautions).toEqual([]);
    expect(conclusion.refusal).toBeNull();
  });

  test('that do not agree well enough leave it open and say so', () => {
    const found = verdict(sat([0.8, 0.95, 1.1]), 'go', 'cpu-per-request');
    expect(found.verdict).toBe('undecided');
    expect(found.reason).toMatchObject({ kind: 'sittings-apart', sittings: 3 });
    expect(found.reason).toMatchObject({ low: expect.closeTo(0.8, 1), high: expect.closeTo(1.1, 1) });
  });

  test('are one where the run was meant to be one, with a caution', () => {
    const conclusion = sat([0.5, 0.5, 0.5], 1);
    expect(verdict(conclusion, 'go', 'cpu-per-request').sittings).toHaveLength(1);
    expect(conclusion.cautions).toEqual([{ kind: 'sittings-held', held: 3, planned: 1 }]);
  });

  test('still to come keep it from being settled', () => {
    expect(sat([0.5, 0.5, 0.5], 3).look.settled).toBe(true);
    const conclusion = sat([0.5, 0.5, 0.5], 4);
    expect(conclusion.look.settled).toBe(false);
    expect(conclusion.cautions).toEqual([{ kind: 'sittings-held', held: 3, planned: 4 }]);
  });

  test('excuse no placebo: it is the same program in all of them', () => {
    const rules = { ...MADE_RULES, profile: { ...MADE_RULES.profile, sittings: 3 } };
    const rounds = madeRun(LINE_UP, ({ entry, block }) => {
      const sitting = Math.floor(block / 4);
      const off = entry === 'placebo' ? 1.05 + 0.02 * sitting : 1;
      return { sitting, cpuUs: 100 * off * Math.exp(0.01 * Math.sin(7 * block + entry.length)) };
    });
    expect(concludeScenario(rules, LINE_UP, rounds).refusal?.kind).toBe('placebo-differs');
  });

  test('share no block', () => {
    const rounds = madeRun(LINE_UP, ({ block, position }) => ({
      sitting: block > 5 || (block === 5 && position > 1) ? 1 : 0,
    }));
    expect(concludeScenario(MADE_RULES, LINE_UP, rounds)).toMatchObject({ blocks: { done: 11, void: 0 } });
  });
});
