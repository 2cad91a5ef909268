import { systemClock, type Milliseconds } from '../../core/clock.ts';
import { allOf } from '../all-of.ts';
import type { BuiltinLoadSpec, LoadGenerator, LoadSink, RunningLoad } from '../load.ts';
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
export function createBuiltinGenerator(
  options: BuiltinGeneratorOptions = {},
): LoadGenerator<BuiltinLoadSpec> {
  const { thread = true, tls: trust = {} } = options;
  return {
    /** @throws SquallError `load-request-invalid`, before anything is sent; `load-thread-failed`, `load-process-failed` */
    start: async (
      specs: readonly BuiltinLoadSpec[],
      epoch: Milliseconds,
      sink: LoadSink,
    ): Promise<RunningLoad> => {
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
