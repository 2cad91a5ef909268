import type { StepEdge, Usage } from '../../../core/result.gen.ts';
import { formatBytes, formatCount, formatMeasured } from '../../figures.ts';
import { detailsMarkup } from '../details.ts';
import type { Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

const COLUMNS: readonly Column<StepEdge>[] = [
  { heading: 'Edge', cell: ({ edge }) => nameMarkup(edge), names: true },
  { heading: 'New', cell: ({ usage }) => formatCount(usage.connections), numeric: true },
  { heading: 'Open at the end', cell: ({ usage }) => formatCount(usage.open ?? 0), numeric: true },
  { heading: 'Resets', cell: ({ usage }) => describeResets(usage), numeric: true },
  { heading: 'Up', cell: ({ usage }) => formatBytes(usage.bytes.up), numeric: true },
  { heading: 'Down', cell: ({ usage }) => formatBytes(usage.bytes.down), numeric: true },
  { heading: 'First byte p50', cell: ({ usage }) => firstByte(usage, 'p50'), numeric: true },
  { heading: 'First byte p95', cell: ({ usage }) => firstByte(usage, 'p95'), numeric: true },
];

/** The connections of each edge in one window, whatever they carried; edges whose driver sees none are left out. */
export function connectionsMarkup(edges: readonly StepEdge[]): Markup | undefined {
  const seen = edges.filter(({ usage }) => usage.open !== undefined);
  if (seen.length === 0) return undefined;
  const resets = seen.some(({ usage }) => describeResets(usage) !== '0');
  return detailsMarkup(
    `Connections${resets ? ', of which some were reset' : ''}`,
    tableMarkup('Connections in the window; first bytes count from connecting', COLUMNS, seen),
  );
}

/** `3 (2 client, 1 server)`. */
function describeResets({ resets }: Usage): string {
  const by = Object.entries(resets ?? {}).filter(([, count]) => count > 0);
  const total = by.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return '0';
  return `${formatCount(total)} (${by.map(([side, count]) => `${formatCount(count)} ${side}`).join(', ')})`;
}

function firstByte({ firstByte: percentiles }: Usage, which: 'p50' | 'p95'): string {
  return percentiles === undefined ? '–' : formatMeasured(percentiles[which]);
}
