import type { Milliseconds } from '../../core/clock.ts';
import { addedRtt, type Impairment } from '../../impairment/model.ts';
import { everySample, type WindowData } from '../../metrics/window-data.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import type { PlannedSearch } from '../../plan/planned-search.ts';
import type { LookEvidence } from '../../search/judge-look.ts';
import type { Expectation, Metric } from '../../slo/grammar.ts';
import { metricsIn } from '../../slo/metrics-in.ts';
import { generatorDoubts } from '../../slo/quality.ts';
import {
  gatherEvidence,
  whoKnowsOpen,
  type EvidenceSources,
  type RequestFigure,
} from '../gather-evidence.ts';
import { figuresOf, type TrialLog } from './trial-log.ts';

/** What is known of a trial, up to a moment. */
export class TrialEvidence {
  readonly #sources: EvidenceSources;
  readonly #step: PlannedStep;
  readonly #search: PlannedSearch;
  readonly #log: TrialLog;

  constructor(sources: EvidenceSources, step: PlannedStep, search: PlannedSearch, log: TrialLog) {
    this.#sources = sources;
    this.#step = step;
    this.#search = search;
    this.#log = log;
  }

  /** How many requests were due from `from` to `cut`, of the judged figure that has the fewest. */
  count(from: Milliseconds, cut: Milliseconds): number {
    const counts = figuresOf(this.#search.checks.map(({ expectation }) => expectation.left)).map((metric) => {
      const window = this.#window(metric, { from, cut, now: cut });
      return everySample(window).n + window.dropped;
    });
    return Math.min(...counts);
  }

  /** Whether nothing that was due from `from` to `cut` is open any more. */
  isComplete(from: Milliseconds, cut: Milliseconds): boolean {
    return metricsOf(this.#search).every((metric) => this.#openIn(metric, from, cut).length === 0);
  }

  /** Why what was due before `cut` is in doubt, whatever it came to. */
  doubts(cut: Milliseconds): string[] {
    const { checks } = this.#search;
    return [...new Set(checks.flatMap(({ expectation }) => this.#doubtsOf(expectation, cut)))];
  }

  /** What a look sees that judges all that was due from `from` to `cut`. */
  of(
    state: Impairment,
    span: { readonly from: Milliseconds; readonly cut: Milliseconds; readonly now: Milliseconds },
  ): LookEvidence {
    const run = gatherEvidence(this.#sources, this.#step, { from: span.from, to: span.cut });
    return {
      expectations: this.#search.checks.map(({ expectation }) => expectation),
      evidence: {
        window: (metric, step) =>
          step === undefined ? this.#window(metric, span) : run.window(metric, step),
        requestedRtt: (subject) =>
          edgeOf(this.#sources, subject) === this.#search.edge ? addedRtt(state) : run.requestedRtt(subject),
        stepVerdict: (step) => run.stepVerdict(step),
      },
      doubts: (expectation) => this.#doubtsOf(expectation, span.cut),
    };
  }

  #window(
    metric: RequestFigure,
    {
      from,
      cut,
      now,
    }: { readonly from: Milliseconds; readonly cut: Milliseconds; readonly now: Milliseconds },
  ): WindowData {
    // Nobody knows which request an open one will turn out to be.
    const open = metric.tags.length > 0 ? [] : this.#openIn(metric, from, cut);
    return this.#log.window(metric, { cut, open, now });
  }

  #openIn({ subject }: RequestFigure, from: Milliseconds, to: Milliseconds): Milliseconds[] {
    const { plan, collector } = this.#sources;
    return collector.openDueIn(whoKnowsOpen(plan, subject), { from, to });
  }

  /** Whether the generator kept its rate; what reaches an edge depends on the loads on it. */
  #doubtsOf({ left }: Expectation, cut: Milliseconds): string[] {
    return loadsBehind(this.#sources, left.subject).flatMap((subject) =>
      generatorDoubts(this.#log.window({ subject, tags: [] }, { cut, open: [], now: cut })),
    );
  }
}

/** Every figure that the checks of a search name in its own step. */
export function metricsOf({ checks }: PlannedSearch): Metric[] {
  return checks.flatMap(({ expectation }) => metricsIn(expectation));
}

/** The loads that a subject is, or is asked by, of which we know when they should have sent. */
export function loadsBehind({ plan }: Pick<EvidenceSources, 'plan'>, subject: string): string[] {
  return plan.loads
    .filter((load) => load.kind === 'arrivals' && load.engine === 'builtin')
    .filter(({ name, through }) => name === subject || through === subject)
    .map(({ name }) => name);
}

function edgeOf({ plan }: EvidenceSources, subject: string): string {
  return plan.loads.find(({ name }) => name === subject)?.through ?? subject;
}
