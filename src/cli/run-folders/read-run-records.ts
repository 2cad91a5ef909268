import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CONTROL_SOCKET, RESULT_FILE } from '../../core/artefacts.ts';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { codeOf, SquallError } from '../../core/errors.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { askControl } from '../../engine/control/ask-control.ts';
import { RUN_ROUTES } from '../../engine/live/messages.ts';
import { parseRunId } from '../../engine/run-folder.ts';
import { findRuns } from '../../exec/marked-processes.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { needsCleanup, surveyRun, type RunSurvey } from '../../journal/survey.ts';
import { readResult } from '../../report/read-result.ts';
import type { Hold, RunRecord, RunStatus } from './run-record.ts';

export interface ReadOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Who is in progress says so at once. */
const ANSWERS_WITHIN: Milliseconds = 1000;

/**
 * The runs directly below `out`, newest first, one after the other: results are large. A run is known by the name that it gave its
 * folder and by a journal or a result that says the same; whatever else is there, links among it, is none.
 */
export async function* readRunRecords(out: string, options: ReadOptions): AsyncGenerator<RunRecord> {
  const living = findRuns();
  const entries = await readdir(out, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const name of names.toSorted().toReversed()) {
    options.signal.throwIfAborted();
    const record = await readRunRecord(join(out, name), living, options);
    if (record !== undefined) yield record;
  }
}

async function readRunRecord(
  folder: string,
  living: ReturnType<typeof findRuns>,
  options: ReadOptions,
): Promise<RunRecord | undefined> {
  const id = basename(folder);
  const named = parseRunId(id);
  if (named === undefined) return undefined;
  const survey = await readSurvey(folder, living);
  const result = await readOwnResult(folder);
  if ((survey ?? result) === undefined) return undefined;
  if (isOfAnother(survey, result, id)) return undefined;
  const isAnswering = await answers(folder, survey, result, options);
  const hold = isAnswering ? 'in-progress' : holdOf(survey, result);
  return {
    id,
    folder,
    scenario: named.scenario,
    status: isAnswering ? 'running' : statusOf(survey, result),
    ...(hold !== undefined && { hold }),
    started: named.started,
    tags: [],
    leftOut: [],
    ...(result !== undefined && whatWasRun(result)),
  };
}

function whatWasRun({
  run,
  scenario,
}: RunResult): Pick<RunRecord, 'scenario' | 'cell' | 'seconds' | 'tags' | 'leftOut'> {
  const { name, cell, tags = [], leftOut = [] } = scenario;
  return { scenario: name, ...(cell !== undefined && { cell }), seconds: run.seconds, tags, leftOut };
}

/** Undefined where there is no journal. */
async function readSurvey(
  folder: string,
  living: ReturnType<typeof findRuns>,
): Promise<RunSurvey | 'unreadable' | undefined> {
  const kind = await fileIn(folder, JOURNAL_FILE);
  if (kind !== 'file') return kind;
  return await surveyRun(folder, living).catch(orUnreadable);
}

function orUnreadable(error: unknown): 'unreadable' {
  if (error instanceof SquallError) return 'unreadable';
  throw error;
}

/** Undefined also where it is of another release: the journal says enough. */
async function readOwnResult(folder: string): Promise<RunResult | undefined> {
  if ((await fileIn(folder, RESULT_FILE)) !== 'file') return undefined;
  return await readResult(folder).catch((error: unknown) => {
    if (error instanceof SquallError) return undefined;
    throw error;
  });
}

/** As of a folder that somebody has copied or renamed, to keep it. */
function isOfAnother(
  survey: RunSurvey | 'unreadable' | undefined,
  result: RunResult | undefined,
  id: string,
): boolean {
  if (survey !== undefined && survey !== 'unreadable') return survey.run !== id;
  return result !== undefined && result.run.id !== id;
}

/** A runner in another container has another number there, and seems to be gone; its socket tells. */
async function answers(
  folder: string,
  survey: RunSurvey | 'unreadable' | undefined,
  result: RunResult | undefined,
  { clock, signal }: ReadOptions,
): Promise<boolean> {
  if (result !== undefined || survey === undefined || survey === 'unreadable') return false;
  if (survey.runner.kind !== 'gone') return false;
  if ((await fileIn(folder, CONTROL_SOCKET)) === undefined) return false;
  const asking = { clock, within: ANSWERS_WITHIN, signal };
  const answer = askControl(folder, RUN_ROUTES.state, undefined, asking);
  // Whatever it says, somebody is there.
  return await answer.then(
    (said) => said !== undefined,
    () => true,
  );
}

function holdOf(
  survey: RunSurvey | 'unreadable' | undefined,
  result: RunResult | undefined,
): Hold | undefined {
  if (survey === 'unreadable') return 'unreadable';
  if (survey === undefined) return result?.undo.ok === true ? undefined : 'needs-cleanup';
  if (survey.runner.kind === 'running') return 'in-progress';
  return needsCleanup(survey) ? 'needs-cleanup' : undefined;
}

function statusOf(survey: RunSurvey | 'unreadable' | undefined, result: RunResult | undefined): RunStatus {
  if (result !== undefined) return result.verdict;
  if (survey === undefined || survey === 'unreadable') return 'unreadable';
  switch (survey.runner.kind) {
    case 'running':
      return 'running';
    case 'ended':
      return 'ended';
    case 'gone':
      return 'crashed';
  }
}

/** What has the name in the folder; a link stands for nothing, since it can lead anywhere. */
async function fileIn(folder: string, name: string): Promise<'file' | 'unreadable' | undefined> {
  try {
    const found = await lstat(join(folder, name));
    return found.isFile() || found.isSocket() ? 'file' : undefined;
  } catch (error) {
    const isClosed = codeOf(error) === 'EACCES';
    return isClosed ? 'unreadable' : undefined;
  }
}
