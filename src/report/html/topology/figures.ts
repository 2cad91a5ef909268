import type { SubjectSummary } from '../../../core/result.gen.ts';
import { formatFrequency } from '../../../core/units/frequency.ts';
import { formatMeasured, formatShare } from '../../figures.ts';

/** `99.2%, 50/s, p95 1.2s`, short enough for a box. */
export function shortFigures(subject: SubjectSummary, which: readonly ('success' | 'rps' | 'p95')[]): string {
  const { n, success, rps, p95 } = subject;
  if (n === 0) return 'no data';
  const words = {
    success: formatShare(success),
    rps: formatFrequency(Number(rps.toPrecision(3))),
    p95: p95 === null ? 'no answer' : `p95 ${formatMeasured(p95)}`,
  };
  return which.map((one) => words[one]).join(', ');
}
