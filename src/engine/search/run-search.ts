import type { Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import type { SearchTrial } from '../../core/result.gen.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import { BLOCK } from '../../metrics/timeline.ts';
import { isLastStep, isOfK6, type PlannedStep } from '../../plan/plan.ts';
import type { PlannedSearch } from '../../plan/planned-search.ts';
import { settleAt, stateAt } from '../../plan/searched-state.ts';
import { concludeSearch, type SearchConclusion } from '../../search/conclude-search.ts';
import { nextTrial, type TriedValue } from '../../search/next-trial.ts';
import { longestTrial } from '../../search/pace.ts';
import { layOutSpace } from '../../search/space.ts';
import type { EvidenceSources } from '../gather-evidence.ts';
import type { LinkTransition } from '../transition.ts';
import type { Walk } from '../walk-steps.ts';
import { runTrial, type AskedTrial, type SearchRun } from './run-trial.ts';
import { loadsBehind, metricsOf, TrialEvidence } from './trial-evidence.ts';
import { figuresOf, TrialLog } from './trial-log.ts';

/** What a search did, and what follows. */
export interface SearchOutcome {
  readonly trials: readonly SearchTrial[];
  readonly conclusion: SearchConclusion;
  /** Whether the time of the step was over first. */
  readonly outOfTime: boolean;
}

export interface SearchingStep {
  readonly walk: Walk;
  readonly step: PlannedStep;
  readonly search: PlannedSearch;
  readonly verdicts: EvidenceSources['verdicts'];
  readonly transition: Promise<{ readonly transitions: readonly LinkTransition[] }>;
}

/** What a clear value takes where no rate is planned. */
const CLEAR_UNKNOWN: Milliseconds = 10_000;
/** Between the end of the last trial and that of the step. */
const MARGIN: Milliseconds = 500;

/** The search of one step, from when its window opens. */
export class StepSearch {
  readonly #searching: SearchingStep;
  readonly #outcome: Promise<SearchOutcome>;
  #over = false;

  constructor(searching: SearchingStep) {
    const { context } = searching.walk;
    this.#searching = searching;
    this.#outcome = searchStep(searching).finally(() => (this.#over = true));
    // What goes wrong ends the run now, and not only when the step is over.
    this.#outcome.catch((error: unknown) =>
      context.abort(error instanceof Error ? error : new Error(reasonOf(error))),
    );
  }

  /** When the step ends as far as is known: nothing comes after the last one, so it ends with its search, at the end of a block. */
  end(now: Milliseconds): Milliseconds {
    const { walk, step } = this.#searching;
    if (!this.#over || !isLastStep(walk.context.plan, step)) return step.end;
    return Math.min(step.end, step.start + Math.ceil((now - step.start) / BLOCK) * BLOCK);
  }

  async outcome(): Promise<SearchOutcome> {
    return await untilAborted(this.#outcome, this.#searching.walk.context.signal);
  }
}

async function searchStep(searching: SearchingStep): Promise<SearchOutcome> {
  const { walk, step, search } = searching;
  const { transitions } = await searching.transition;
  const proof = transitions.find(({ edge }) => edge === search.edge)?.proof;
  const run = prepare(searching);
  const space = layOutSpace(search.range);
  const tried: TriedValue[] = [];
  const trials: SearchTrial[] = [];
  let outOfTime = false;
  try {
    for (let next = nextTrial(space, tried); next !== undefined; next = nextTrial(space, tried)) {
      const amount = space.values[next.at]!;
      const isFirst = trials.length === 0 && proof !== undefined;
      const settle = isFirst ? 0 : settleAt(search, amount);
      const left = step.end - MARGIN - settle - (walk.context.clock.now() - walk.epoch);
      outOfTime = left <= 0;
      if (outOfTime) break;
      const pace = { made: tried.length, most: search.most, clear: search.forecast?.clear ?? CLEAR_UNKNOWN };
      const trial = await tell(run, {
        ...next,
        number: trials.length + 1,
        amount,
        longest: longestTrial(left, pace),
        ...(isFirst && { proved: { outcome: proof.outcome, reason: proof.reason } }),
      });
      tried.push({ ...next, outcome: trial.outcome });
      trials.push(trial);
    }
  } finally {
    run.log.end();
  }
  if (!isLastStep(walk.context.plan, step)) await run.link.change(stateAt(search, search.range.from));
  return { trials, conclusion: concludeSearch(space, tried), outOfTime };
}

async function tell(run: SearchRun, asked: AskedTrial): Promise<SearchTrial> {
  const { walk, step, search } = run;
  const { emitter } = walk.context;
  const place = { step: step.name, edge: search.edge, trial: asked.number } as const;
  emitter.emit({ kind: 'trial.started', ...place, vary: search.vary, amount: asked.amount });
  const trial = await runTrial(run, asked);
  const { outcome, text, n, why, start, to } = trial;
  emitter.emit({
    kind: 'trial.ended',
    ...place,
    value: `${search.vary} ${text}`,
    outcome,
    n,
    why,
    took: to - start,
  });
  return trial;
}

function prepare({ walk, step, search, verdicts }: SearchingStep): SearchRun {
  const { context, stage, collector } = walk;
  const { plan, request } = context;
  const link = stage.links.get(search.edge);
  if (link === undefined) throw new Error(`no driver has installed edge ${search.edge}`);
  const { earlier } = request;
  const sources: EvidenceSources = { plan, collector, verdicts, ...(earlier !== undefined && { earlier }) };
  const metrics = metricsOf(search);
  const loads = metrics.flatMap(({ subject }) => loadsBehind(sources, subject));
  const log = new TrialLog(collector, [
    ...figuresOf(metrics),
    ...loads.map((subject) => ({ subject, tags: [] })),
  ]);
  const readsLinks = metrics.some(({ subject }) => {
    const load = plan.loads.find(({ name }) => name === subject);
    return load === undefined || isOfK6(load);
  });
  const evidence = new TrialEvidence(sources, step, search, log);
  return { walk, step, search, link, log, evidence, readsLinks };
}
