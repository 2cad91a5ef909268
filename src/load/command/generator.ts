import { systemClock, type Clock } from '../../core/clock.ts';
import { allOf } from '../all-of.ts';
import type { CommandLoadSpec, LoadGenerator } from '../load.ts';
import { startCommand } from './command-run.ts';

/** From its start to the first request of a program that does not take long for either. */
const STARTUP = 500;

/** Any program as a load: its exit code, its duration, and what it tells of its requests. */
export function createCommandGenerator(clock: Clock = systemClock): LoadGenerator<CommandLoadSpec> {
  return {
    check: () => Promise.resolve({ startup: STARTUP }),
    start: async (specs, epoch, sink) =>
      await allOf(specs.map(async (spec) => await startCommand(spec, { epoch, sink, clock }))),
  };
}
