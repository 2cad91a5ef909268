import type { StepEdge } from '../../../core/result.gen.ts';
import { formatBytes, formatCount } from '../../figures.ts';

/** What took an edge in the window, in one line. */
export function describeUsage({ usage, kernel }: StepEdge): string {
  const { connections, exchanges, bytes } = usage;
  if (connections === 0 && exchanges === 0 && bytes.up === 0 && bytes.down === 0) return 'nothing';
  const traffic = `${formatBytes(bytes.up)} up, ${formatBytes(bytes.down)} down`;
  // The kernel knows nothing of connections and exchanges.
  if (kernel !== undefined) return traffic;
  const opened = connections === 0 ? 'no new connections' : `${formatCount(connections)} new connections`;
  return `${opened}, ${formatCount(exchanges)} exchanges, ${traffic}`;
}
