import type { Milliseconds } from '../../core/clock.ts';
import type { ProbeRequest } from '../../drivers/driver.ts';
import type { Impairment } from '../../impairment/model.ts';
import { addedRtt } from '../../impairment/model.ts';

/** Enough that the 10th percentile is not the minimum, and few enough to fit into two seconds. */
const PROBES = 24;

/** A burst is worth this much time of its link, so that it saturates it but leaves the settle time to the probes. */
const BURST: Milliseconds = 250;
const SMALLEST_BURST = 2_000;
const LARGEST_BURST = 4_000_000;

/** A user-space burst cannot fill a faster link reliably. */
const FASTEST_PROBED = 200_000_000;

/** What to measure on a link in `settle` milliseconds; leaves a tenth of it for late answers to come in. */
export function planProbe(impairment: Impairment, settle: Milliseconds): ProbeRequest {
  const within = settle * 0.9;
  const burst = { ...burstOf('up', impairment, within), ...burstOf('down', impairment, within) };
  return { within, count: PROBES, ...(Object.keys(burst).length > 0 && { burst }) };
}

function burstOf(
  direction: 'up' | 'down',
  impairment: Impairment,
  within: Milliseconds,
): { up?: number; down?: number } {
  const rate = impairment[direction].rate;
  if (rate === undefined || rate > FASTEST_PROBED || !passesBytes(impairment)) return {};
  const bytes = Math.min(LARGEST_BURST, Math.max(SMALLEST_BURST, Math.round((rate * BURST) / 8000)));
  const takes = (bytes * 8000) / rate + addedRtt(impairment);
  return takes < within / 2 ? { [direction]: bytes } : {};
}

/** Losses stall a TCP burst and a broken connection ends it: its rate would say nothing about the link's. */
function passesBytes({ up, down, connection }: Impairment): boolean {
  return (
    [up, down].every((way) => way.loss === undefined && way.partition === undefined) &&
    !breaksConnections(connection)
  );
}

function breaksConnections({ refuse, reset, halfOpen }: Impairment['connection']): boolean {
  return refuse !== undefined || reset !== undefined || halfOpen !== undefined;
}
