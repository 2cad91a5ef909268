import { formatDuration } from '../../core/units/duration.ts';
import { formatFrequency } from '../../core/units/frequency.ts';
import type { Pointer } from '../../scenario/source.ts';
import { fewestSamples } from '../../slo/fewest-samples.ts';
import { requestsIn } from '../arrivals.ts';
import type { LiftedExpectation } from '../lift-expectations.ts';
import type { PlannedCheck, PlannedLoad } from '../plan.ts';
import type { Scope } from '../scope.ts';

/** A window that cannot hold the samples that an expectation needs could only ever be inconclusive. */
export function checkSamples(
  scope: Scope,
  lifted: readonly LiftedExpectation[],
  loads: readonly PlannedLoad[],
): void {
  for (const { planned, at, step } of lifted) {
    if (planned.kind === 'command') continue;
    const load = loadOf(scope, planned, loads);
    if (load === undefined) continue;
    const needed = fewestSamples(planned.expectation, planned.confidence);
    const tag = planned.expectation.left.tags.find((candidate) => candidate.key === 'name')?.value;
    const expected = requestsIn(load, planned.from, planned.to, tag);
    if (planned.from >= planned.to || Math.floor(expected) >= needed) continue;
    if (!Number.isFinite(needed)) {
      reportUnreachable(scope, planned, at);
      continue;
    }
    scope.report({
      code: 'too-few-samples',
      message: `\`${planned.name}\` needs at least ${needed} samples, and its window of ${formatDuration(planned.to - planned.from)} holds ${Math.floor(expected)}`,
      hint: remedy({ scope, step, planned, load, needed, expected }),
      at,
    });
  }
}

/** `success(x) >= 100%`: an interval never closes on a single point, however many samples it rests on. */
function reportUnreachable(scope: Scope, { name }: PlannedCheck, at: Pointer): void {
  scope.report({
    code: 'too-few-samples',
    message: `no number of samples could make an interval lie within \`${name}\``,
    hint: 'write `{ that: ..., confidence: none }` to judge what was observed, or a bound that leaves room, as `>= 99%`',
    at,
  });
}

/** The load whose arrivals bound the samples; an edge between services carries what nobody planned. */
function loadOf(scope: Scope, check: PlannedCheck, loads: readonly PlannedLoad[]): PlannedLoad | undefined {
  const { subject } = check.expectation.left;
  const edge = scope.document.edges?.[subject];
  return loads.find(
    (load) =>
      load.name === subject || (edge !== undefined && load.name === edge.from && load.through === subject),
  );
}

interface Shortage {
  readonly scope: Scope;
  readonly step: number;
  readonly planned: PlannedCheck;
  readonly load: PlannedLoad;
  readonly needed: number;
  readonly expected: number;
}

function remedy({ scope, step, planned, load, needed, expected }: Shortage): string {
  const segment = load.segments[step];
  if (segment === undefined || expected <= 0)
    return `switch load \`${load.name}\` on in this step, or judge something else`;
  const factor = needed / expected;
  const window = planned.to - planned.from;
  const start = segment.start;
  const length = Math.ceil((planned.from - start + window * factor) / 1000) * 1000;
  const rate = Math.ceil(Math.max(segment.from, segment.to) * factor);
  const name = scope.document.steps[step]?.name ?? '';
  return `write \`for: ${formatDuration(length)}\` in step \`${name}\`, or \`rate: ${formatFrequency(rate)}\` for load \`${load.name}\`, or set a lower \`confidence\``;
}
