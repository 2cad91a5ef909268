import type { Milliseconds } from '../../core/clock.ts';
import type { Ratio } from '../../core/units/ratio.ts';
import type { Direction, Impairment } from '../model.ts';
import type { AmountField } from './amount.ts';

/** By equal amounts, or by equal factors. */
export type Curve = 'linear' | 'exponential';

/** One value of one direction on its way from one amount to another. */
export interface Ramp {
  readonly direction: Direction;
  readonly field: AmountField;
  readonly from: number;
  readonly to: number;
  /** Absent: as long as there is time. */
  readonly over?: Milliseconds;
  readonly curve: Curve;
}

/** The impairment is in force for so long, then the link is clear for so long, and so on. */
export interface Flap {
  readonly impaired: Milliseconds;
  readonly clear: Milliseconds;
  /** By what share of itself each length varies. */
  readonly jitter: Ratio;
}

/** Recordings by the direction that they hold for; `both` stands alone. */
export interface TraceUse {
  readonly files: Readonly<Partial<Record<Direction | 'both', string>>>;
  readonly repeat: boolean;
}

/** One impairment of which values move, and which may come and go. */
export interface Blend {
  readonly kind: 'blend';
  /** With the ramps where they begin. */
  readonly base: Impairment;
  readonly ramps: readonly Ramp[];
  readonly trace?: TraceUse;
  readonly flap?: Flap;
}

export interface Stage {
  readonly length: Milliseconds;
  readonly blend: Blend;
}

/** Impairments one after the other; the last one stays. */
export interface Stages {
  readonly kind: 'stages';
  readonly stages: readonly Stage[];
  readonly repeat: boolean;
}

/** What a link does while a window lasts; times count from where the window begins. */
export type Course = Blend | Stages;

export function steady(impairment: Impairment): Blend {
  return { kind: 'blend', base: impairment, ramps: [] };
}

export function isSteady(course: Course): boolean {
  if (course.kind === 'stages') return false;
  return course.ramps.length === 0 && course.trace === undefined && course.flap === undefined;
}
