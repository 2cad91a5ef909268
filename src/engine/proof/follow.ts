import type { Milliseconds } from '../../core/clock.ts';
import type { CurvePoint, ProofRow } from '../../core/result.gen.ts';
import { formatBitrate } from '../../core/units/bitrate.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatRatio } from '../../core/units/ratio.ts';
import { longestQueue } from '../../impairment/longest-queue.ts';
import { addedRtt, DIRECTIONS, type Direction } from '../../impairment/model.ts';
import { amountOf } from '../../impairment/varying/amount.ts';
import { meanOver, type ScheduledState } from '../../impairment/varying/schedule.ts';
import type { ProbedEdge } from '../../plan/probe-plan.ts';
import type { TimedProbe } from '../probe/watch-link.ts';
import { FEWEST_PROBES, NOT_PROBED, SATURATED } from './compare.ts';
import { predictOverTime } from './predict-over-time.ts';
import { quantile } from './predict.ts';
import { quietProbes } from './quiet-probes.ts';

const LEAST_STRETCH: Milliseconds = 500;
/** Of fewer probes, one that is late would be half of the median. */
const IN_STRETCH = 5;
const FEWEST_IN_STRETCH = 3;
const QUARTILE = 0.25;
const MOST_POINTS = 1_000;

/** Of the mean of what is predicted; the must of a good link is half of it, the rest is for busy machines. */
const ERROR_TOLERANCE = 0.1;
const LEAST_TOLERANCE: Milliseconds = 10;
/** Retransmissions of a stream that loses more than this hide its delays. */
const MOST_LOSS = 0.05;

export interface FollowedLink extends ProbedEdge {
  readonly schedule: readonly ScheduledState[];
  /** The end of the window, from the run's start as all times here. */
  readonly end: Milliseconds;
}

export interface Followed {
  readonly rows: readonly ProofRow[];
  readonly curve: readonly CurvePoint[];
  /** Mean distance of observed from predicted, as a share of the mean of predicted. */
  readonly error?: number;
}

/** Whether the round trip of a link has followed its schedule over the window, by small probes all along it. */
export function compareOverTime(link: FollowedLink, probes: readonly TimedProbe[]): Followed {
  const { schedule, end } = link;
  const quiet = quietProbes(schedule, probes);
  const rates = DIRECTIONS.flatMap((way) => rateRow(way, link));
  const requestedValue = meanOver(schedule, end, (impairment) => addedRtt(impairment));
  const asked = { what: 'RTT over the window', requested: `mean ${formatDuration(requestedValue)}` };
  const curve = quiet.length < FEWEST_PROBES ? [] : curveOf(link, quiet);
  if (curve.length === 0) {
    const row = { ...asked, predicted: asked.requested, observed: NOT_PROBED, ok: true };
    return { rows: [row, ...rates], curve };
  }
  const predicted = mean(curve.map((point) => point.predicted));
  const observed = mean(curve.map((point) => point.observed));
  const distance = mean(curve.map((point) => Math.abs(point.observed - point.predicted)));
  const verdict = judge(link, { predicted, distance });
  const error = predicted > 0 ? { error: distance / predicted } : {};
  const share = predicted > 0 ? ` (${formatRatio(Math.round((distance / predicted) * 1000) / 1000)})` : '';
  const row: ProofRow = {
    ...asked,
    requestedValue,
    predicted: `mean ${formatDuration(predicted)}`,
    predictedValue: predicted,
    observed: `mean ${formatDuration(observed)}, off by ${formatDuration(distance)}${share}`,
    observedValue: observed,
    n: quiet.length,
    ...verdict,
  };
  return { rows: [row, ...rates], curve, ...error };
}

/** By the lower quartile of each stretch: a busy machine delivers some late and none early, and where a delay grows some are before that. */
function curveOf(link: FollowedLink, probes: readonly TimedProbe[]): CurvePoint[] {
  const { schedule, end } = link;
  const begin = schedule[0]?.at ?? 0;
  const apart = (end - begin) / probes.length;
  const stretch = Math.max(LEAST_STRETCH, IN_STRETCH * apart, (end - begin) / MOST_POINTS);
  const predicted = predictOverTime(
    schedule,
    probes.map(({ at }) => at),
    link,
  );
  const stretches = new Map<number, { predicted: number; off: number }[]>();
  for (const [index, { at, rtt }] of probes.entries()) {
    const expected = predicted[index]!;
    const key = Math.floor((at - begin) / stretch);
    const seen = { predicted: expected, off: rtt - expected };
    stretches.set(key, [...(stretches.get(key) ?? []), seen]);
  }
  const seenOften = [...stretches].filter(([, seen]) => seen.length >= FEWEST_IN_STRETCH);
  return seenOften.map(([key, seen]) => {
    const middle = quantile(
      seen.map((probe) => probe.predicted),
      0.5,
    );
    const off = quantile(
      seen.map((probe) => probe.off),
      QUARTILE,
    );
    return {
      at: begin + (key + 0.5) * stretch,
      predicted: middle,
      observed: Math.max(0, middle + off),
      n: seen.length,
    };
  });
}

interface Distance {
  readonly predicted: Milliseconds;
  readonly distance: Milliseconds;
}

function judge(
  { schedule, per }: FollowedLink,
  { predicted, distance }: Distance,
): Pick<ProofRow, 'ok' | 'note'> {
  const ways = schedule.flatMap(({ impairment }) => [impairment.up, impairment.down]);
  const jitter = 2 * Math.max(...ways.map((way) => way.jitter ?? 0));
  if (distance <= Math.max(LEAST_TOLERANCE, predicted * ERROR_TOLERANCE) + jitter) return { ok: true };
  if (ways.some((way) => (way.loss?.average ?? 0) > MOST_LOSS))
    return { ok: true, note: 'so many losses hide the delays: not judged' };
  const queue = Math.max(...schedule.map(({ impairment }) => longestQueue(impairment)));
  return per === 'edge' && distance <= queue ? { ok: true, note: SATURATED } : { ok: false };
}

/** A burst would fill the link that is judged: the rate is measured where the step settles, and from there on only changed. */
function rateRow(way: Direction, { schedule, end }: FollowedLink): ProofRow[] {
  const rates = new Set(schedule.map(({ impairment }) => impairment[way].rate));
  if (rates.size < 2 || rates.has(undefined)) return [];
  const value = meanOver(schedule, end, (impairment) => amountOf(impairment[way], 'rate') ?? 0);
  const text = `mean ${formatBitrate(Math.round(value))}`;
  return [
    { what: `rate ${way} over the window`, requested: text, predicted: text, observed: NOT_PROBED, ok: true },
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
