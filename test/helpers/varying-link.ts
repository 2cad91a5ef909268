import { systemClock } from '../../src/core/clock.ts';
import type { KernelLink } from '../../src/drivers/driver.ts';
import { varyLink, type AppliedState } from '../../src/engine/vary-link.ts';
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

/** Lets a link follow a schedule as a run does; `epoch` is where it begins on the clock. */
export async function follow(
  link: KernelLink,
  schedule: readonly ScheduledState[],
  epoch: number,
): Promise<readonly AppliedState[]> {
  const [step] = soundPlan(SOUND).steps;
  if (step === undefined) throw new Error('no step');
  const emitter = { emit: () => {} };
  const never = new AbortController().signal;
  return await varyLink({ clock: systemClock, emitter }, { step, link, schedule, epoch }, never);
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

/** Mean distance of what was seen from what was asked, as a share of the mean of what was asked. */
export function meanError(pairs: readonly (readonly [asked: number, seen: number])[]): number {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const distance = sum(pairs.map(([asked, seen]) => Math.abs(seen - asked)));
  return distance / sum(pairs.map(([asked]) => asked));
}
