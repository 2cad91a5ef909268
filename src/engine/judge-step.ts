import type { VerdictName } from '../core/events.ts';
import { untilAborted } from '../core/until-aborted.ts';
import type {
  EventResult,
  ExpectationResult,
  KernelUsage,
  Proof,
  StepEdge,
  StepResult,
  Usage,
  VisitResult,
} from '../core/result.gen.ts';
import { everySample } from '../metrics/window-data.ts';
import { isLastStep, type PlannedLink, type PlannedStep } from '../plan/plan.ts';
import type { PlannedExpectation } from '../plan/planned-expectation.ts';
import { worstVerdict } from '../slo/verdict.ts';
import { trafficResult } from '../traffic/traffic-result.ts';
import { sightingResult, watchVisit, type WatchedVisit } from './browser/watch-visit.ts';
import { notify } from './context.ts';
import { failedEvents, lateEvents } from './events/event-doubts.ts';
import { withCulprit } from './name-culprit.ts';
import type { EvidenceSources } from './gather-evidence.ts';
import { judgeCheck } from './judge-check.ts';
import { tellEnds } from './tell-ends.ts';
import { judgeEnds } from './judge-ends.ts';
import { judgeCommand } from './judge-command.ts';
import { judgeQuery } from './queries/judge-query.ts';
import { allTold, throwIfFailed } from './loads-ended.ts';
import { plannedRates } from './planned-rates.ts';
import { runDoubts } from './run-doubts.ts';
import { StoppedOnFail } from './run-ending.ts';
import { kernelUsage, offeredBytes, type KernelReading } from './kernel-counters.ts';
import { searchedIn } from './search/search-result.ts';
import { summarizeSubjects } from './summarize-subjects.ts';
import { bypassed, doubtsOf, impairs } from './step-doubts.ts';
import { readVariations, withVariation, type VariationReading } from './judge-variation.ts';
import type { EndedStep, Walk } from './walk-steps.ts';

/** What is known of the links of a step, and of its events, once it is over. */
interface StepReadings {
  readonly kernel: readonly [KernelReading, KernelReading];
  readonly varied: ReadonlyMap<string, VariationReading>;
  readonly events: readonly EventResult[];
}

/** What looked at the system in a step, beside what is measured in it. */
interface Looked {
  readonly results: readonly ExpectationResult[];
  readonly visit: VisitResult | undefined;
  readonly events: readonly EventResult[];
}

/** Judges steps in order, each once every request that was due in it has ended, while the next steps go on. */
export class StepJudge {
  readonly #walk: Walk;
  readonly #results: StepResult[];
  readonly #verdicts = new Map<string, VerdictName>();
  /** Results of the commands, queries and sightings of each step, in its order, from when its window opened. */
  readonly #commands = new Map<string, readonly Promise<ExpectationResult>[]>();
  readonly #visits = new Map<string, Promise<WatchedVisit>>();
  #last: Promise<void> = Promise.resolve();

  /** Results are put into `results` as they come. */
  constructor(walk: Walk, results: StepResult[]) {
    this.#walk = walk;
    this.#results = results;
  }

  /** Of the steps that have been judged. */
  get verdicts(): ReadonlyMap<string, VerdictName> {
    return this.#verdicts;
  }

  /**
   * Starts the commands and the visit of a step: they look at the system as it is in the step, not at what comes after. Its queries
   * wait by themselves until the window is over.
   */
  runCommands(step: PlannedStep): void {
    this.#startVisit(step);
    const running = step.expectations.flatMap((item) => {
      const judged = this.#startOne(step, item);
      return judged === undefined ? [] : [judged];
    });
    for (const each of running) each.catch(() => {});
    this.#commands.set(step.name, running);
  }

  #startVisit(step: PlannedStep): void {
    if (step.visit === undefined) return;
    const visit = watchVisit(this.#walk, step, step.visit);
    visit.catch(() => {});
    this.#visits.set(step.name, visit);
  }

  #startOne(step: PlannedStep, item: PlannedExpectation): Promise<ExpectationResult> | undefined {
    switch (item.kind) {
      case 'check':
        return undefined;
      case 'query':
        return judgeQuery(this.#walk, item);
      case 'command':
        return judgeCommand(this.#walk, step, item);
      case 'sighting':
        return this.#visits.get(step.name)?.then((watched) => sightingResult(step, item, watched));
    }
  }

  begin(ended: EndedStep): void {
    const { context } = this.#walk;
    const commands = Promise.all(this.#commands.get(ended.step.name) ?? []);
    const others = Promise.all([commands, this.#visits.get(ended.step.name), ended.events]);
    this.#last = Promise.all([others, this.#last]).then(([[results, visit, events]]) =>
      this.#judge(ended, { results, visit: visit?.result, events }),
    );
    // What goes wrong ends the run now, and not only when somebody waits for it.
    this.#last.catch((error: unknown) =>
      context.abort(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** Resolves when every step that began to be judged is judged. */
  async finished(): Promise<void> {
    await this.#last;
  }

  /** Resolves when no command runs any more, no query is asked and no page is watched, however they ended. */
  async commandsEnded(): Promise<void> {
    await Promise.allSettled([...this.#commands.values(), ...this.#visits.values()].flat());
  }

  async #judge(ended: EndedStep, { results, visit, events }: Looked): Promise<void> {
    const { collector, context } = this.#walk;
    const { step } = ended;
    await allTold(this.#walk, step);
    const isLast = isLastStep(context.plan, step);
    if (isLast) tellEnds(context, collector);
    throwIfFailed(collector);
    for (const message of collector.failureLog.take()) notify(context, message);
    const { opened, closed } = ended.kernel;
    const kernel = await untilAborted(Promise.all([opened, closed]), context.signal);
    const varied = await readVariations(context.plan, step, ended.variations, context.signal);
    const ends = isLast ? judgeEnds(context.plan, collector) : [];
    collector.late.judged(step);
    const judged = this.#stepResult(ended, [...results, ...ends], { kernel, varied, events });
    const result = visit === undefined ? judged : { ...judged, visit };
    this.#results.push(result);
    this.#verdicts.set(step.name, result.verdict);
    for (const { name, gate, verdict, reason } of result.expectations) {
      context.emitter.emit({ kind: 'expectation.judged', step: step.name, name, gate, verdict, reason });
    }
    context.emitter.emit({
      kind: 'step.judged',
      step: step.name,
      verdict: result.verdict,
      reasons: result.reasons,
    });
    if (context.plan.stopOnFail && result.verdict === 'fail') context.abort(new StoppedOnFail(step.name));
  }

  #stepResult(ended: EndedStep, others: readonly ExpectationResult[], readings: StepReadings): StepResult {
    const { context, collector } = this.#walk;
    const { step } = ended;
    const { earlier } = context.request;
    const sources: EvidenceSources = {
      plan: context.plan,
      collector,
      verdicts: this.#verdicts,
      ...(earlier !== undefined && { earlier }),
    };
    const waiting = [...others];
    const judged = step.expectations.flatMap((item) =>
      item.kind === 'check'
        ? [withCulprit(sources, step, item, judgeCheck(sources, step, item))]
        : waiting.splice(0, 1),
    );
    const searched = searchedIn(ended);
    const expectations = [...(searched?.expectations ?? []), ...judged, ...waiting];
    const edges = this.#stepEdges(ended, readings);
    const doubts = [
      ...doubtsOf(ended, edges),
      ...bypassed(context.plan, collector, ended, edges),
      ...unreadReasons(edges, readings.kernel),
      ...this.#disturbances(step, edges),
      ...lateEvents(step, readings.events),
      // No step is left to say it of the run.
      ...(isLastStep(context.plan, step) ? runDoubts(collector) : []),
    ];
    const failed = failedEvents(readings.events);
    const gating = expectations.filter((expectation) => expectation.gate === 'expect');
    const verdicts = gating.map((expectation) => expectation.verdict);
    return {
      name: step.name,
      ...(step.description !== undefined && { description: step.description }),
      start: step.start,
      windowStart: step.windowStart,
      end: step.end,
      verdict: worstVerdict([
        ...verdicts,
        ...(failed.length > 0 ? (['error'] as const) : []),
        ...(doubts.length > 0 ? (['inconclusive'] as const) : []),
      ]),
      reasons: [
        ...failed,
        ...gating
          .filter((expectation) => expectation.verdict !== 'pass')
          .map(({ name, reason }) => `${name}: ${reason}`),
        ...doubts,
      ],
      edges,
      ...(searched !== undefined && { search: searched.result }),
      rates: plannedRates(context.plan, step),
      expectations,
      subjects: summarizeSubjects(sources, step),
      traffic: collector.traffic({ from: step.windowStart, to: step.end }).map(trafficResult),
    };
  }

  /** Also of the settle time, in which the proof was made. */
  #disturbances(step: PlannedStep, edges: readonly StepEdge[]): string[] {
    const { epoch, stage } = this.#walk;
    const { disturbances } = stage;
    const [from, to] = [epoch + step.start, epoch + step.end];
    return edges
      .filter((edge) => impairs(step, edge))
      .flatMap(({ edge }) => {
        for (const meant of disturbances.meantBetween(edge, from, to))
          notify(this.#walk.context, `step ${step.name}: ${meant}, by an event of the step`);
        return disturbances.between(edge, from, to);
      });
  }

  #stepEdges({ step, transitions }: EndedStep, { kernel: counted, varied }: StepReadings): StepEdge[] {
    return step.links.map((link) => {
      const transition = transitions.find((candidate) => candidate.edge === link.edge);
      const { changedAt, provedAt } = transition ?? {};
      const kernel = kernelUsage(link.edge, counted);
      const reading = varied.get(link.edge);
      const proof: Proof = transition?.proof ?? {
        outcome: 'failed',
        rows: [],
        reason: 'the step ended before anything was proved',
      };
      return {
        edge: link.edge,
        label: link.label,
        requested: link.impairment,
        capabilities: [...link.capabilities],
        proof: withVariation(proof, reading),
        usage: typeof kernel === 'object' ? usageOf(kernel) : this.#usage(step, link),
        ...(changedAt !== undefined && { changedAt }),
        ...(provedAt !== undefined && { provedAt }),
        ...(typeof kernel === 'object' && { kernel }),
        ...(reading !== undefined && { variation: reading.variation }),
        ...(link.traces !== undefined && { traces: [...link.traces] }),
      };
    });
  }

  #usage(step: PlannedStep, { edge, impairment }: PlannedLink): Usage {
    const { context, collector } = this.#walk;
    const seen = collector.usage(edge).between(step.windowStart, step.end);
    const load = context.plan.loads.find((candidate) => candidate.through === edge);
    if (impairment.connection.refuse !== true || load === undefined) return seen;
    // The kernel refuses before the link can see who asked: the load knows how often it did.
    const { refused = 0 } = Object.fromEntries(
      everySample(collector.series(load.name).window({ from: step.windowStart, to: step.end })).failures,
    );
    return { ...seen, connections: seen.connections + refused };
  }
}

/** The kernel counts packets: of connections and exchanges it knows nothing. */
function usageOf({ up, down }: KernelUsage): Usage {
  return { connections: 0, exchanges: 0, bytes: { up: offeredBytes(up), down: offeredBytes(down) } };
}

function unreadReasons(
  edges: readonly StepEdge[],
  readings: readonly [KernelReading, KernelReading],
): string[] {
  return edges.flatMap(({ edge }) => {
    const kernel = kernelUsage(edge, readings);
    return typeof kernel === 'string' ? [`edge ${edge} could not be read: ${kernel}`] : [];
  });
}
