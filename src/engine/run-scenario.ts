import { runTitle } from '../core/matrix-cell.ts';
import { availableParallelism } from 'node:os';
import { CleanupStack, type CleanupFailure } from '../core/cleanup-stack.ts';
import type { Milliseconds } from '../core/clock.ts';
import { reasonOf, SquallError } from '../core/errors.ts';
import { maskedError } from '../core/masked-error.ts';
import { packageVersion } from '../core/package-version.ts';
import type { EventResult, RunResult, StepResult } from '../core/result.gen.ts';
import { startTimeOf } from '../exec/process-identity.ts';
import { describeExit } from '../exec/spawn.ts';
import { JOURNAL_FILE, openJournal } from '../journal/journal.ts';
import { startReaper } from '../journal/reaper.ts';
import { RunBrowser } from './browser/run-browser.ts';
import { assembleResult, type Ending } from './assemble-result.ts';
import { CommandLog } from './command-log.ts';
import { Collector } from './collector.ts';
import type { Thrown } from './conclude.ts';
import { notify, type RunContext, type RunRequest } from './context.ts';
import { Emitter } from './emitter.ts';
import { RunEvents } from './events/run-events.ts';
import { LinkReader } from './heartbeat.ts';
import { StepJudge } from './judge-step.ts';
import { watchGuards } from './guards/watch-guards.ts';
import { limitDuration } from './limit-duration.ts';
import { keepSources } from './keep-sources.ts';
import { serveRun } from './live/serve-run.ts';
import { WatchPoint } from './live/watch-point.ts';
import type { Plan } from '../plan/plan.ts';
import { connectPrometheus } from './queries/connect-prometheus.ts';
import { checkLoads, runLoadSpecs } from './prepare-loads.ts';
import { createRunFolder } from './run-folder.ts';
import { createPlanMasker, readSecrets } from './secrets.ts';
import { setUp, type Stage } from './set-up.ts';
import { startLoads } from './start-loads.ts';
import { stepLabel, walkSteps } from './walk-steps.ts';

export interface RunOutcome {
  readonly result: RunResult;
  /** The run's folder. */
  readonly folder: string;
  /** What was thrown that should not have been: a bug, to be shown with its stack. */
  readonly bug?: unknown;
}

/** Time for the generator's first look at its arrivals. */
const LEAD: Milliseconds = 500;
/** A process of a load loads more than the reaper, whose start shows how quick this machine is at that. */
const STARTS = 5;

/** What a run has come to, whether or not it came to its end. */
export interface RunProgress {
  readonly steps: StepResult[];
  /** What the steps have done to the services. */
  readonly events: EventResult[];
  readonly watch: WatchPoint;
  collector?: Collector;
  /** The start of the first step on the clock. */
  epoch?: Milliseconds;
  stage?: Stage;
  reader?: LinkReader;
  /** When the steps were over, or given up, on the clock. */
  endedAt?: Milliseconds;
}

/**
 * Runs one plan to its end and puts everything back, whatever happens in between. What goes wrong is in the result.
 * @throws SquallError only before anything is touched: no folder, a missing variable, no reaper.
 */
export async function runScenario(request: RunRequest): Promise<RunOutcome> {
  const { plan, clock } = request;
  const secrets = readSecrets(plan, request.env);
  const started = clock.wall();
  const begin = clock.now();
  const folder = createRunFolder(request.out, { scenario: plan.scenario.name, started });
  keepSources(request, folder);
  const mask = createPlanMasker(plan, secrets);
  const emitter = new Emitter({
    clock,
    file: folder.file('events.jsonl'),
    mask,
    listeners: request.listeners,
  });
  const journal = await openJournal(folder.file(JOURNAL_FILE), clock);
  const inside = new AbortController();
  const context: RunContext = {
    request,
    plan,
    clock,
    signal: AbortSignal.any([request.signal, inside.signal]),
    abort: (reason) => inside.abort(reason),
    folder,
    emitter,
    journal,
    cleanup: new CleanupStack(),
    commands: new CommandLog(clock),
    mask,
    hasSecrets: mask.longest > 0,
    notices: [],
  };
  await recordStart(context);
  const asked = clock.now();
  const reaper = await startReaper({ journalPath: journal.path, logPath: folder.file('reaper.log'), clock });
  const processStart = clock.now() - asked;
  void reaper.lost.then((exit) => {
    const message = `the process that cleans up after a crash ${describeExit(exit)}: this run is no longer protected against SIGKILL`;
    notify(context, message);
  });
  emitter.emit({
    kind: 'run.started',
    run: folder.id,
    folder: folder.path,
    scenario: runTitle(plan.scenario),
    duration: plan.duration,
    steps: announced(context),
  });
  const progress: RunProgress = { steps: [], events: [], watch: new WatchPoint() };
  await serveRun(context, progress);
  const limit = limitDuration(context, begin);
  const thrown = await attempt(() => perform(context, secrets, progress, processStart));
  limit.end();
  // Whatever is still under way, a probe or a command, ends before anything is put back.
  if (thrown !== undefined) context.abort(new Error(reasonOf(thrown.error)));
  const endedAt = clock.now();
  progress.endedAt = endedAt;
  progress.watch.end();
  const undoFailures = await putBack(context, thrown);
  // Who interrupts the undo means the run: all verdicts stand, but the caller is told that it was cut.
  const late = request.signal.aborted ? { error: request.signal.reason as unknown } : undefined;
  const ending: Ending = {
    thrown: thrown ?? late,
    undoFailures,
    endedAt,
    started,
    seconds: (clock.now() - begin) / 1000,
  };
  const concluded = assembleResult(context, progress, ending);
  const unrecorded = await attempt(async () => {
    await journal.record({ kind: 'run.ended', exitCode: concluded.exitCode });
  });
  await journal.close();
  // A full disk must not cost the verdict.
  const result =
    unrecorded === undefined ? concluded : assembleResult(context, progress, { ...ending, unrecorded });
  // A failed undo is left to the reaper, which tries again from the journal.
  if (undoFailures.length === 0) await reaper.release();
  emitter.emit({ kind: 'run.ended', verdict: result.verdict, exitCode: result.exitCode });
  const isBug = thrown !== undefined && !(thrown.error instanceof SquallError);
  return { result, folder: folder.path, ...(isBug && { bug: maskedError(thrown.error, mask) }) };
}

async function attempt(action: () => Promise<void>): Promise<Thrown | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return { error };
  }
}

async function recordStart({ folder, journal, plan }: RunContext): Promise<void> {
  const startTime = startTimeOf(process.pid) ?? '';
  await journal.record({
    kind: 'run.started',
    run: folder.id,
    scenario: plan.scenario.name,
    version: packageVersion(),
    pid: process.pid,
    startTime,
  });
}

function announced({ plan }: RunContext): { name: string; label: string; duration: number }[] {
  return plan.steps.map((step) => ({
    name: step.name,
    label: stepLabel(step),
    duration: step.end - step.start,
  }));
}

async function perform(
  context: RunContext,
  secrets: ReadonlyMap<string, string>,
  progress: RunProgress,
  processStart: Milliseconds,
): Promise<void> {
  const { clock, cleanup, emitter, plan, signal } = context;
  const { startup } = await checkLoads(context, secrets);
  const browser = await RunBrowser.find(context);
  const stage = await setUp(context, secrets);
  progress.stage = stage;
  signal.throwIfAborted();
  const prometheus = await connectPrometheus(context, stage);
  await browser?.start();
  const epoch = clock.now() + Math.max(leadOf(plan, processStart), LEAD + startup);
  const collector = new Collector(plan, epoch);
  progress.collector = collector;
  progress.epoch = epoch;
  const reader = new LinkReader(stage.links.values(), collector, signal);
  progress.reader = reader;
  progress.watch.begin({ collector, reader });
  // What it fails with ends the run where the run itself reads.
  context.request.onMeasuring?.({ collector, refresh: () => reader.read().catch(() => {}) });
  cleanup.push('reading the links', async () => reader.stop());
  const load = await startLoads(context, runLoadSpecs(context, stage), epoch, collector);
  cleanup.push('the load', () => load.stop());
  emitter.startAt(epoch);
  const events = new RunEvents({ context, stage, epoch }, progress.events);
  const walk = {
    context,
    stage,
    collector,
    reader,
    load,
    epoch,
    events,
    ...(prometheus !== undefined && { prometheus }),
    ...(browser !== undefined && { browser }),
  };
  const guards = watchGuards(walk);
  cleanup.push('the guards', () => guards.stop());
  const judge = new StepJudge(walk, progress.steps);
  // The signal ends commands; nothing is put back before they have ended.
  cleanup.push('the commands of expectations', () => judge.commandsEnded());
  cleanup.push('the events of steps', () => events.over());
  await walkSteps(walk, judge);
  await judge.finished();
}

/** Loads in namespaces start side by side, as many at once as there are processors. */
function leadOf({ loads }: Plan, processStart: Milliseconds): Milliseconds {
  const processes = loads.filter((load) => load.home === 'namespace').length;
  return Math.max(LEAD, STARTS * processStart * Math.ceil(processes / availableParallelism()));
}

async function putBack(
  { cleanup, emitter }: RunContext,
  thrown: Thrown | undefined,
): Promise<CleanupFailure[]> {
  const because = thrown === undefined ? 'the last step is over' : reasonOf(thrown.error);
  let failures: CleanupFailure[] = [];
  try {
    emitter.emit({ kind: 'undo.started', because });
  } finally {
    // Whatever a listener throws.
    failures = await cleanup.unwind();
  }
  for (const failure of failures) emitter.emit({ kind: 'undo.failed', ...failure });
  return failures;
}
