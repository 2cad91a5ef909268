import type { Milliseconds } from '../../core/clock.ts';
import type { ProofRow } from '../../core/result.gen.ts';
import { formatBitrate } from '../../core/units/bitrate.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatRatio } from '../../core/units/ratio.ts';
import type { ProbeReport, ProbeRequest } from '../../drivers/driver.ts';
import { longestQueue } from '../../impairment/longest-queue.ts';
import { addedRtt, DIRECTIONS, isClear, type Direction, type Impairment } from '../../impairment/model.ts';
import { base, predictRtt, quantile, RTT_QUANTILE, type PredictedRtt, type ProbePattern } from './predict.ts';

/** Fewer answers than this carry no 10th percentile. */
export const FEWEST_PROBES = 20;

const RATE_TOLERANCE = 0.1;
export const NOT_PROBED: string = 'read back, not probed';
const BURST_CUT = 'its burst did not end in time';
export const SATURATED: string = 'the link is saturated: this is queueing, not RTT';

/** Busy machines deliver late, never early; 5 % covers what long delays add. */
function rttTolerance({ value, chance }: PredictedRtt): Milliseconds {
  return Math.max(10, value * 0.05) + chance;
}

/** What a report is read by, beside the impairment. */
export interface ProbedLink {
  /** A shared link makes probes wait behind others' bytes. */
  readonly per: 'client' | 'edge';
  readonly pattern: ProbePattern;
  /** The bursts that were sent. */
  readonly burst?: ProbeRequest['burst'];
}

/** Requested, predicted and observed for each part of `impairment`, from one probe of a link. */
export function compareProbe(impairment: Impairment, report: ProbeReport, how: ProbedLink): ProofRow[] {
  const broken = connectionRow(impairment, report);
  if (broken !== undefined) return [broken];
  if (impairment.up.partition === true || impairment.down.partition === true)
    return [partitionRow(impairment, report)];
  return [
    rttRow(impairment, report, how),
    ...DIRECTIONS.flatMap((way) => delayRows(way, impairment, report, how)),
    ...DIRECTIONS.flatMap((way) => directionRows(way, impairment, { report, how })),
    ...slowCloseRows(impairment),
  ];
}

function connectionRow({ connection }: Impairment, report: ProbeReport): ProofRow | undefined {
  if (connection.refuse === true) {
    const row = errorRow('refuse', 'ECONNREFUSED', report);
    return { ...row, ok: row.ok && report.received === 0 };
  }
  if (connection.reset !== undefined) return errorRow('reset', 'ECONNRESET', report);
  if (connection.halfOpen === true) return silenceRow('half-open', report);
  return undefined;
}

function errorRow(what: string, code: string, report: ProbeReport): ProofRow {
  const seen = report.errors[code] ?? 0;
  return {
    what,
    requested: 'yes',
    predicted: `every connection ends with ${code}`,
    observed: `${code} ${seen} times, ${report.received} probes answered`,
    ok: seen > 0,
    n: report.sent,
  };
}

function silenceRow(what: string, report: ProbeReport): ProofRow {
  return {
    what,
    requested: 'yes',
    predicted: 'no probe is answered',
    observed: `${report.received} of ${report.sent} answered`,
    ok: report.sent > 0 && report.received === 0,
    n: report.sent,
  };
}

function partitionRow(impairment: Impairment, report: ProbeReport): ProofRow {
  const ways = DIRECTIONS.filter((way) => impairment[way].partition === true);
  return {
    ...silenceRow('partition', report),
    requested: ways.length === 2 ? 'both directions' : `${ways.join()} only`,
  };
}

function rttRow(impairment: Impairment, report: ProbeReport, { per, pattern }: ProbedLink): ProofRow {
  const requestedValue = addedRtt(impairment);
  const predicted = predictRtt(impairment, pattern);
  const predictedValue = predicted.value;
  const row = {
    what: 'RTT',
    requested: formatDuration(requestedValue),
    requestedValue,
    predicted: formatDuration(predictedValue),
    predictedValue,
    n: report.received,
  };
  if (report.received < FEWEST_PROBES) {
    return { ...row, observed: `only ${report.received} of ${report.sent} probes were answered`, ok: false };
  }
  const observedValue = quantile(report.rtts, RTT_QUANTILE);
  const off = observedValue - predictedValue;
  const within = Math.abs(off) <= rttTolerance(predicted);
  const queueing = !within && off > 0 && off <= longestQueue(impairment) && per === 'edge';
  return {
    ...row,
    observed: formatDuration(observedValue),
    observedValue,
    ok: within || queueing,
    ...(queueing && { note: SATURATED }),
  };
}

/** One way by itself, where both ends have one clock. With jitter the round trip has to do. */
function delayRows(
  way: Direction,
  impairment: Impairment,
  { oneWay }: ProbeReport,
  { per, pattern }: ProbedLink,
): ProofRow[] {
  const { delay = 0, jitter } = impairment[way];
  const delays = oneWay?.[way].delays ?? [];
  if (jitter !== undefined || delays.length < FEWEST_PROBES || isClear(impairment)) return [];
  const predictedValue = base(impairment[way], pattern);
  const observedValue = quantile(delays, RTT_QUANTILE);
  const off = observedValue - predictedValue;
  const within = Math.abs(off) <= rttTolerance({ value: predictedValue, chance: 0 });
  const queueing = !within && off > 0 && off <= longestQueue(impairment) && per === 'edge';
  return [
    {
      what: `delay ${way}`,
      requested: formatDuration(delay),
      requestedValue: delay,
      predicted: formatDuration(predictedValue),
      predictedValue,
      observed: formatDuration(observedValue),
      observedValue,
      n: delays.length,
      ok: within || queueing,
      ...(queueing && { note: SATURATED }),
    },
  ];
}

function slowCloseRows({ connection }: Impairment): ProofRow[] {
  return connection.slowClose === undefined
    ? []
    : [unprobed('slow-close', formatDuration(connection.slowClose))];
}

interface Measurement {
  readonly report: ProbeReport;
  readonly how: ProbedLink;
}

function directionRows(way: Direction, impairment: Impairment, { report, how }: Measurement): ProofRow[] {
  const { rate, loss, jitter, duplicate, corrupt, reorder } = impairment[way];
  const rows: ProofRow[] = [];
  if (rate !== undefined) {
    const row = rateRow(way, rate, report.rate?.[way]);
    const wasCut = row.observed === NOT_PROBED && how.burst?.[way] !== undefined;
    rows.push(wasCut ? { ...row, note: BURST_CUT } : row);
  }
  const shares = { loss: loss?.average, duplicate, corrupt, reorder };
  for (const [what, share] of Object.entries(shares)) {
    if (share !== undefined) rows.push(unprobed(`${what} ${way}`, formatRatio(share)));
  }
  if (jitter !== undefined) rows.push(unprobed(`jitter ${way}`, formatDuration(jitter)));
  return rows;
}

function rateRow(way: Direction, requestedValue: number, observedValue: number | undefined): ProofRow {
  const requested = formatBitrate(requestedValue);
  const row = {
    what: `rate ${way}`,
    requested,
    requestedValue,
    predicted: requested,
    predictedValue: requestedValue,
  };
  if (observedValue === undefined) return { ...row, observed: NOT_PROBED, ok: true };
  const ok = Math.abs(observedValue - requestedValue) <= requestedValue * RATE_TOLERANCE;
  return {
    ...row,
    observed: formatBitrate(Math.round(observedValue / 1000) * 1000 || observedValue),
    observedValue,
    ok,
  };
}

function unprobed(what: string, requested: string): ProofRow {
  return { what, requested, predicted: requested, observed: NOT_PROBED, ok: true };
}

/** What was requested and could only be read back. */
export function unprobedOf(rows: readonly ProofRow[]): readonly string[] {
  return rows.filter((row) => row.observed === NOT_PROBED).map(({ what }) => what);
}

/** Whether anything that was requested was really measured; that no delay was added tells nothing about a loss. */
export function wasMeasured(rows: readonly ProofRow[]): boolean {
  return rows.some((row) => row.observed !== NOT_PROBED && row.requestedValue !== 0);
}
