import { systemClock, type Clock, type Milliseconds } from '../../core/clock.ts';
import { allOf } from '../all-of.ts';
import type { K6LoadSpec, LoadGenerator, Threshold } from '../load.ts';
import { checkScript } from './check-script.ts';
import { findK6, type FindingContext } from './find-k6.ts';
import { inspectScript } from './inspect-script.ts';
import { usersOf } from './script/generate-script.ts';
import { lastArrival } from './script/stretches.ts';
import { startK6 } from './start-k6.ts';

/** k6 as a load: scripts as they are, and requests at a rate as scripts. */
export function createK6Generator(clock: Clock = systemClock): LoadGenerator<K6LoadSpec> {
  /** By load: what the check has found. */
  const found = new Map<string, Checked>();
  return {
    /**
     * @throws SquallError `k6-missing`, `k6-too-old`, `k6-unreadable` (exit code 3); `k6-script-missing`, `k6-script`,
     * `k6-hosts`, `k6-tags`, `k6-too-short` (2)
     */
    check: async (specs, signal) => {
      let startup = 0;
      // One after the other: of several mistakes it is always the same that is told.
      for (const spec of specs) {
        const checked = await checkLoad(spec, { clock, signal });
        startup = Math.max(startup, checked.startup);
        found.set(spec.name, checked);
      }
      return { startup };
    },
    start: async (specs, epoch, sink) =>
      await allOf(
        specs.filter(asks).map(async (spec) => {
          const { thresholds, headStart } = found.get(spec.name) ?? NOTHING;
          return await startK6(spec, { epoch, sink, clock, thresholds, headStart });
        }),
      ),
  };
}

/** Without any scenario k6 would run the script once. */
function asks({ source }: K6LoadSpec): boolean {
  return source.kind === 'script' || lastArrival(source.arrivals) > 0;
}

/** From the start of the process to the first request of a small script, on a machine that has other things to do. */
const BASE: Milliseconds = 1000;
/** Each virtual user runs the init code of the script again, side by side on all cores. */
const PER_USER: Milliseconds = 4;
const LONGEST_STARTUP: Milliseconds = 30_000;

interface Checked {
  /** How long k6 takes until its first request. */
  readonly startup: Milliseconds;
  readonly thresholds: readonly Threshold[];
  readonly headStart: Milliseconds;
}

const NOTHING: Checked = { startup: 0, thresholds: [], headStart: 0 };

async function checkLoad(spec: K6LoadSpec, context: FindingContext): Promise<Checked> {
  const k6 = await findK6(spec.env, context);
  if (spec.source.kind === 'arrivals') {
    return { ...NOTHING, startup: startupOf(BASE, usersOf(spec.source.arrivals)) };
  }
  const { options, took } = await inspectScript(k6, spec, spec.source.path, context);
  checkScript(spec, options);
  const startup = startupOf(BASE + took, options.usersAtFirst);
  const headStart = options.duration === undefined ? 0 : startup;
  return { startup, thresholds: options.thresholds, headStart };
}

function startupOf(base: Milliseconds, users: number): Milliseconds {
  return Math.min(LONGEST_STARTUP, base + PER_USER * users);
}
