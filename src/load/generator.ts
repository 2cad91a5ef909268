import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { allOf } from './all-of.ts';
import type {
  BuiltinLoadSpec,
  CommandLoadSpec,
  K6LoadSpec,
  LoadGenerator,
  LoadReadiness,
  LoadSink,
  LoadSpec,
  RunningLoad,
} from './load.ts';

/** Who sends loads of each kind; a run needs those that its loads have. */
export interface LoadEngines {
  readonly builtin?: LoadGenerator<BuiltinLoadSpec>;
  readonly k6?: LoadGenerator<K6LoadSpec>;
  readonly command?: LoadGenerator<CommandLoadSpec>;
}

/** Lets each engine send the loads of its kind, side by side; an engine without a load is left alone. */
export function createLoadGenerator(engines: LoadEngines): LoadGenerator {
  return {
    /** @throws SquallError `load-engine-missing` (exit code 3), and as the engines */
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
  start(epoch: number, sink: LoadSink): Promise<RunningLoad>;
}

function sharesOf({ builtin, k6, command }: LoadEngines, specs: readonly LoadSpec[]): Share[] {
  const own = {
    builtin: specs.filter((spec) => spec.kind === 'builtin'),
    k6: specs.filter((spec) => spec.kind === 'k6'),
    command: specs.filter((spec) => spec.kind === 'command'),
  };
  return [
    ...shareOf('builtin', builtin, own.builtin),
    ...shareOf('k6', k6, own.k6),
    ...shareOf('command', command, own.command),
  ];
}

function shareOf<Spec extends LoadSpec>(
  kind: Spec['kind'],
  engine: LoadGenerator<Spec> | undefined,
  specs: readonly Spec[],
): Share[] {
  const [first] = specs;
  if (first === undefined) return [];
  if (engine === undefined) {
    throw new SquallError(
      'load-engine-missing',
      `load \`${first.name}\` needs the engine \`${kind}\`, and this run has none`,
      { hint: `give the run an engine \`${kind}\``, exitCode: EXIT_CODES.environment },
    );
  }
  return [
    {
      check: async (signal) => (await engine.check?.(specs, signal)) ?? { startup: 0 },
      start: async (epoch, sink) => await engine.start(specs, epoch, sink),
    },
  ];
}
