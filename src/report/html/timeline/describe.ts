import type { StepResult } from '../../../core/result.gen.ts';
import { cutToWidth } from '../../display-width.ts';
import { boundsOn } from './bounds.ts';
import { digest, type TimelineSubject } from './subjects.ts';

/** What a figure says, for whom cannot see it; the figures are in the tables below. */
export function describeSubject(subject: TimelineSubject, steps: readonly StepResult[]): string {
  const { name } = subject;
  const bounds = (['latency', 'success', 'rate'] as const).flatMap((kind) =>
    boundsOn(steps, name, kind).flat(),
  );
  return [
    `${digest(subject)}.`,
    `${steps.length} steps: ${steps.map((step) => `${cutToWidth(step.name, 40)} ${step.verdict}`).join(', ')}.`,
    ...(subject.kind === 'unread' ? [] : [gapsOf(subject)]),
    ...(bounds.length === 0
      ? []
      : [`Bounds: ${bounds.map(({ that, verdict }) => `${cutToWidth(that, 80)} ${verdict}`).join(', ')}.`]),
  ].join(' ');
}

function gapsOf({ blocks }: Extract<TimelineSubject, { readonly kind: 'load' | 'edge' }>): string {
  const failing = blocks.filter(({ n, ok }) => ok < n).length;
  const silent = blocks.filter(({ n }) => n === 0).length;
  return `${failing} of ${blocks.length} intervals have failures; ${silent} have no data.`;
}
