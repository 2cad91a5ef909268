import path from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { hasErrors } from '../../core/diagnostic.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { connectDocker } from '../../drivers/docker/connect.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { notRunResult } from '../../engine/not-run.ts';
import { runScenario } from '../../engine/run-scenario.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ReportFile } from '../../report/console/console-reporter.ts';
import { createConsole } from '../../report/console/create-console.ts';
import { renderHtml } from '../../report/html/page.ts';
import { renderJson } from '../../report/json/render.ts';
import { shippedDrivers } from '../drivers.ts';
import { shippedLoad } from '../load-engines.ts';
import type { Io } from '../io.ts';
import { exposeRuns, type ExposedRuns, type MetricsOptions } from '../metrics/expose-runs.ts';
import { loadPlan, printDiagnostics, type LoadedPlan, type PlanOptions } from '../load-plans.ts';
import { presentError } from '../present-error.ts';
import { warnOfSameNames } from '../same-names.ts';
import { prepareReport } from '../report-targets.ts';
import { junitText, writeReport, writeRunFolder } from '../write-artefacts.ts';

export interface RunOptions extends PlanOptions, MetricsOptions {
  readonly out?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly json?: string;
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
  checkOptions(files, options);
  const loaded = warnOfSameNames(await Promise.all(files.map((file) => loadPlan(file, options))));
  printDiagnostics(loaded, io);
  if (loaded.some(({ diagnostics }) => hasErrors(diagnostics))) return EXIT_CODES.usage;
  // Found out by the last of ten scenarios, it would come an hour late.
  for (const { plan } of loaded) if (plan !== undefined) readSecrets(plan, io.env);
  // Who waited for a run must not lose its report to a misspelt path.
  for (const report of [options.junit, options.html, options.json]) {
    if (report !== undefined) prepareReport(report);
  }
  const exposed = await exposeRuns(options, io, systemClock);
  if (exposed?.url !== undefined && options.quiet !== true) io.out(`metrics: ${exposed.url}\n`);
  const session: Session = { options, io, signal, exposed };
  const codes: ExitCode[] = [];
  const results: RunResult[] = [];
  for (const one of loaded) {
    if (one.plan === undefined) continue;
    if (signal.aborted) {
      codes.push(presentError(signal.reason, io));
      break;
    }
    const { code, result } = await runOne({ ...one, plan: one.plan }, session);
    codes.push(code);
    results.push(result);
  }
  codes.push(await orPresent(() => writeExtras(results, options), io));
  if (exposed !== undefined) codes.push(await orPresent(() => exposed.write(), io));
  await exposed?.close();
  return worstExitCode(codes);
}

/** What all runs of one call have in common. */
interface Session {
  readonly options: RunOptions;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly exposed: ExposedRuns | undefined;
}

function checkOptions(files: readonly string[], { html, json }: RunOptions): void {
  if (files.length > 1 && (html !== undefined || json !== undefined)) {
    throw new SquallError(
      'one-scenario-only',
      '`--html` and `--json` hold one scenario, and several were given',
      {
        exitCode: EXIT_CODES.usage,
        hint: 'leave them out: each run folder has its own report.html and result.json',
      },
    );
  }
}

interface Finished {
  readonly code: ExitCode;
  readonly result: RunResult;
}

async function runOne(
  { file, plan, sha256, source }: LoadedPlan & { readonly plan: Plan },
  { options, io, signal, exposed }: Session,
): Promise<Finished> {
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
      generator: shippedLoad(),
      listeners: [reporter.listener, ...(metrics === undefined ? [] : [metrics.listener])],
      ...(metrics !== undefined && { onMeasuring: metrics.measure }),
      env: io.env,
    });
    metrics?.conclude(result.verdict);
    let artefacts: readonly ReportFile[] = [];
    const written = await orPresent(() => {
      artefacts = writeRunFolder(result, folder);
    }, io);
    await reporter.finish(result, artefacts);
    if (bug !== undefined) presentError(bug, io);
    return { code: worstExitCode([exitCodeOf(result.exitCode), written]), result };
  } catch (error) {
    await reporter.finish(undefined, []);
    metrics?.conclude('error');
    return {
      code: presentError(error, io),
      result: notRunResult({ plan, file, sha256, now: systemClock.wall(), error }),
    };
  }
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

function writeExtras(results: readonly RunResult[], { junit, html, json }: RunOptions): void {
  const [only] = results;
  if (junit !== undefined && only !== undefined) writeReport(junit, junitText(results));
  if (html !== undefined && only !== undefined) writeReport(html, renderHtml(only));
  if (json !== undefined && only !== undefined) writeReport(json, renderJson(only));
}
