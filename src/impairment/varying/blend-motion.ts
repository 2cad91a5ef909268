import type { Milliseconds } from '../../core/clock.ts';
import { latestBefore } from '../../core/latest-before.ts';
import type { Random } from '../../core/random.ts';
import { CLEAR, DIRECTIONS, type Direction, type Impairment } from '../model.ts';
import { withAmount } from './amount.ts';
import type { Blend, Ramp, TraceUse } from './course.ts';
import { flapTimes } from './flap-times.ts';
import { rampAt, rampBreaks } from './ramp-curve.ts';
import { MOST_STATES } from './resolution.ts';
import { applyRow, type Trace } from './trace.ts';

/** What holds when, and when that may change; both from the beginning of the motion. */
export interface Motion {
  readonly breaks: readonly Milliseconds[];
  readonly at: (t: Milliseconds) => Impairment;
}

export interface MotionContext {
  readonly length: Milliseconds;
  readonly random: Random;
  readonly traces: ReadonlyMap<string, Trace>;
}

/** The motion of a blend: what the trace says takes the place of the base, ramps take the place of both, and a flap clears all. */
export function blendMotion(blend: Blend, { length, random, traces }: MotionContext): Motion {
  const ramps = blend.ramps.map((ramp) => rampMotion(ramp, length));
  const played = blend.trace === undefined ? [] : playersOf(blend.trace, length, traces);
  const toggles = blend.flap === undefined ? [] : flapTimes(blend.flap, length, random);
  return {
    breaks: [...ramps.flatMap(({ breaks }) => breaks), ...played.flatMap(({ breaks }) => breaks), ...toggles],
    at: (t) => {
      // Even ones end the impairment.
      if (latestBefore(toggles, t) % 2 === 0) return CLEAR;
      const parts = [...played, ...ramps];
      return parts.reduce((impairment, part) => part.apply(impairment, t), blend.base);
    },
  };
}

interface Mover {
  readonly breaks: readonly Milliseconds[];
  readonly apply: (impairment: Impairment, t: Milliseconds) => Impairment;
}

function rampMotion(ramp: Ramp, length: Milliseconds): Mover {
  const over = ramp.over ?? length;
  const { direction, field } = ramp;
  return {
    breaks: rampBreaks(over),
    apply: (impairment, t) => ({
      ...impairment,
      [direction]: withAmount(impairment[direction], field, rampAt(ramp, over, t)),
    }),
  };
}

function playersOf(
  { files, repeat }: TraceUse,
  length: Milliseconds,
  traces: ReadonlyMap<string, Trace>,
): Mover[] {
  const uses: readonly (readonly [file: string | undefined, directions: readonly Direction[]])[] = [
    [files.both, DIRECTIONS],
    [files.up, ['up']],
    [files.down, ['down']],
  ];
  return uses.flatMap(([file, directions]) => {
    const trace = file === undefined ? undefined : traces.get(file);
    return trace === undefined ? [] : [player(trace, directions, { repeat, length })];
  });
}

interface Playing {
  readonly repeat: boolean;
  readonly length: Milliseconds;
}

/** A trace that is played once, after which its last row holds, or again and again. */
function player(trace: Trace, directions: readonly Direction[], { repeat, length }: Playing): Mover {
  const repeats = repeat && trace.length > 0;
  const most = Math.ceil(MOST_STATES / trace.rows.length) + 1;
  const rounds = repeats ? Math.min(most, Math.ceil(length / trace.length)) : 1;
  const times = trace.rows.map((row) => row.at);
  const offsets = Array.from({ length: rounds }, (_, round) => round * trace.length);
  return {
    breaks: offsets.flatMap((offset) => times.map((at) => offset + at)),
    apply: (impairment, t) => {
      // The last row of a repeated trace is the first of the next round.
      const row = trace.rows[Math.max(0, latestBefore(times, repeats ? t % trace.length : t))]!;
      const played = applyRow(impairment, trace.columns, row);
      return DIRECTIONS.reduce(
        (mixed, way) => (directions.includes(way) ? { ...mixed, [way]: played[way] } : mixed),
        impairment,
      );
    },
  };
}
