import { formatBitrate } from '../../core/units/bitrate.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatRatio } from '../../core/units/ratio.ts';
import { describeImpairment } from '../describe.ts';
import { isClear } from '../model.ts';
import { withAmount, type AmountField } from './amount.ts';
import type { Blend, Course, Flap, Ramp, TraceUse } from './course.ts';

/** How a link varies, in a few words; `base` is what a person calls the impairment that it varies. */
export function describeCourse(course: Course, base: string | undefined): string {
  if (course.kind === 'stages') {
    const count = course.stages.length;
    return `${count} ${count === 1 ? 'stage' : 'stages'}${course.repeat ? ', again and again' : ''}`;
  }
  return [
    ...still(course, base),
    ...rampWords(course.ramps),
    ...(course.trace === undefined ? [] : [traceWords(course.trace)]),
    ...(course.flap === undefined ? [] : [flapWords(course.flap)]),
  ].join(', ');
}

function still(blend: Blend, base: string | undefined): string[] {
  if (base !== undefined) return [base];
  const rest = blend.ramps.reduce(
    (left, { direction, field }) => ({ ...left, [direction]: withAmount(left[direction], field, 0) }),
    blend.base,
  );
  return isClear(rest) ? [] : [describeImpairment(rest)];
}

function rampWords(ramps: readonly Ramp[]): string[] {
  const texts = ramps.map((ramp) => {
    const { direction, field } = ramp;
    const isBoth = ramps.some(
      (other) => other.direction !== direction && other.field === field && isAlike(ramp, other),
    );
    if (!isBoth) return `${field} ${direction} ${wayText(ramp)}`;
    if (field !== 'delay') return `${field} ${wayText(ramp)}`;
    return `RTT ${wayText({ ...ramp, from: 2 * ramp.from, to: 2 * ramp.to })}`;
  });
  return [...new Set(texts)];
}

function isAlike(a: Ramp, b: Ramp): boolean {
  return a.from === b.from && a.to === b.to && a.over === b.over && a.curve === b.curve;
}

function wayText({ field, from, to, over, curve }: Ramp): string {
  const time = over === undefined ? '' : ` over ${formatDuration(over)}`;
  const how = curve === 'exponential' ? ' by equal factors' : '';
  return `from ${amountText(field, from)} to ${amountText(field, to)}${time}${how}`;
}

function amountText(field: AmountField, amount: number): string {
  switch (field) {
    case 'delay':
    case 'jitter':
    case 'buffer':
      return formatDuration(amount);
    case 'rate':
      return formatBitrate(amount);
    case 'loss':
    case 'duplicate':
    case 'corrupt':
    case 'reorder':
  }
  return formatRatio(amount);
}

function traceWords({ files, repeat }: TraceUse): string {
  const names = Object.entries(files).map(([way, name]) => (way === 'both' ? name : `${name} ${way}`));
  return `trace ${names.join(' and ')}${repeat ? ', again and again' : ''}`;
}

function flapWords({ impaired, clear, jitter }: Flap): string {
  const varied = jitter === 0 ? '' : `, each within ${formatRatio(jitter)}`;
  return `${formatDuration(impaired)} on and ${formatDuration(clear)} off${varied}`;
}
