import type { Milliseconds } from '../../core/clock.ts';
import { latestBefore } from '../../core/latest-before.ts';
import { seededRandom } from '../../core/random.ts';
import { impairmentKey, type Impairment } from '../model.ts';
import { blendMotion, type Motion, type MotionContext } from './blend-motion.ts';
import type { Course, Stages } from './course.ts';
import { LEAST_LENGTH } from './read-length.ts';
import { MOST_STATES } from './resolution.ts';
import type { Trace } from './trace.ts';

/** A whole state of a link, and since when it holds. */
export interface ScheduledState {
  readonly at: Milliseconds;
  readonly impairment: Impairment;
}

export interface ScheduleOptions {
  /** Of the time in which the link varies. */
  readonly length: Milliseconds;
  readonly seed: number;
  /** By the names that a course gives them. */
  readonly traces: ReadonlyMap<string, Trace>;
}

/**
 * Every state of a course, in order, from 0 to before `length`: no two in a row are the same, and none lasts less than `LEAST_LENGTH`,
 * so that a change that comes too soon after another is put off. The same options give the same states.
 */
export function compileSchedule(course: Course, { length, seed, traces }: ScheduleOptions): ScheduledState[] {
  const { breaks, at } = motionOf(course, { length, random: seededRandom(seed), traces });
  const states: ScheduledState[] = [];
  for (const time of spaced(breaks, length)) {
    const impairment = at(time);
    const before = states.at(-1);
    if (before === undefined || impairmentKey(before.impairment) !== impairmentKey(impairment))
      states.push({ at: time, impairment });
  }
  return states;
}

/** What a course begins with. */
export function firstState(course: Course, traces: ReadonlyMap<string, Trace>): Impairment {
  const context = { length: LEAST_LENGTH, random: seededRandom(0), traces };
  return motionOf(course, context).at(0);
}

/** 0 and the breaks in order, in whole milliseconds and `LEAST_LENGTH` apart. */
function spaced(breaks: readonly Milliseconds[], length: Milliseconds): Milliseconds[] {
  const times: Milliseconds[] = [0];
  for (const at of breaks.map((time) => Math.ceil(time)).toSorted((a, b) => a - b)) {
    const last = times.at(-1) ?? 0;
    const next = Math.max(at, last + LEAST_LENGTH);
    if (at > last && next < length) times.push(next);
  }
  return times;
}

function motionOf(course: Course, context: MotionContext): Motion {
  return course.kind === 'blend' ? blendMotion(course, context) : stagesMotion(course, context);
}

interface Slot {
  readonly begin: Milliseconds;
  readonly motion: Motion;
}

function stagesMotion({ stages, repeat }: Stages, { length, random, traces }: MotionContext): Motion {
  const slots: Slot[] = [];
  const breaks: Milliseconds[] = [];
  let begin = 0;
  for (const { length: lasts, blend } of endless(stages, repeat)) {
    const motion = blendMotion(blend, { length: lasts, random, traces });
    const slot = { begin, motion };
    slots.push(slot);
    breaks.push(begin, ...motion.breaks.filter((at) => at < lasts).map((at) => slot.begin + at));
    begin += lasts;
    if (begin >= length || breaks.length > MOST_STATES) break;
  }
  const begins = slots.map((slot) => slot.begin);
  return {
    breaks,
    at: (t) => {
      const slot = slots[latestBefore(begins, t)]!;
      return slot.motion.at(t - slot.begin);
    },
  };
}

function* endless<T>(items: readonly T[], repeat: boolean): Generator<T> {
  for (;;) {
    yield* items;
    if (!repeat || items.length === 0) return;
  }
}

/** The mean over time of a figure of each state, until `end`, by which the last one is over. */
export function meanOver(
  states: readonly ScheduledState[],
  end: Milliseconds,
  figure: (impairment: Impairment) => number,
): number {
  const begin = states[0]?.at ?? end;
  const sum = states.reduce((total, { at, impairment }, index) => {
    return total + figure(impairment) * ((states[index + 1]?.at ?? end) - at);
  }, 0);
  return end > begin ? sum / (end - begin) : 0;
}
