import type { RunEvent } from '../../core/events.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatMeasured } from '../figures.ts';
import type { Palette } from './palette.ts';
import { trialLine } from './search-lines.ts';
import { untold, type StepBook } from './step-book.ts';
import { countdownText, counted, figuresText, outcomeWords, VERDICT_WORDS } from './wording.ts';

type StepEvent = Extract<RunEvent, { readonly step: string }>;
type RunWideEvent = Exclude<RunEvent, StepEvent>;

/** What an event says in complete lines, each of which makes sense when a search finds it alone. */
export function eventLines(event: RunEvent, book: StepBook, palette: Palette): readonly string[] {
  return 'step' in event
    ? stepLines(event, book, palette).map((line) => `step ${event.step}: ${line}`)
    : runLines(event, palette);
}

function stepLines(event: StepEvent, book: StepBook, palette: Palette): readonly string[] {
  switch (event.kind) {
    case 'step.started':
      return [startedText(event, book)];
    case 'link.changed':
      return [`link ${event.edge} is now ${event.label}, changed in ${formatMeasured(event.took)}`];
    case 'link.varied':
      return [
        `link ${event.edge} is now in state ${event.state + 1} of its schedule, ${formatMeasured(event.late)} late`,
      ];
    case 'trial.started':
      return [`trial ${event.trial} of ${event.vary} begins`];
    case 'trial.ended':
      return [trialLine(event, palette)];
    case 'proof.made': {
      const begin = `link ${event.edge} ${outcomeWords(event.outcome)}`;
      return event.lines.length === 0 ? [begin] : event.lines.map((line) => `${begin}: ${line}`);
    }
    case 'event.began':
      return [`event ${event.event} begins`];
    case 'event.ended':
      return [eventText(event, palette)];
    case 'window.opened':
      return ['settled, the window is open'];
    case 'figures.updated': {
      const subjects = event.figures.map((one) => `${one.subject} ${figuresText(one)}, ${one.open} open`);
      return [[`${countdownText(event.left)} left`, ...subjects].join('; ')];
    }
    case 'step.ended':
      return ['the window is closed, waiting for the last answers'];
    case 'expectation.judged':
      return [expectationText(event, palette)];
    case 'step.judged':
      return judgedLines(event, book, palette);
  }
}

function expectationText(event: Extract<RunEvent, { kind: 'expectation.judged' }>, palette: Palette): string {
  const { gate, verdict, name, reason } = event;
  return `${palette.verdict(verdict, VERDICT_WORDS[verdict])}${gate === 'warn' ? ' (warning only)' : ''} ${name}: ${reason}`;
}

function eventText(event: Extract<RunEvent, { kind: 'event.ended' }>, palette: Palette): string {
  const { outcome, took, detail } = event;
  const word = outcome === 'failed' ? palette.verdict('error', 'FAILED') : outcome;
  return `event ${event.event} ${word} after ${formatMeasured(took)}: ${detail}`;
}

function startedText(event: Extract<RunEvent, { kind: 'step.started' }>, book: StepBook): string {
  const { position, duration } = book.page(event.step);
  const length = duration === undefined ? '' : `, for ${formatDuration(duration)}`;
  return `begins (${position} of ${book.size}): ${event.label}${length}`;
}

function judgedLines(
  event: Extract<RunEvent, { kind: 'step.judged' }>,
  book: StepBook,
  palette: Palette,
): readonly string[] {
  const { passed, judged, told } = book.page(event.step);
  const word = palette.verdict(event.verdict, VERDICT_WORDS[event.verdict]);
  const count = judged === 0 ? 'no expectations' : `${passed} of ${counted(judged, 'expectation')} passed`;
  return [`${word}, ${count}`, ...untold(event.reasons, told).map((reason) => `${word} because ${reason}`)];
}

function runLines(event: RunWideEvent, palette: Palette): readonly string[] {
  switch (event.kind) {
    case 'run.started':
      return [announcement(event)];
    case 'link.installed':
      return [`link ${event.edge} installed by ${event.driver}: ${event.addresses.join(', ')}`];
    case 'service.started':
      return [`service ${event.service} started, pid ${event.pid}`];
    case 'service.ready':
      return [`service ${event.service} is ready after ${formatMeasured(event.after)}`];
    case 'service.died':
      return [`service ${event.service} ${palette.verdict('fail', 'DIED')}: ${event.how}`];
    case 'notice':
      return [`notice: ${event.message}`];
    case 'undo.started':
      return [`undo begins: ${event.because}`];
    case 'undo.failed':
      return [`${palette.verdict('error', 'UNDO FAILED')}: ${event.what}: ${event.reason}`];
    case 'run.ended':
      return [
        `run ended: ${palette.verdict(event.verdict, VERDICT_WORDS[event.verdict])}, exit code ${event.exitCode}`,
      ];
  }
}

/** The first words of a run on every console. */
export function announcement({
  scenario,
  steps,
  duration,
  folder,
}: Extract<RunEvent, { kind: 'run.started' }>): string {
  return `scenario ${scenario}: ${counted(steps.length, 'step')}, ${formatDuration(duration)} planned, run folder ${folder}`;
}
