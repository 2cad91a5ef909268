import { formatRatio } from '../core/units/ratio.ts';
import type { Cell } from '../metrics/cell.ts';
import type { FailureCause } from '../metrics/sample.ts';
import type { Expectation, MetricFunction } from './grammar.ts';

/** Why a latency has no value: `has no value: more than 5% of 200 requests had no answer (200 timeout)`. */
export function describeSilence(fn: MetricFunction, { failures, n, unanswered }: Cell): string {
  const silent = [...failures].filter(([cause]) => !/^(status|grpc) /.test(cause));
  const share =
    fn.kind === 'percentile'
      ? `more than ${formatRatio((100 - fn.percent) / 100)} of ${n}`
      : `${unanswered.count} of ${n}`;
  return `has no value: ${share} requests had no answer (${describeCauses(silent)})`;
}

/** Why exchanges failed, where a share of them is what did not pass: `; failed: 150 status 500`. */
export function describeFailures({ left }: Expectation, sample: Cell | undefined): string {
  const counted = left.fn.kind === 'success' || left.fn.kind === 'errors';
  if (!counted || sample === undefined || sample.failed === 0) return '';
  return `; failed: ${describeCauses([...sample.failures])}`;
}

function describeCauses(causes: readonly (readonly [FailureCause, number])[]): string {
  return causes
    .toSorted(([, a], [, b]) => b - a)
    .map(([cause, count]) => `${count} ${cause}`)
    .join(', ');
}
