import { allOf } from './all-of.ts';
import type {
  BuiltinLoadSpec,
  CommandLoadSpec,
  K6LoadSpec,
  LoadGenerator,
  LoadReadiness,
  LoadSpec,
} from './load.ts';

/** Who sends loads of each kind. */
export interface LoadEngines {
  readonly builtin: LoadGenerator<BuiltinLoadSpec>;
  readonly k6: LoadGenerator<K6LoadSpec>;
  readonly command: LoadGenerator<CommandLoadSpec>;
}

/** Lets each engine send the loads of its kind, side by side; an engine without a load is left alone. */
export function createLoadGenerator(engines: LoadEngines): LoadGenerator {
  return {
    check: async (specs, signal) => {
      let startup = 0;
      // One after the other, so that of several mistakes it is always the same that is told.
      for (const share of sharesOf(engines, specs)) {
        const ready = await share.check(signal);
        startup = Math.max(startup, ready.startup);
      }
      return { startup };
    },
    start: async (specs, epoch, sink) =>
      await allOf(sharesOf(engines, specs).map(async (share) => await share.start(epoch, sink))),
  };
}

/** The loads of one engine, with the engine. */
interface Share {
  check(signal: AbortSignal): Promise<LoadReadiness>;
  start(...args: Tail<Parameters<LoadGenerator['start']>>): ReturnType<LoadGenerator['start']>;
}

type Tail<Items extends readonly unknown[]> = Items extends readonly [unknown, ...infer Rest] ? Rest : never;

function sharesOf(engines: LoadEngines, specs: readonly LoadSpec[]): Share[] {
  return [
    ...shareOf(
      engines.builtin,
      specs.filter((spec) => spec.kind === 'builtin'),
    ),
    ...shareOf(
      engines.k6,
      specs.filter((spec) => spec.kind === 'k6'),
    ),
    ...shareOf(
      engines.command,
      specs.filter((spec) => spec.kind === 'command'),
    ),
  ];
}

function shareOf<Spec extends LoadSpec>(engine: LoadGenerator<Spec>, specs: readonly Spec[]): Share[] {
  if (specs.length === 0) return [];
  return [
    {
      check: async (signal) => (await engine.check?.(specs, signal)) ?? { startup: 0 },
      start: async (epoch, sink) => await engine.start(specs, epoch, sink),
    },
  ];
}
