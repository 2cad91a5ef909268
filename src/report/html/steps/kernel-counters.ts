import type { KernelCounters, KernelUsage } from '../../../core/result.gen.ts';
import { formatBytes, formatCount, formatShare } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

interface Way {
  readonly direction: string;
  readonly counted: KernelCounters;
}

/** What the kernel itself counted of an edge in the window: packets, where all else in a report is of requests. */
export function kernelCountersMarkup({ up, down }: KernelUsage, edge: string): Markup {
  const caption = html`Counted by the kernel in the window, on ${nameMarkup(edge)}`;
  return tableMarkup(caption, COLUMNS, [
    { direction: 'up', counted: up },
    { direction: 'down', counted: down },
  ]);
}

const COLUMNS: readonly Column<Way>[] = [
  { heading: 'Direction', cell: ({ direction }) => direction, names: true },
  { heading: 'Packets passed', cell: ({ counted }) => formatCount(counted.packets), numeric: true },
  { heading: 'Bytes passed', cell: ({ counted }) => formatBytes(counted.bytes), numeric: true },
  { heading: 'Packets dropped', cell: ({ counted }) => formatCount(counted.drops), numeric: true },
  { heading: 'Dropped', cell: ({ counted }) => formatShare(droppedShare(counted)), numeric: true },
  { heading: 'Waited for the rate', cell: ({ counted }) => formatCount(counted.overlimits), numeric: true },
];

/** Of what was given to the edge; with the loss as asked and what a full queue could not take. */
function droppedShare({ packets, drops }: KernelCounters): number | null {
  return packets + drops === 0 ? null : drops / (packets + drops);
}
