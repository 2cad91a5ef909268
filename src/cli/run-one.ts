import path from 'node:path';
import { createChromium } from '../browser/chromium.ts';
import { systemClock } from '../core/clock.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../core/exit-code.ts';
import { DEFAULT_FAIL_ON, isLetThrough, type FailOn } from '../core/fail-on.ts';
import { runTitle } from '../core/matrix-cell.ts';
import type { RunResult } from '../core/result.gen.ts';
import { connectDocker } from '../drivers/docker/connect.ts';
import type { Earlier } from '../engine/earlier/earlier-run.ts';
import { notRunResult } from '../engine/not-run.ts';
import { runScenario } from '../engine/run-scenario.ts';
import { cleanLine } from '../report/clean-text.ts';
import type { ConsoleReporter, ReportFile } from '../report/console/console-reporter.ts';
import { createConsole } from '../report/console/create-console.ts';
import type { SummarizedRun } from '../report/summarized-run.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { shippedDrivers } from './drivers.ts';
import type { Io } from './io.ts';
import { shippedLoad } from './load-engines.ts';
import type { ShardedPlan } from './matrix/choose-shard.ts';
import type { ExposedRuns } from './metrics/expose-runs.ts';
import { presentError } from './present-error.ts';
import { writeRunFolder } from './write-artefacts.ts';

/** What all runs of one call have in common. */
export interface Session {
  readonly out: string;
  readonly failOn?: FailOn;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly exposed: ExposedRuns | undefined;
}

export interface RunnablePlan extends ShardedPlan {
  /** What `previous` is of. */
  readonly earlier: Earlier;
}

/** Runs one scenario, tells of it, and leaves its reports. */
export async function runOne(
  { file, plan, sha256, sources = [], source, earlier, shard }: RunnablePlan,
  session: Session,
): Promise<SummarizedRun> {
  const { io, signal, exposed, failOn } = session;
  const reporter = consoleOf(session);
  const metrics = exposed?.begin(plan);
  try {
    const { result, folder, bug } = await runScenario({
      plan,
      file,
      sha256,
      ...(source !== undefined && { text: source.text }),
      ...(sources.length > 1 && { sources }),
      base: path.dirname(path.resolve(file)),
      out: session.out,
      clock: systemClock,
      signal,
      drivers: shippedDrivers(io),
      connectContainers: () => connectDocker({ host: io.env['DOCKER_HOST'], clock: systemClock }),
      browsers: createChromium(),
      generator: shippedLoad(),
      listeners: [reporter.listener, ...(metrics === undefined ? [] : [metrics.listener])],
      ...(metrics !== undefined && { onMeasuring: metrics.measure }),
      env: io.env,
      earlier,
      ...(shard !== undefined && { shard }),
    });
    metrics?.conclude(result.verdict);
    let artefacts: readonly ReportFile[] = [];
    const written = await orPresent(() => {
      artefacts = writeRunFolder(result, folder, { earlier, ...(failOn !== undefined && { failOn }) });
    }, io);
    await reporter.finish(result, artefacts);
    if (bug !== undefined) presentError(bug, io);
    return {
      result,
      exitCode: worstExitCode([gatedExitCode(result, failOn, io), written]),
      report: artefacts.find(({ label }) => label === 'report')?.path,
      comparison: artefacts.find(({ label }) => label === 'compare')?.path,
    };
  } catch (error) {
    await reporter.finish(undefined, []);
    metrics?.conclude('error');
    return {
      exitCode: presentError(error, io),
      report: undefined,
      result: notRunResult({
        plan,
        file,
        sha256,
        sources,
        ...(shard !== undefined && { shard }),
        now: systemClock.wall(),
        error,
        env: io.env,
      }),
    };
  }
}

/** A report that cannot be written is an error of its own, and hides no verdict and no failed undo. */
export async function orPresent(write: () => void | Promise<void>, io: Io): Promise<ExitCode> {
  try {
    await write();
    return EXIT_CODES.pass;
  } catch (error) {
    return presentError(error, io);
  }
}

function consoleOf({ io, quiet, verbose }: Session): ConsoleReporter {
  return createConsole({
    write: (text) => io.out(text),
    isTerminal: io.isTerminal,
    columns: () => io.columns(),
    rows: () => io.rows(),
    colour: io.colour,
    level: verbose === true ? 'verbose' : quiet === true ? 'quiet' : 'normal',
  });
}

/** The run's exit code as far as it counts, and a line where it does not: the heading has told the run's own. */
function gatedExitCode({ scenario, exitCode }: RunResult, failOn: FailOn | undefined, io: Io): ExitCode {
  if (!isLetThrough(exitCode, failOn ?? DEFAULT_FAIL_ON)) return exitCodeOf(exitCode);
  const name = cleanLine(runTitle(scenario));
  io.out(`let through by --fail-on ${failOn}: ${name} counts as exit code 0, not ${exitCode}\n`);
  return EXIT_CODES.pass;
}
