import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import { PROBE_BYTES } from '../../core/probe-size.ts';
import type { Proof, ProofRow } from '../../core/result.gen.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { InstalledLink, ProbeReport } from '../../drivers/driver.ts';
import { impairmentKey, isClear, type Impairment } from '../../impairment/model.ts';
import { planProbe, type PlannedProbe, type ProbedEdge } from '../../plan/probe-plan.ts';
import { compareProbe, unprobedOf, wasMeasured } from './compare.ts';

export interface ProofRequest extends ProbedEdge {
  readonly link: InstalledLink;
  readonly impairment: Impairment;
  /** Nothing of ours is at its far end, so that only what the driver says can be proved. */
  readonly unprobed?: boolean;
  /** How long the measurement may take. */
  readonly settle: Milliseconds;
  readonly clock: Clock;
}

/** A driver that takes this much longer than it may has hung. */
const GRACE: Milliseconds = 1_000;

/** Both halves of "the edge shapes": what is in force is read back, and the link is measured. */
export async function prove(request: ProofRequest, signal: AbortSignal): Promise<Proof> {
  const unlike = await readBack(request, signal);
  if (unlike !== undefined) return { outcome: 'failed', rows: [], reason: unlike };
  const begin = request.clock.now();
  const first = await measure(request, signal);
  const took = request.clock.now() - begin;
  // A busy machine can spoil one measurement of a faithful link; an unfaithful link spoils both.
  const again = { ...request, settle: request.settle - took };
  return first.outcome === 'failed' && again.settle >= took ? await measure(again, signal) : first;
}

/** Why what is in force is not what was requested; undefined when it is. */
async function readBack(
  { link, impairment, settle, clock }: ProofRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    // A busy machine may need a while to start what asks the kernel.
    const within = Math.max(GRACE, settle);
    const inForce = await inTime(() => link.readBack(), { clock, within, signal });
    if (impairmentKey(inForce) === impairmentKey(impairment)) return undefined;
    return `the driver holds ${impairmentKey(inForce)} instead of what was requested`;
  } catch (error) {
    signal.throwIfAborted();
    return `what is in force could not be read back: ${reasonOf(error)}`;
  }
}

async function measure(request: ProofRequest, signal: AbortSignal): Promise<Proof> {
  const { impairment, per, protocol, bytes = PROBE_BYTES, settle } = request;
  if (request.unprobed === true) {
    const reason =
      'in force, but nothing of ours is at the far end of this link, so that it cannot be probed';
    return { outcome: 'read-back', rows: [], reason };
  }
  const planned = planProbe(impairment, { per, protocol, bytes }, settle);
  if (planned === undefined) {
    const reason = `in force, but ${formatDuration(Math.max(0, settle))} are too short to probe it: give it a longer \`settle\``;
    return { outcome: 'read-back', rows: [], reason };
  }
  try {
    const report = await probeInTime(request, planned, signal);
    const { count, interval } = planned;
    const pattern = { count, interval, bytes, ordered: isOrdered(impairment, { per, protocol, bytes }) };
    return judgeProof(
      impairment,
      compareProbe(impairment, report, { per, pattern, ...(planned.burst && { burst: planned.burst }) }),
    );
  } catch (error) {
    signal.throwIfAborted();
    return { outcome: 'failed', rows: [], reason: `the probe could not be made: ${reasonOf(error)}` };
  }
}

/** A stream is, and so are datagrams that wait for a rate. */
function isOrdered({ up, down }: Impairment, { protocol, bytes }: ProbedEdge): boolean {
  if (protocol !== 'udp') return true;
  return (
    bytes !== PROBE_BYTES && [up, down].some((way) => way.jitter !== undefined && way.rate !== undefined)
  );
}

async function probeInTime(
  { link, clock }: ProofRequest,
  planned: PlannedProbe,
  signal: AbortSignal,
): Promise<ProbeReport> {
  return await inTime((either) => link.probe(planned, either), {
    clock,
    within: planned.within + GRACE,
    signal,
  });
}

interface Deadline {
  readonly clock: Clock;
  readonly within: Milliseconds;
  readonly signal: AbortSignal;
}

/** Waits for a driver no longer than `within`: one that hangs must not hang the run. */
async function inTime<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { clock, within, signal }: Deadline,
): Promise<T> {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const late = clock.sleep(within, either).then(() => {
    throw new Error(`it did not end within ${formatDuration(within)}`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([ask(either), late]);
  } finally {
    ended.abort();
  }
}

function judgeProof(impairment: Impairment, rows: ProofRow[]): Proof {
  const off = rows.filter((row) => !row.ok);
  if (off.length > 0) {
    const shown = off.map((row) => `${row.what} predicted ${row.predicted}, observed ${row.observed}`);
    return {
      outcome: 'failed',
      rows,
      reason: `the link does not do what was requested: ${shown.join('; ')}`,
    };
  }
  if (isClear(impairment)) return { outcome: 'proved', rows, reason: 'the link is clear' };
  const unprobed = unprobedOf(rows).join(', ');
  if (!wasMeasured(rows)) return { outcome: 'read-back', rows, reason: `read back, not probed: ${unprobed}` };
  const rest = unprobed === '' ? '' : `; read back, not probed: ${unprobed}`;
  return { outcome: 'proved', rows, reason: `read back and measured${rest}` };
}
