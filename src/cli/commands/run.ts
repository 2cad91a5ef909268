import path from 'node:path';
import { createChromium } from '../../browser/chromium.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { DEFAULT_FAIL_ON, isLetThrough, type FailOn } from '../../core/fail-on.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { hasErrors } from '../../core/diagnostic.ts';
import { connectDocker } from '../../drivers/docker/connect.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { notRunResult } from '../../engine/not-run.ts';
import { runScenario } from '../../engine/run-scenario.ts';
import type { Plan } from '../../plan/plan.ts';
import { cleanLine } from '../../report/clean-text.ts';
import type { ReportFile } from '../../report/console/console-reporter.ts';
import { createConsole } from '../../report/console/create-console.ts';
import type { NotStarted } from '../../report/junit/not-started.ts';
import type { SummarizedRun } from '../../report/markdown/summary.ts';
import { shippedDrivers } from '../drivers.ts';
import { shippedLoad } from '../load-engines.ts';
import type { Io } from '../io.ts';
import { exposeRuns, type ExposedRuns, type MetricsOptions } from '../metrics/expose-runs.ts';
import { loadPlan, printDiagnostics, type LoadedPlan, type PlanOptions } from '../load-plans.ts';
import { presentError } from '../present-error.ts';
import { warnOfSameNames } from '../same-names.ts';
import { writeRunFolder } from '../write-artefacts.ts';
import { chooseTagged } from '../choose-tagged.ts';
import { checkExtras, prepareExtras, writeExtras, type ExtraReports } from '../write-extras.ts';

export interface RunOptions extends PlanOptions, MetricsOptions, ExtraReports {
  readonly out?: string;
  /** Run only the scenarios that have it. */
  readonly tag?: string;
  /** Start nothing after the first that does not pass. */
  readonly failFast?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Checks all files, and the environment that they need, before the first is started, then runs them in order; the worst exit code wins. */
export async function runCommand(
  files: readonly string[],
  options: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  checkExtras(files, options);
  const loaded = warnOfSameNames(await Promise.all(files.map((file) => loadPlan(file, options))));
  printDiagnostics(loaded, io);
  if (loaded.some(({ diagnostics }) => hasErrors(diagnostics))) return EXIT_CODES.usage;
  const chosen = chooseTagged(loaded, options.tag);
  // Found out by the last of ten scenarios, it would come an hour late.
  for (const { plan } of chosen) if (plan !== undefined) readSecrets(plan, io.env);
  prepareExtras(options);
  const exposed = await exposeRuns(options, io, systemClock);
  if (exposed?.url !== undefined && options.quiet !== true) io.out(`metrics: ${exposed.url}\n`);
  const session: Session = { options, io, signal, exposed };
  const codes: ExitCode[] = [];
  const runs: SummarizedRun[] = [];
  const notStarted: NotStarted[] = [];
  for (const [index, one] of chosen.entries()) {
    if (one.plan === undefined) continue;
    if (signal.aborted) {
      codes.push(presentError(signal.reason, io));
      break;
    }
    const run = await runOne({ ...one, plan: one.plan }, session);
    codes.push(run.exitCode);
    runs.push(run);
    if (options.failFast === true && run.exitCode !== EXIT_CODES.pass) {
      notStarted.push(...leftOut(chosen.slice(index + 1), run.result));
      break;
    }
  }
  for (const { scenario } of notStarted)
    io.out(`not started, because of --fail-fast: ${cleanLine(scenario)}\n`);
  codes.push(await orPresent(() => writeExtras({ runs, notStarted }, options, io), io));
  if (exposed !== undefined) codes.push(await orPresent(() => exposed.write(), io));
  await exposed?.close();
  return worstExitCode(codes);
}

function leftOut(rest: readonly LoadedPlan[], { scenario, run }: RunResult): NotStarted[] {
  return rest.flatMap(({ file, plan }) =>
    plan === undefined ? [] : [{ scenario: plan.scenario.name, file, after: scenario.name, at: run.ended }],
  );
}

/** What all runs of one call have in common. */
interface Session {
  readonly options: RunOptions;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly exposed: ExposedRuns | undefined;
}

async function runOne(
  { file, plan, sha256, source }: LoadedPlan & { readonly plan: Plan },
  { options, io, signal, exposed }: Session,
): Promise<SummarizedRun> {
  const reporter = createConsole({
    write: (text) => io.out(text),
    isTerminal: io.isTerminal,
    columns: () => io.columns(),
    rows: () => io.rows(),
    colour: io.colour,
    level: options.verbose === true ? 'verbose' : options.quiet === true ? 'quiet' : 'normal',
  });
  const metrics = exposed?.begin(plan);
  try {
    const { result, folder, bug } = await runScenario({
      plan,
      file,
      sha256,
      ...(source !== undefined && { text: source.text }),
      base: path.dirname(path.resolve(file)),
      out: options.out ?? 'runs',
      clock: systemClock,
      signal,
      drivers: shippedDrivers(io),
      connectContainers: () => connectDocker({ host: io.env['DOCKER_HOST'], clock: systemClock }),
      browsers: createChromium(),
      generator: shippedLoad(),
      listeners: [reporter.listener, ...(metrics === undefined ? [] : [metrics.listener])],
      ...(metrics !== undefined && { onMeasuring: metrics.measure }),
      env: io.env,
    });
    metrics?.conclude(result.verdict);
    let artefacts: readonly ReportFile[] = [];
    const written = await orPresent(() => {
      artefacts = writeRunFolder(result, folder, options.failOn);
    }, io);
    await reporter.finish(result, artefacts);
    if (bug !== undefined) presentError(bug, io);
    return {
      result,
      exitCode: worstExitCode([gatedExitCode(result, options.failOn, io), written]),
      report: artefacts.find(({ label }) => label === 'report')?.path,
    };
  } catch (error) {
    await reporter.finish(undefined, []);
    metrics?.conclude('error');
    return {
      exitCode: presentError(error, io),
      report: undefined,
      result: notRunResult({ plan, file, sha256, now: systemClock.wall(), error }),
    };
  }
}

/** The run's exit code as far as it counts, and a line where it does not: the heading has told the run's own. */
function gatedExitCode({ scenario, exitCode }: RunResult, failOn: FailOn | undefined, io: Io): ExitCode {
  if (!isLetThrough(exitCode, failOn ?? DEFAULT_FAIL_ON)) return exitCodeOf(exitCode);
  const name = cleanLine(scenario.name);
  io.out(`let through by --fail-on ${failOn}: ${name} counts as exit code 0, not ${exitCode}\n`);
  return EXIT_CODES.pass;
}

/** A report that cannot be written is an error of its own, and hides no verdict and no failed undo. */
async function orPresent(write: () => void | Promise<void>, io: Io): Promise<ExitCode> {
  try {
    await write();
    return EXIT_CODES.pass;
  } catch (error) {
    return presentError(error, io);
  }
}

function exitCodeOf(code: number): ExitCode {
  return Object.values(EXIT_CODES).find((known) => known === code) ?? EXIT_CODES.bug;
}
