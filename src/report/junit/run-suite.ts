import type { VerdictName } from '../../core/events.ts';
import { runTitle } from '../../core/matrix-cell.ts';
import type { Cell, LoadResult, RunResult, ServiceResult } from '../../core/result.gen.ts';
import { scriptLines } from '../own-metrics.ts';
import { joinClassname, type TestCase, type TestSuite } from './test-case.ts';

/** What concerns no single step: the services, the run, and whether the network is as it was. */
export function runSuite(result: RunResult, steps: readonly TestSuite[]): TestSuite {
  const { run, scenario, environment } = result;
  const seconds = Math.max(0, run.seconds - steps.reduce((sum, suite) => sum + suite.seconds, 0));
  const parts = [
    ...result.services.filter(({ kind }) => kind === 'process').map(serviceCase),
    undoCase(result),
  ];
  const all = [...steps.flatMap(({ cases }) => cases), ...parts];
  return {
    name: runTitle(scenario),
    classname: joinClassname(runTitle(scenario)),
    timestamp: run.started,
    seconds,
    properties: {
      run: run.id,
      file: scenario.file,
      ...cellProperties(scenario.cell),
      seed: String(result.seed),
      exitCode: String(result.exitCode),
      ...(scenario.leftOut !== undefined && { leftOut: scenario.leftOut.join(', ') }),
      squall: environment.squall,
      node: environment.node,
      ...(result.against !== undefined && { against: result.against.run }),
      ...Object.fromEntries(result.loads.flatMap((load) => loadProperties(load))),
    },
    cases: [...parts, ...(scenario.leftOut ?? []).map(leftOutCase), wholeRunCase(result, all, seconds)],
  };
}

function cellProperties(cell: Cell = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(cell).map(([name, value]) => [`matrix.${name}`, String(value)]));
}

/** What a load's program is, and what it says of its own run, in its words. */
function loadProperties(load: LoadResult): [string, string][] {
  const { name, program } = load;
  if (program === undefined) return [];
  return [
    [`load.${name}`, program],
    ...scriptLines(load).map((line, index): [string, string] => [`load.${name}.${index + 1}`, line]),
  ];
}

function serviceCase({ name, died, log }: ServiceResult): TestCase {
  return {
    name: `${name} stayed alive`,
    verdict: died === undefined ? 'pass' : 'fail',
    type: 'service',
    message: died === undefined ? '' : `\`${name}\` ${died}`,
    details: log === undefined ? [] : [`log: ${log}`],
    seconds: 0,
  };
}

function leftOutCase(step: string): TestCase {
  return {
    name: `step ${step}`,
    verdict: 'skipped',
    type: 'left-out',
    message: 'left out by --only or --from-step',
    details: [],
    seconds: 0,
  };
}

function undoCase({ undo }: RunResult): TestCase {
  return {
    name: 'everything was put back',
    verdict: undo.ok ? 'pass' : 'error',
    type: 'undo',
    message: undo.ok ? '' : "the network may still be impaired: read the run's `reaper.log`",
    details: undo.failures.map(({ what, reason }) => `${what}: ${reason}`),
    seconds: 0,
  };
}

/** Carries what broke the run, and any verdict or exit code that no other case accounts for. */
function wholeRunCase(result: RunResult, others: readonly TestCase[], seconds: number): TestCase {
  const { errors, interrupted, reasons } = result;
  const told = [
    ...(interrupted === undefined ? [] : [`interrupted by ${interrupted}`]),
    // Where a signal ended the run, its error says the same again.
    ...errors.filter(({ code }) => code !== 'interrupted' || interrupted === undefined).flatMap(errorLines),
    ...reasons,
  ];
  const details = [...new Set(told)];
  return {
    name: 'the run itself',
    verdict: wholeRunVerdict(result, others),
    type: errors[0]?.code ?? (interrupted === undefined ? 'run' : 'interrupted'),
    message: details[0] ?? `the run's verdict is ${result.verdict}, its exit code ${result.exitCode}`,
    details,
    seconds,
  };
}

function errorLines({ code, message, hint, details = [] }: RunResult['errors'][number]): readonly string[] {
  return [`${code}: ${message}${hint === undefined ? '' : ` (${hint})`}`, ...details];
}

function wholeRunVerdict(result: RunResult, others: readonly TestCase[]): VerdictName {
  if (result.errors.length > 0 || result.interrupted !== undefined) return 'error';
  if (!others.some(({ verdict }) => verdict === result.verdict)) return result.verdict;
  const red = others.some(({ verdict }) => verdict !== 'pass');
  return result.exitCode !== 0 && !red ? 'error' : 'pass';
}
