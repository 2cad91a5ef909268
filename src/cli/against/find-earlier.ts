import { stat } from 'node:fs/promises';
import path from 'node:path';
import { CONTROL_SOCKET, RESULT_FILE } from '../../core/artefacts.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { isSameCell, runTitle } from '../../core/matrix-cell.ts';
import type { RunResult, ScenarioIdentity } from '../../core/result.gen.ts';
import type { Earlier, EarlierRun } from '../../engine/earlier/earlier-run.ts';
import { findRuns, type FindRunsOptions } from '../../engine/live/find-runs.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { readResult } from '../../report/read-result.ts';
import { compareReadable } from '../compare/compare-readable.ts';
import { readRun } from '../compare/read-run.ts';

export interface FindEarlierOptions extends FindRunsOptions {
  /** Whether there may be nothing yet where runs are looked for. */
  readonly allowFirst: boolean;
}

/** A scenario, and which cell of its matrix. */
type Wanted = Pick<ScenarioIdentity, 'name' | 'cell'>;

/** What a folder holds where it is that of a run, whatever became of it. */
const OF_A_RUN = [RESULT_FILE, JOURNAL_FILE, CONTROL_SOCKET] as const;

/**
 * The run that `named` means for each of the scenarios: that run itself, or, of a folder of runs, the newest of the scenario that ran whole and passed.
 * @throws SquallError `run-not-found`, `run-not-over`, `result-unreadable`, `against-other-scenario` or `against-not-passed`, exit code 2.
 */
export async function findEarlier(
  named: string,
  scenarios: readonly Wanted[],
  options: FindEarlierOptions,
): Promise<Earlier[]> {
  const folder = await folderOfRuns(named, options);
  if (folder === undefined) {
    const run = await readOne(named, scenarios, options);
    return scenarios.map(() => ({ kind: 'run', run }));
  }
  const newest = await newestPassed(folder, scenarios, options);
  return scenarios.map((scenario) => {
    const run = newest.get(scenario);
    if (run !== undefined) return { kind: 'run', run };
    return { kind: 'none', why: `\`${folder}\` holds no run of \`${runTitle(scenario)}\` that passed` };
  });
}

/** Undefined where a run is meant; a path that leads nowhere is taken for an empty folder only where that was allowed. */
async function folderOfRuns(
  named: string,
  { out, allowFirst }: FindEarlierOptions,
): Promise<string | undefined> {
  const found = await Promise.all([path.join(out, named), named].map(async (at) => await isThere(at)));
  if (!found.includes(true)) return allowFirst ? named : undefined;
  if (found[0] === true || !(await stat(named)).isDirectory()) return undefined;
  const own = await Promise.all(OF_A_RUN.map(async (file) => await isThere(path.join(named, file))));
  return own.includes(true) ? undefined : named;
}

async function readOne(
  named: string,
  scenarios: readonly Wanted[],
  options: FindRunsOptions,
): Promise<EarlierRun> {
  const run = await readRun(named, options);
  const { result } = run;
  const other = scenarios.find((scenario) => !isOf(result, scenario));
  if (other !== undefined) {
    throw new SquallError(
      'against-other-scenario',
      `run \`${result.run.id}\` is of scenario \`${runTitle(result.scenario)}\`, not of \`${runTitle(other)}\``,
      {
        hint: 'name a run of the same scenario, or a folder of runs, in which each scenario finds its own',
        exitCode: EXIT_CODES.usage,
      },
    );
  }
  if (result.verdict !== 'pass') {
    throw new SquallError(
      'against-not-passed',
      `run \`${result.run.id}\` is no measure for others: its verdict is \`${result.verdict}\``,
      {
        hint: 'name a run that passed, or a folder of runs, of which the newest that passed is taken',
        exitCode: EXIT_CODES.usage,
      },
    );
  }
  return checked(run, named);
}

/** All cells of a matrix look among the same runs, whose results are large: each is read once. */
async function newestPassed(
  folder: string,
  scenarios: readonly Wanted[],
  options: FindRunsOptions,
): Promise<ReadonlyMap<Wanted, EarlierRun>> {
  const newest = new Map<Wanted, EarlierRun>();
  for (const name of new Set(scenarios.map((scenario) => scenario.name))) {
    let open = scenarios.filter((scenario) => scenario.name === name);
    for (const found of await findRuns({ ...options, out: folder, scenario: name })) {
      if (open.length === 0) break;
      if (found.kind !== 'ended') continue;
      const result = await readResult(found.folder).catch(notCut);
      const own = open.filter((scenario) => result !== undefined && isMeasure(result, scenario));
      if (result === undefined || own.length === 0) continue;
      const run = checked({ result, folder: found.folder }, found.folder);
      for (const scenario of own) newest.set(scenario, run);
      open = open.filter((scenario) => !own.includes(scenario));
    }
  }
  return newest;
}

/** A run of some of the steps passes as well, but it would hide the whole one before it. */
function isMeasure(result: RunResult, scenario: Wanted): boolean {
  return result.verdict === 'pass' && isOf(result, scenario) && result.scenario.leftOut === undefined;
}

/** One broken file among many runs must not keep the others from being found. */
function notCut(error: unknown): undefined {
  if (error instanceof SquallError && error.code === 'result-unreadable') return undefined;
  throw error;
}

/** Found out at the end, a broken histogram would cost the run. */
function checked(run: EarlierRun, named: string): EarlierRun {
  compareReadable(run.result, run.result, named);
  return run;
}

function isOf({ scenario }: RunResult, { name, cell }: Wanted): boolean {
  return scenario.name === name && isSameCell(scenario.cell, cell);
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
