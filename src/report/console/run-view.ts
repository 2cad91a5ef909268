import type { Milliseconds } from '../../core/clock.ts';
import type { LiveFigures, RunEvent, VerdictName } from '../../core/events.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { formatMeasured } from '../figures.ts';
import { shortTrial } from './search-lines.ts';
import { outcomeWords } from './wording.ts';

/** `stopped`: the run ended before the step had a verdict. */
type StepPhase = 'waiting' | 'running' | 'judging' | 'judged' | 'stopped';

/** What the screen knows of a step. */
export interface StepView {
  readonly name: string;
  readonly label: string;
  readonly duration: Milliseconds;
  readonly phase: StepPhase;
  readonly left: Milliseconds;
  readonly figures: readonly LiveFigures[];
  readonly proof: readonly string[];
  /** Of a step that searches. */
  readonly trials: readonly string[];
  readonly verdict?: VerdictName;
  /** Of the gating expectations only. */
  readonly passed: number;
  readonly judged: number;
  readonly failed: readonly string[];
}

/** What the screen knows of the run. */
export interface RunView {
  readonly preparation: {
    readonly done: boolean;
    readonly ready: readonly string[];
    readonly latest: string;
  };
  readonly steps: readonly StepView[];
  readonly undo?: { readonly because: string; readonly failures: readonly string[]; readonly done: boolean };
  readonly alerts: readonly string[];
}

export const EMPTY_VIEW: RunView = {
  preparation: { done: false, ready: [], latest: '' },
  steps: [],
  alerts: [],
};

type StepEvent = Extract<RunEvent, { readonly step: string }>;
type RunWideEvent = Exclude<RunEvent, StepEvent>;

/** The view after an event; events of steps that were not announced change nothing. */
export function viewAfter(view: RunView, event: RunEvent): RunView {
  if (!('step' in event)) return runAfter(view, event);
  const steps = view.steps.map((step) => (step.name === event.step ? stepAfter(step, event) : step));
  const { preparation } = view;
  const alerts = event.kind === 'event.ended' ? eventAlerts(event) : [];
  return {
    ...view,
    steps,
    alerts: [...view.alerts, ...alerts],
    preparation: event.kind === 'step.started' ? { ...preparation, done: true } : preparation,
  };
}

/** The view when nothing more will happen: what has no verdict yet takes the result's, or is marked as stopped. */
export function closedView(view: RunView, result: RunResult | undefined): RunView {
  const verdicts = new Map(result?.steps.map(({ name, verdict }) => [name, verdict]));
  const steps = view.steps.map((step): StepView => {
    if (step.phase === 'judged') return step;
    const verdict = verdicts.get(step.name);
    return verdict === undefined ? { ...step, phase: 'stopped' } : { ...step, phase: 'judged', verdict };
  });
  return { ...view, steps, ...(view.undo && { undo: { ...view.undo, done: true } }) };
}

function afterEnd(step: StepView): StepView {
  return { ...step, phase: step.phase === 'judged' ? 'judged' : 'judging', left: 0 };
}

function stepAfter(step: StepView, event: StepEvent): StepView {
  switch (event.kind) {
    case 'step.started':
      return { ...step, phase: 'running', label: event.label };
    case 'proof.made':
      return { ...step, proof: [...step.proof, ...proofLines(event)] };
    case 'figures.updated':
      return { ...step, left: event.left, figures: event.figures };
    case 'step.ended':
      return afterEnd(step);
    case 'expectation.judged':
      return event.gate === 'warn' ? step : afterJudgement(step, event.name, event.verdict);
    case 'step.judged':
      return { ...step, phase: 'judged', verdict: event.verdict };
    case 'trial.ended':
      return { ...step, trials: [...step.trials, shortTrial(event)] };
    case 'trial.started':
    case 'link.changed':
    case 'link.varied':
    case 'event.began':
    case 'event.ended':
    case 'window.opened':
      return step;
  }
}

function eventAlerts({
  step,
  event,
  outcome,
  took,
  detail,
}: Extract<RunEvent, { kind: 'event.ended' }>): string[] {
  return [`step ${step}: event ${event} ${outcome} after ${formatMeasured(took)}: ${detail}`];
}

function afterJudgement(step: StepView, name: string, verdict: VerdictName): StepView {
  const judged = step.judged + 1;
  if (verdict === 'pass') return { ...step, judged, passed: step.passed + 1 };
  return { ...step, judged, failed: [...step.failed, name] };
}

function proofLines(event: Extract<RunEvent, { kind: 'proof.made' }>): readonly string[] {
  if (event.outcome === 'unnecessary') return [];
  const begin = `${event.edge} ${outcomeWords(event.outcome)}`;
  return event.lines.length === 0 ? [begin] : event.lines.map((line) => `${begin}: ${line}`);
}

function runAfter(view: RunView, event: RunWideEvent): RunView {
  const { preparation } = view;
  const prepared = (latest: string): RunView => ({ ...view, preparation: { ...preparation, latest } });
  switch (event.kind) {
    case 'run.started':
      return { ...EMPTY_VIEW, steps: event.steps.map((step) => announced(step)) };
    case 'link.installed':
      return prepared(`link ${event.edge} installed`);
    case 'service.started':
      return prepared(`service ${event.service} started`);
    case 'service.ready': {
      const ready = [...preparation.ready, `${event.service} after ${formatMeasured(event.after)}`];
      return { ...view, preparation: { ...preparation, ready, latest: `service ${event.service} is ready` } };
    }
    case 'service.died':
      return { ...view, alerts: [...view.alerts, `service ${event.service} died: ${event.how}`] };
    case 'notice':
      return { ...view, alerts: [...view.alerts, event.message] };
    case 'undo.started':
      return { ...view, undo: { because: event.because, failures: [], done: false } };
    case 'undo.failed': {
      const undo = view.undo ?? { because: '', failures: [], done: false };
      return { ...view, undo: { ...undo, failures: [...undo.failures, `${event.what}: ${event.reason}`] } };
    }
    case 'run.ended':
      return view.undo === undefined ? view : { ...view, undo: { ...view.undo, done: true } };
  }
}

function announced(step: { name: string; label: string; duration: Milliseconds }): StepView {
  const { name, label, duration } = step;
  const nothing = { figures: [], proof: [], trials: [], failed: [], passed: 0, judged: 0 };
  return { name, label, duration, phase: 'waiting', left: duration, ...nothing };
}
