import { systemClock } from '../../src/core/clock.ts';
import type { KernelLink } from '../../src/drivers/driver.ts';
import { varyLink } from '../../src/engine/vary-link.ts';
import type { Impairment } from '../../src/impairment/model.ts';
import { parseTrace } from '../../src/impairment/varying/parse-trace.ts';
import { readCourse } from '../../src/impairment/varying/read-course.ts';
import { compileSchedule, meanOver, type ScheduledState } from '../../src/impairment/varying/schedule.ts';
import { soundPlan, SOUND } from './planning.ts';

/** The states of a value of `impair:`; a trace in it is `trace.csv` with the given text. */
export function scheduleOf(value: unknown, length: number, csv = ''): readonly ScheduledState[] {
  const { course, problems } = readCourse(value, new Map());
  const { trace } = csv === '' ? {} : parseTrace('columns', csv);
  if (problems.length > 0) throw new Error(problems[0]?.message);
  const traces = new Map(trace === undefined ? [] : [['trace.csv', trace]]);
  return compileSchedule(course, { length, seed: 1, traces });
}

/** The same states twice: by when each change began, and by when it had been made. It was in force somewhere in between. */
export interface Followed {
  readonly earliest: readonly ScheduledState[];
  readonly latest: readonly ScheduledState[];
}

/** Lets a link follow a schedule as a run does; `epoch` is where it begins on the clock. */
export async function follow(
  link: Pick<KernelLink, 'edge' | 'change'>,
  schedule: readonly ScheduledState[],
  epoch: number,
): Promise<Followed> {
  const [step] = soundPlan(SOUND).steps;
  if (step === undefined) throw new Error('no step');
  const earliest = schedule.slice(0, 1);
  const recorded = {
    edge: link.edge,
    change: async (impairment: Impairment): Promise<void> => {
      earliest.push({ at: systemClock.now() - epoch, impairment });
      await link.change(impairment);
    },
  };
  const context = { clock: systemClock, emitter: { emit: () => {} } };
  const never = new AbortController().signal;
  const applied = await varyLink(context, { step, link: recorded, schedule, epoch }, never);
  const made = applied.map(({ state, at }) => ({ at, impairment: schedule[state]!.impairment }));
  return { earliest, latest: [...schedule.slice(0, 1), ...made] };
}

/** The mean of a figure between two times, each state holding until the next. */
export function meanBetween(
  schedule: readonly ScheduledState[],
  [from, to]: readonly [from: number, to: number],
  figure: (impairment: Impairment) => number,
): number {
  const before = schedule.findLast(({ at }) => at <= from);
  const inside = schedule.filter(({ at }) => at > from && at < to);
  return meanOver([...(before === undefined ? [] : [{ ...before, at: from }]), ...inside], to, figure);
}

/** What a figure can be at a moment that two accounts of it tell of, and what was seen. */
export interface Seen {
  readonly between: readonly [one: number, other: number];
  readonly seen: number;
}

/** Mean distance of what was seen from what it can be, as a share of the mean of that. */
export function meanError(figures: readonly Seen[]): number {
  const distances = figures.map(({ between, seen }) => {
    return Math.max(0, Math.min(...between) - seen, seen - Math.max(...between));
  });
  const asked = figures.map(({ between: [one, other] }) => (one + other) / 2);
  return sum(distances) / sum(asked);
}

/** How far from the middle of what it can be. */
export function offMiddle({ between: [one, other], seen }: Seen): number {
  return seen - (one + other) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
