import type { LinkChange, Proof, Variation } from '../core/result.gen.ts';
import { untilAborted } from '../core/until-aborted.ts';
import type { Plan, PlannedLink, PlannedStep } from '../plan/plan.ts';
import { probing } from '../plan/probe-plan.ts';
import { compareOverTime, type Followed } from './proof/follow.ts';
import type { LinkVariation } from './vary-step.ts';

/** Enough to draw, and few enough that a trace of hours does not make the result grow. */
const MOST_LISTED = 1_000;

/** What became of a link that varied, and what its probes showed. */
export interface VariationReading {
  readonly variation: Variation;
  readonly followed: Followed;
  /** Why nothing was probed although it should have been. */
  readonly unwatched?: string;
}

/** Waits for the last probe of each link that varied in a step. */
export async function readVariations(
  plan: Plan,
  step: PlannedStep,
  variations: readonly LinkVariation[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, VariationReading>> {
  const readings = variations.map(async (variation) => {
    const watched = await untilAborted(variation.watched, signal);
    const link = step.links.find(({ edge }) => edge === variation.edge);
    const edge = plan.edges.find(({ name }) => name === variation.edge);
    if (link === undefined || edge === undefined) throw new Error(`unknown edge ${variation.edge}`);
    const { schedule = [] } = link;
    const isRead = !('unwatched' in watched);
    const followed = compareOverTime({ schedule, end: step.end, ...probing(edge) }, isRead ? watched : []);
    const reading: VariationReading = {
      variation: describe(link, variation, followed),
      followed,
      ...(!isRead && { unwatched: watched.unwatched }),
    };
    return [variation.edge, reading] as const;
  });
  return new Map(await Promise.all(readings));
}

function describe(
  { schedule = [] }: PlannedLink,
  { applied }: LinkVariation,
  { curve, error }: Followed,
): Variation {
  const made = applied.map(({ state, at }): LinkChange => {
    const { at: planned, impairment } = schedule[state]!;
    return { planned, at, impairment };
  });
  const every = Math.ceil(made.length / MOST_LISTED);
  const planned = Math.max(0, schedule.length - 1);
  return {
    planned,
    applied: made.length,
    skipped: planned - made.length,
    latest: Math.max(0, ...made.map((change) => change.at - change.planned)),
    changes: made.filter((_change, index) => index % every === 0),
    curve: [...curve],
    ...(error !== undefined && { error }),
  };
}

/** The proof of how a link began, and of how it went on. */
export function withVariation(proof: Proof, reading: VariationReading | undefined): Proof {
  if (reading === undefined) return proof;
  const { followed, unwatched } = reading;
  const rows = [...proof.rows, ...followed.rows];
  const off = followed.rows.find(({ ok }) => !ok);
  if (proof.outcome === 'failed') return { ...proof, rows };
  if (off !== undefined) {
    const reason = `the link did not follow its schedule: ${off.what} predicted ${off.predicted}, observed ${off.observed}`;
    return { outcome: 'failed', rows, reason };
  }
  const rest = unwatched === undefined ? '' : `; its probes over the window failed: ${unwatched}`;
  return { ...proof, rows, reason: `${proof.reason}${rest}` };
}
