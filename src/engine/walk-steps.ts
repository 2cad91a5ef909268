import type { Milliseconds } from '../core/clock.ts';
import type { VerdictName } from '../core/events.ts';
import { untilAborted } from '../core/until-aborted.ts';
import type { RunningLoad } from '../load/load.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import type { RunBrowser } from './browser/run-browser.ts';
import type { Collector } from './collector.ts';
import { notify, type RunContext } from './context.ts';
import { BEAT, type LinkReader } from './heartbeat.ts';
import type { EventResult } from '../core/result.gen.ts';
import type { RunEvents } from './events/run-events.ts';
import { readKernel, type KernelReading } from './kernel-counters.ts';
import { throwIfFailed } from './loads-ended.ts';
import { StepSearch, type SearchingStep, type SearchOutcome } from './search/run-search.ts';
import type { Stage } from './set-up.ts';
import { makeTransition, type LinkTransition } from './transition.ts';
import { StepVariation, type LinkVariation } from './vary-step.ts';

/** What is needed to walk the plan. */
export interface Walk {
  readonly context: RunContext;
  readonly stage: Stage;
  readonly collector: Collector;
  readonly reader: LinkReader;
  readonly load: RunningLoad;
  /** Who is asked for expectations on queries, where there are any. */
  readonly prometheus?: PrometheusClient;
  /** Where a step visits a page. */
  readonly browser?: RunBrowser;
  readonly events: Pick<RunEvents, 'begin'>;
  /** The run's start on the clock. */
  readonly epoch: Milliseconds;
}

/** A step that is over, to be judged once its requests have ended. */
export interface EndedStep {
  readonly step: PlannedStep;
  readonly transitions: readonly LinkTransition[];
  /** Of the links that varied in the window. */
  readonly variations: readonly LinkVariation[];
  /** What the kernel had counted when the window opened and when it closed. */
  readonly kernel: { readonly opened: Promise<KernelReading>; readonly closed: Promise<KernelReading> };
  /** Settled once the last event of the step is over. */
  readonly events: Promise<readonly EventResult[]>;
  /** By how much the transition outlasted the settle time; 0 when it did not. */
  readonly late: Milliseconds;
  /** Where the step searches. */
  readonly searched?: SearchOutcome;
}

/** What happens in each step beside its network state; nothing is waited for. */
export interface StepListener {
  /** The settle time is over. */
  runCommands(step: PlannedStep): void;
  begin(ended: EndedStep): void;
  /** Of the steps that have been judged. */
  readonly verdicts: ReadonlyMap<string, VerdictName>;
}

/** Goes through the steps on the planned minute. */
export async function walkSteps(walk: Walk, judge: StepListener): Promise<void> {
  const { context, epoch } = walk;
  for (const [index, step] of context.plan.steps.entries()) {
    await sleepUntil(walk, step.start);
    context.emitter.emit({ kind: 'step.started', step: step.name, index, label: stepLabel(step) });
    const next = context.plan.steps[index + 1];
    if (next !== undefined) walk.browser?.prepare(next);
    const events = walk.events.begin(step);
    events.catch(() => {});
    const transition = makeTransition(context, walk.stage, step, epoch).then((transitions) => ({
      transitions,
      late: Math.max(0, context.clock.now() - epoch - step.windowStart),
    }));
    // Whatever else ends the step first, a failed transition is never left unhandled.
    transition.catch(() => {});
    await beatUntil(walk, step, () => step.windowStart);
    context.emitter.emit({ kind: 'window.opened', step: step.name });
    const varying = new StepVariation({ context, stage: walk.stage, step, epoch, transition });
    const opened = readKernel(walk.stage);
    judge.runCommands(step);
    const searching = beginSearch(walk, step, { transition, verdicts: judge.verdicts });
    const end = await beatUntil(walk, step, (now) => searching?.end(now) ?? step.end);
    const searched = await searching?.outcome();
    const variations = await varying.stop();
    // Not waited for: the next step begins on the planned minute.
    const kernel = { opened, closed: readKernel(walk.stage) };
    // A driver that hangs must not hold up an interruption.
    const { transitions, late } = await untilAborted(transition, context.signal);
    context.emitter.emit({ kind: 'step.ended', step: step.name });
    const ended = {
      step: end === step.end ? step : { ...step, end },
      transitions,
      variations,
      kernel,
      events,
      late,
    };
    judge.begin({ ...ended, ...(searched !== undefined && { searched }) });
  }
}

function beginSearch(
  walk: Walk,
  step: PlannedStep,
  beside: Pick<SearchingStep, 'transition' | 'verdicts'>,
): StepSearch | undefined {
  return step.search === undefined
    ? undefined
    : new StepSearch({ walk, step, search: step.search, ...beside });
}

/** The network state of a step in a few words. */
export function stepLabel(step: PlannedStep): string {
  const impaired = step.links.filter((link) => link.label !== 'clear');
  if (impaired.length === 0) return 'clear';
  if (impaired.length === 1 && step.links.length === 1) return impaired[0]?.label ?? 'clear';
  return impaired.map((link) => `${link.edge}: ${link.label}`).join('; ');
}

async function sleepUntil({ context, epoch }: Walk, t: Milliseconds): Promise<void> {
  await context.clock.sleep(epoch + t - context.clock.now(), context.signal);
}

/** Waits until it is as late as `end` says, reading the links and showing figures once a second; the end that it came to. */
async function beatUntil(
  walk: Walk,
  step: PlannedStep,
  end: (now: Milliseconds) => Milliseconds,
): Promise<Milliseconds> {
  const { context, collector, epoch, reader } = walk;
  const now = (): Milliseconds => context.clock.now() - epoch;
  const subjects = [...context.plan.loads.map((load) => load.name), ...unloadedEdges(context)];
  let until = end(now());
  for (let next = now() + BEAT; now() < until; next += BEAT) {
    await sleepUntil(walk, Math.min(next, until));
    await reader.read();
    for (const message of collector.failureLog.take()) notify(context, message);
    throwIfFailed(collector);
    const figures = collector.figures(context.clock.now(), subjects);
    const left = Math.max(0, step.end - now());
    context.emitter.emit({ kind: 'figures.updated', step: step.name, left, figures });
    until = Math.min(until, end(now()));
  }
  return until;
}

/** Edges between services, which no load's figures stand for. */
function unloadedEdges({ plan }: RunContext): string[] {
  return plan.edges
    .filter((edge) => edge.readable && !plan.loads.some((load) => load.through === edge.name))
    .map((edge) => edge.name);
}
