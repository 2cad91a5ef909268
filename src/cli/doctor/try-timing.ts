import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Driver } from '../../drivers/driver.ts';
import type { Finding } from '../../exec/abilities/finding.ts';

const NAP: Milliseconds = 5;
const NAPS = 40;
/** Above this, a load of a few hundred requests a second could not keep its rate. */
const LATE: Milliseconds = 5;

/** How late timers fire: the median and the 95th percentile of some short sleeps. */
export async function tryTimers(clock: Clock, signal: AbortSignal): Promise<Finding> {
  const late: Milliseconds[] = [];
  for (let nap = 0; nap < NAPS; nap += 1) {
    const begin = clock.now();
    await clock.sleep(NAP, signal);
    late.push(clock.now() - begin - NAP);
  }
  const [median, p95] = [percentile(late, 0.5), percentile(late, 0.95)];
  const detail = `${figure(median)} late in the median, ${figure(p95)} at the 95th percentile`;
  return median <= LATE ? { kind: 'yes', detail } : { kind: 'no', reason: detail };
}

const RTT: Milliseconds = 50;
/** As for the proof of a run: 10 ms. */
const TOLERANCE: Milliseconds = 10;
const PROBES = { within: 1500, count: 24, interval: 20 } as const;

/** Builds a link of 50 ms of round trip with the driver and measures it. */
export async function tryDriver(driver: Driver, signal: AbortSignal): Promise<Finding> {
  try {
    const [link] = await driver.install(
      [
        {
          edge: 'doctor',
          protocol: 'tcp',
          per: 'client',
          listeners: [{ service: 'doctor', listen: { host: '127.0.0.1', port: 0 } }],
          seed: 1,
        },
      ],
      signal,
    );
    if (link === undefined) return { kind: 'no', reason: 'no link was installed' };
    await link.change({ up: { delay: RTT / 2 }, down: { delay: RTT / 2 }, connection: {} });
    const { rtts, received, sent } = await link.probe(PROBES, signal);
    const rtt = percentile(rtts, 0.1);
    const said = `RTT requested ${RTT}ms, observed ${figure(rtt)} (n=${received})`;
    if (received < sent / 2) return { kind: 'no', reason: `${received} of ${sent} probes came back` };
    return Math.abs(rtt - RTT) <= TOLERANCE ? { kind: 'yes', detail: said } : { kind: 'no', reason: said };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'no', reason: reasonOf(error) };
  } finally {
    await driver.revert();
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function figure(ms: Milliseconds): string {
  return `${ms.toFixed(1)}ms`;
}
