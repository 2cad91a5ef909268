import { systemClock, type Milliseconds } from '../../core/clock.ts';
import type { LoadGenerator, LoadSink, LoadSpec, RunningLoad } from '../load.ts';
import { startInProcess } from './in-process.ts';
import { checkSendable } from './prepared-request.ts';
import type { TlsTrust } from './socket.ts';
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
    /** @throws SquallError `load-request-invalid`, before anything is sent; `load-thread-failed` */
    start: async (specs: readonly LoadSpec[], epoch: Milliseconds, sink: LoadSink): Promise<RunningLoad> => {
      for (const spec of specs) checkSendable(spec);
      if (thread) return await startInThread({ specs, epoch, trust }, sink);
      return startInProcess(specs, { epoch, sink, trust, clock: systemClock });
    },
  };
}
