import type { Milliseconds } from '../../core/clock.ts';
import { formatBitrate } from '../../core/units/bitrate.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { DIRECTIONS, type Impairment } from '../../impairment/model.ts';
import type { PlannedEdge, PlannedLink } from '../plan.ts';
import { planProbe, probing, PROOF_MARGIN, type ProbedEdge } from '../probe-plan.ts';
import type { Scope } from '../scope.ts';
import type { StepTimes } from '../step-times.ts';

/** Longer than any burst needs; what does not fit in then never does. */
const LONGEST_SETTLE: Milliseconds = 120_000;
const SETTLE_STEP: Milliseconds = 500;

interface Shaped {
  readonly edges: readonly PlannedEdge[];
  /** By step. */
  readonly links: readonly (readonly PlannedLink[])[];
  readonly times: readonly StepTimes[];
}

/** A rate that a longer `settle` would prove is only read back: that is said before the run, and not only in its report. */
export function checkProbedRates(scope: Scope, { edges, links, times }: Shaped): void {
  for (const [step, { start, windowStart, end }] of times.entries()) {
    for (const { edge: name, impairment } of links[step] ?? []) {
      const edge = edges.find((candidate) => candidate.name === name);
      // Nothing of ours is at the far end of an interface: no settle time would help.
      if (edge === undefined || edge.place.kind === 'interface') continue;
      const rates = unprobedRates(impairment, probing(edge), windowStart - start);
      const enough = settleFor(impairment, probing(edge));
      if (rates.length === 0 || enough === undefined || windowStart >= end) continue;
      scope.report({
        code: 'rate-not-probed',
        severity: 'warning',
        message: `${formatDuration(windowStart - start)} of settling are too short to measure ${[...new Set(rates)].map((rate) => formatBitrate(rate)).join(' and ')} on edge \`${name}\`: the rate will be read back, not probed`,
        hint: `write \`settle: ${formatDuration(enough)}\` in this step to have it measured`,
        at: ['steps', step, 'impair', name],
      });
    }
  }
}

/** The rates whose burst does not fit into a settle time. */
function unprobedRates(impairment: Impairment, edge: ProbedEdge, settle: Milliseconds): number[] {
  const { burst = {} } = planProbe(impairment, edge, settle - PROOF_MARGIN) ?? {};
  return DIRECTIONS.flatMap((way) => {
    const { rate } = impairment[way];
    return rate === undefined || burst[way] !== undefined ? [] : [rate];
  });
}

/** The shortest settle time in which every rate is probed; undefined where a burst would tell nothing, however long. */
function settleFor(impairment: Impairment, edge: ProbedEdge): Milliseconds | undefined {
  for (let settle = SETTLE_STEP; settle <= LONGEST_SETTLE; settle += SETTLE_STEP) {
    if (unprobedRates(impairment, edge, settle).length === 0) return settle;
  }
  return undefined;
}
