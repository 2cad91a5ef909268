import { systemClock, type Milliseconds } from '../../core/clock.ts';
import type { LoadGenerator, LoadSink, LoadSpec, RunningLoad } from '../load.ts';
import { startInProcess } from './in-process.ts';
import { checkSendable } from './prepared-request.ts';
import type { TlsTrust } from './socket.ts';
import { startInNamespace } from './namespace-process.ts';
import { startInThread } from './thread.ts';

export interface BuiltinGeneratorOptions {
  /**
   * Send from a thread of its own (the default), so that neither the console nor an fsync nor the statistics of the
   * main thread ever delay a request. `false` sends from the caller's thread.
   */
  readonly thread?: boolean;
  readonly tls?: TlsTrust;
}

/** The open-model load generator that ships with Squall: HTTP/1.1, nothing to install. */
export function createBuiltinGenerator(options: BuiltinGeneratorOptions = {}): LoadGenerator {
  const { thread = true, tls: trust = {} } = options;
  return {
    /** @throws SquallError `load-request-invalid`, before anything is sent; `load-thread-failed`, `load-process-failed` */
    start: async (specs: readonly LoadSpec[], epoch: Milliseconds, sink: LoadSink): Promise<RunningLoad> => {
      for (const spec of specs) checkSendable(spec);
      const here = specs.filter((spec) => spec.home === undefined);
      const starts = specs.flatMap(({ home }, index) =>
        home === undefined
          ? []
          : [startInNamespace(home, { specs: specs.slice(index, index + 1), epoch, trust }, sink)],
      );
      if (here.length > 0 || specs.length === 0) {
        starts.push(
          thread
            ? startInThread({ specs: here, epoch, trust }, sink)
            : Promise.resolve(startInProcess(here, { epoch, sink, trust, clock: systemClock })),
        );
      }
      return await allOf(starts);
    },
  };
}

/** Several loads as one; where one does not start, the others are stopped. */
async function allOf(starts: readonly Promise<RunningLoad>[]): Promise<RunningLoad> {
  const outcomes = await Promise.allSettled(starts);
  const loads = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const all: RunningLoad = {
    settled: async (until) => {
      await Promise.all(loads.map(async (load) => await load.settled(until)));
    },
    stop: async () => {
      await Promise.all(loads.map(async (load) => await load.stop()));
    },
  };
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return all;
  await all.stop();
  throw failed.reason;
}
