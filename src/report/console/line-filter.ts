import type { Milliseconds } from '../../core/clock.ts';
import type { RunEvent, StampedEvent } from '../../core/events.ts';
import type { ConsoleLevel } from './console-reporter.ts';

/** A log that scrolls a line a second for each step hides what matters. */
const PROGRESS_EVERY: Milliseconds = 10_000;

const RANKS: Readonly<Record<ConsoleLevel, number>> = { quiet: 0, normal: 1, verbose: 2 };

/** The least level that tells a kind of event. */
const TOLD_FROM: Readonly<Record<RunEvent['kind'], ConsoleLevel>> = {
  'run.started': 'normal',
  'link.installed': 'verbose',
  'service.started': 'verbose',
  'service.ready': 'normal',
  'service.died': 'quiet',
  'step.started': 'normal',
  'link.changed': 'normal',
  'link.varied': 'verbose',
  'trial.started': 'verbose',
  'trial.ended': 'normal',
  'proof.made': 'normal',
  'event.began': 'normal',
  'event.ended': 'quiet',
  'window.opened': 'verbose',
  'figures.updated': 'normal',
  'step.ended': 'verbose',
  'expectation.judged': 'quiet',
  'step.judged': 'quiet',
  notice: 'normal',
  'undo.started': 'normal',
  'undo.failed': 'quiet',
  'run.ended': 'verbose',
};

/** Whether a level wants an event told; remembers when each step last told its figures. */
export function createLineFilter(level: ConsoleLevel): (stamped: StampedEvent) => boolean {
  const isProgressDue = createProgressThrottle();
  return (stamped) => {
    const { event } = stamped;
    if (RANKS[TOLD_FROM[event.kind]] > RANKS[level]) return false;
    if (level === 'quiet') return isTrouble(event);
    if (level === 'verbose') return true;
    if (event.kind === 'proof.made') return event.outcome !== 'unnecessary';
    return event.kind !== 'figures.updated' || isProgressDue(event.step, stamped.t ?? Date.parse(stamped.at));
  };
}

function isTrouble(event: RunEvent): boolean {
  if (event.kind === 'expectation.judged') return event.verdict !== 'pass' && event.gate === 'expect';
  if (event.kind === 'event.ended') return event.outcome === 'failed';
  return event.kind !== 'step.judged' || event.verdict !== 'pass';
}

/** The first figures of a step start its count and are not told themselves: they say next to nothing. */
function createProgressThrottle(): (step: string, now: Milliseconds) => boolean {
  const told = new Map<string, Milliseconds>();
  return (step, now) => {
    const last = told.get(step);
    const due = last !== undefined && now - last >= PROGRESS_EVERY;
    if (last === undefined || due) told.set(step, now);
    return due;
  };
}
