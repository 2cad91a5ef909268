import type { Milliseconds } from '../../core/clock.ts';
import { shown } from '../../core/shown.ts';
import { formatDuration, parseDuration } from '../../core/units/duration.ts';
import type { ImpairmentProblem } from '../problem.ts';

/** Nothing of a link that varies is shorter: each change in the kernel starts a process. */
export const LEAST_LENGTH: Milliseconds = 100;

export interface LengthReading {
  readonly length: Milliseconds;
  readonly problems: readonly ImpairmentProblem[];
}

/** How long something lasts before the link is changed again. */
export function readLength(value: unknown, path: readonly string[]): LengthReading {
  const parsed = parseDuration(shown(value));
  if (!parsed.ok) {
    const { message, hint } = parsed;
    return { length: 0, problems: [{ code: 'invalid-quantity', message, hint, path, where: 'value' }] };
  }
  if (parsed.value >= LEAST_LENGTH) return { length: parsed.value, problems: [] };
  const problem: ImpairmentProblem = {
    code: 'out-of-range',
    message: `expected at least ${formatDuration(LEAST_LENGTH)} between two changes of a link, got \`${shown(value)}\``,
    hint: 'write a longer time, or `jitter`, `loss` and `reorder` for what differs from packet to packet',
    path,
    where: 'value',
  };
  return { length: 0, problems: [problem] };
}
