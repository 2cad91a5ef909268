import type { Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Proof, ProofRow } from '../../core/result.gen.ts';
import type { InstalledLink } from '../../drivers/driver.ts';
import { impairmentKey, isClear, type Impairment } from '../../impairment/model.ts';
import { compareProbe, wasMeasured } from './compare.ts';
import { planProbe } from './probe-plan.ts';

export interface ProofRequest {
  readonly link: InstalledLink;
  readonly impairment: Impairment;
  readonly per: 'client' | 'edge';
  /** How long the measurement may take. */
  readonly settle: Milliseconds;
}

/** Both halves of "the edge shapes": what is in force is read back, and the link is measured. */
export async function prove(request: ProofRequest, signal: AbortSignal): Promise<Proof> {
  const { link, impairment, settle } = request;
  const inForce = await link.readBack();
  if (impairmentKey(inForce) !== impairmentKey(impairment)) {
    return {
      outcome: 'failed',
      rows: [],
      reason: `the driver holds ${impairmentKey(inForce)} instead of what was requested`,
    };
  }
  try {
    const report = await link.probe(planProbe(impairment, settle), signal);
    return judgeProof(impairment, compareProbe(impairment, report, request.per));
  } catch (error) {
    signal.throwIfAborted();
    return { outcome: 'failed', rows: [], reason: `the probe could not be made: ${reasonOf(error)}` };
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
  if (!wasMeasured(rows))
    return { outcome: 'read-back', rows, reason: 'in force, but probes cannot tell it' };
  return {
    outcome: 'proved',
    rows,
    reason: isClear(impairment) ? 'the link is clear' : 'read back and measured',
  };
}
