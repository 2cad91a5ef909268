import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CONTROL_SOCKET, RESULT_FILE } from '../../core/artefacts.ts';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { codeOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { suggest } from '../../core/suggest.ts';
import { askControl } from '../control/ask-control.ts';
import { parseLiveState, RUN_ROUTES, type LiveState } from './messages.ts';

/** A run that is in progress, or one that has left its result. */
export type FoundRun = LiveRun | EndedRun;

export interface LiveRun {
  readonly kind: 'live';
  readonly folder: string;
  readonly state: LiveState;
}

export interface EndedRun {
  readonly kind: 'ended';
  readonly folder: string;
}

export interface FindRunsOptions {
  /** Where run folders are. */
  readonly out: string;
  /** Only runs of the scenario with this name, unless one is named. */
  readonly scenario?: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Where a run is, it knows without asking anybody. */
const KNOWN_WITHIN: Milliseconds = 5000;

/**
 * The runs of this user directly below `out`, newest first. One that was killed is neither in progress nor over.
 * @throws SquallError `control-failed`, exit code 3, where a run does not answer.
 */
export async function findRuns(options: FindRunsOptions): Promise<FoundRun[]> {
  const folders = (await foldersIn(options.out)).toReversed();
  const found = await Promise.all(
    folders.map(async (folder) => await findRun(folder, options).catch(notOthers)),
  );
  return found.filter((run) => run !== undefined).filter((run) => isOf(run, options.scenario));
}

function isOf(run: FoundRun, scenario: string | undefined): boolean {
  if (scenario === undefined) return true;
  return (run.kind === 'live' ? run.state.scenario : scenarioOf(run.folder)) === scenario;
}

/** As `createRunFolder` has named it. */
function scenarioOf(folder: string): string | undefined {
  return /^\d{8}T\d{6}Z-(.+)-[^-]+$/.exec(basename(folder))?.[1];
}

/** Those in progress only. */
export async function findLiveRuns(options: FindRunsOptions): Promise<LiveRun[]> {
  return (await findRuns(options)).filter((run) => run.kind === 'live');
}

/**
 * The one run that is meant: the one that was named, by its id or its folder; or the only one in progress; or, without any, the last
 * that is over.
 * @throws SquallError `run-not-found` or `several-runs`, exit code 2; as `askControl`.
 */
export async function chooseRun(named: string | undefined, options: FindRunsOptions): Promise<FoundRun> {
  if (named !== undefined) return await findNamed(named, options);
  const runs = await findRuns(options);
  const live = runs.filter((run) => run.kind === 'live');
  if (live.length > 1) throw severalRuns(live);
  const run = live[0] ?? runs[0];
  if (run === undefined) throw noRun(options);
  return run;
}

/** Runs that are over were not asked for. */
export function noneInProgress(out: string): SquallError {
  return new SquallError('run-not-found', `no run in \`${out}\` is in progress`, {
    hint: 'name one that is over with `--run RUN`, or say where run folders are with `--out DIR`',
    exitCode: EXIT_CODES.usage,
  });
}

/** More than one run is in progress, and it was not said which is meant. */
export function severalRuns(live: readonly LiveRun[]): SquallError {
  const names = live.map(({ state }) => `\`${state.run}\``).join(', ');
  return new SquallError('several-runs', `${live.length} runs are in progress: ${names}`, {
    hint: `say which one with \`--run ${live[0]?.state.run}\``,
    exitCode: EXIT_CODES.usage,
  });
}

/** @throws SquallError `run-not-found`, exit code 2; as `askControl`. */
async function findNamed(named: string, options: FindRunsOptions): Promise<FoundRun> {
  const inOut = join(options.out, named);
  const given = basename(named) === RESULT_FILE ? dirname(named) : named;
  const folder = (await isFolder(inOut)) ? inOut : given;
  if (!(await isFolder(folder))) throw await notFound(named, options.out);
  const run = await findRun(folder, options);
  if (run !== undefined) return run;
  throw new SquallError(
    'run-not-found',
    `\`${folder}\` holds a run that is neither in progress nor over, or none`,
    {
      hint: 'name the folder of one run; of a run that was killed, its `events.jsonl` says how far it came',
      exitCode: EXIT_CODES.usage,
    },
  );
}

async function findRun(folder: string, { clock, signal }: FindRunsOptions): Promise<FoundRun | undefined> {
  if (await exists(join(folder, CONTROL_SOCKET))) {
    const asking = { clock, within: KNOWN_WITHIN, signal };
    const state = parseLiveState(await askControl(folder, RUN_ROUTES.state, undefined, asking));
    if (state !== undefined) return { kind: 'live', folder, state };
  }
  return (await exists(join(folder, RESULT_FILE))) ? { kind: 'ended', folder } : undefined;
}

/** Somebody else's are not looked at unless they are named. */
function notOthers(error: unknown): undefined {
  if (error instanceof SquallError && error.code === 'control-denied') return undefined;
  throw error;
}

function noRun({ out, scenario }: FindRunsOptions): SquallError {
  const what = scenario === undefined ? 'run' : `run of \`${scenario}\``;
  return new SquallError('run-not-found', `there is no ${what} in \`${out}\`, neither in progress nor over`, {
    hint: 'start one with `scenario run FILE`, or say where run folders are with `--out DIR`',
    exitCode: EXIT_CODES.usage,
  });
}

async function notFound(named: string, out: string): Promise<SquallError> {
  const ids = (await foldersIn(out)).map((folder) => basename(folder));
  const meant = suggest(named, ids);
  const hint = `name a run's id or its folder; run folders are looked for in \`${out}\`, or where \`--out DIR\` says`;
  return new SquallError('run-not-found', `there is no run \`${named}\``, {
    hint: meant === undefined ? hint : `did you mean \`${meant}\`?`,
    exitCode: EXIT_CODES.usage,
  });
}

/** By their names, which begin with the time: oldest first. */
async function foldersIn(out: string): Promise<string[]> {
  const entries = await readdir(out, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.toSorted().map((name) => join(out, name));
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** What may not be looked at may be there: then asking says why not. */
async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    (error: unknown) => codeOf(error) === 'EACCES',
  );
}
