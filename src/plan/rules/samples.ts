import type { Milliseconds } from '../../core/clock.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatFrequency } from '../../core/units/frequency.ts';
import type { Pointer } from '../../scenario/source.ts';
import { fewestSamples } from '../../slo/fewest-samples.ts';
import { requestsIn } from '../arrivals.ts';
import type { LiftedExpectation } from '../lift-expectations.ts';
import type { PlannedArrivals, PlannedLink, PlannedLoad, PlannedRate } from '../plan.ts';
import type { PlannedCheck } from '../planned-expectation.ts';
import type { Scope } from '../scope.ts';

interface Offered {
  readonly loads: readonly PlannedLoad[];
  /** By step. */
  readonly links: readonly (readonly PlannedLink[])[];
}

/**
 * A window that cannot hold the samples that an expectation needs could only ever be inconclusive. What is due in
 * the last round trip ends under the next step's network, so a verdict cannot rest on it.
 */
export function checkSamples(
  scope: Scope,
  lifted: readonly LiftedExpectation[],
  { loads, links }: Offered,
): void {
  for (const { planned, at, step } of lifted) {
    if (planned.kind !== 'check') continue;
    const load = loadOf(scope, planned, loads);
    if (load === undefined) continue;
    const needed = fewestSamples(planned.expectation, planned.confidence);
    const tag = planned.expectation.left.tags.find((candidate) => candidate.key === 'name')?.value;
    const rtt = links[step]?.find((link) => link.edge === load.through)?.rtt ?? 0;
    const expected = requestsIn(load, planned.from, planned.to - rtt, tag);
    if (planned.from >= planned.to || Math.floor(expected) >= needed) continue;
    if (!Number.isFinite(needed)) {
      reportUnreachable(scope, planned, at);
      continue;
    }
    scope.report({
      code: 'too-few-samples',
      message: `\`${planned.name}\` needs at least ${needed} samples, and its window of ${formatDuration(planned.to - planned.from)} holds ${Math.floor(expected)}${rtt > 0 ? ' that can end in it' : ''}`,
      hint: remedy({ scope, step, planned, load, tag, needed, rtt }),
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
function loadOf(
  scope: Scope,
  check: PlannedCheck,
  loads: readonly PlannedLoad[],
): PlannedArrivals | undefined {
  const { subject, own, tags } = check.expectation.left;
  // How many values a metric of the load's own has, or how many requests a tag, only its author knows.
  if (own !== undefined || tags.some(({ key }) => key !== 'name')) return undefined;
  const edge = scope.document.edges?.[subject];
  return loads
    .filter((load) => load.kind === 'arrivals')
    .find(
      (load) =>
        load.name === subject || (edge !== undefined && load.name === edge.from && load.through === subject),
    );
}

interface Shortage {
  readonly scope: Scope;
  readonly step: number;
  readonly planned: PlannedCheck;
  readonly load: PlannedArrivals;
  readonly tag: string | undefined;
  readonly needed: number;
  readonly rtt: Milliseconds;
}

function remedy(shortage: Shortage): string {
  const { scope, step, planned, load } = shortage;
  const segment = load.segments[step];
  if (segment === undefined || expectedWith({ ...shortage, rtt: 0 }, segment) <= 0)
    return `switch load \`${load.name}\` on in this step, or judge something else`;
  const { name = '', load: own } = scope.document.steps[step] ?? {};
  const length = `\`for: ${formatDuration(sufficientLength(shortage, segment))}\` in step \`${name}\``;
  // Nothing that is due in a window of less than a round trip can end in it, at any rate.
  if (expectedWith(shortage, segment) <= 0) return `write ${length}`;
  const rate = formatFrequency(sufficientRate(shortage, segment));
  const place =
    own?.[load.name] === undefined
      ? `\`rate: ${rate}\` for load \`${load.name}\``
      : `\`load: { ${load.name}: ${rate} }\` in step \`${name}\``;
  const confidence = planned.confidence === 'none' ? '' : ', or set a lower `confidence`';
  return `write ${length}, or ${place}${confidence}`;
}

/** In whole seconds. A ramp is stretched with its step, so its window may need more than its share. */
function sufficientLength(shortage: Shortage, segment: PlannedRate): Milliseconds {
  const { planned, needed, rtt } = shortage;
  const lost = planned.from - segment.start + rtt;
  let length = Math.max(segment.end - segment.start, Math.ceil(lost / 1000) * 1000 + 1000);
  for (;;) {
    const expected = expectedWith(shortage, { ...segment, end: segment.start + length });
    if (Math.floor(expected) >= needed) return length;
    const estimate = lost + ((length - lost) * needed) / expected;
    length = Math.ceil(Math.max(estimate, length + 1) / 1000) * 1000;
  }
}

function sufficientRate(shortage: Shortage, segment: PlannedRate): number {
  const highest = Math.max(segment.from, segment.to);
  let rate = Math.ceil((highest * shortage.needed) / expectedWith(shortage, segment));
  while (Math.floor(expectedWith(shortage, { ...segment, from: rate, to: rate })) < shortage.needed)
    rate += 1;
  return rate;
}

/** The samples that the check would have if its load had `segment` in its step. */
function expectedWith({ planned, load, tag, rtt }: Shortage, segment: PlannedRate): number {
  return requestsIn({ ...load, segments: [segment] }, planned.from, segment.end - rtt, tag);
}
