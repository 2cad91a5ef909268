import { reasonOf } from '../core/errors.ts';
import type { KernelCounters, KernelUsage } from '../core/result.gen.ts';
import { isKernelLink, type LinkCounters } from '../drivers/driver.ts';
import type { Stage } from './set-up.ts';

/** What the kernel had counted on each of its links at one moment, or why that could not be read. */
export type KernelReading = ReadonlyMap<string, LinkCounters | { readonly unread: string }>;

/** The smallest IP packet with TCP: of one that it drops, the kernel does not count the size. */
const SMALLEST_PACKET = 40;

export async function readKernel({ links }: Pick<Stage, 'links'>): Promise<KernelReading> {
  const readings = [...links.values()].filter(isKernelLink).map(async (link) => {
    const counters = await link.counters().catch((error: unknown) => ({ unread: reasonOf(error) }) as const);
    return [link.edge, counters] as const;
  });
  return new Map(await Promise.all(readings));
}

/** What was counted in between; undefined for an edge that no kernel carries; a text says why it is not known. */
export function kernelUsage(
  edge: string,
  [opened, closed]: readonly [KernelReading, KernelReading],
): KernelUsage | string | undefined {
  const [before, after] = [opened.get(edge), closed.get(edge)];
  if (before === undefined || after === undefined) return undefined;
  if ('unread' in before) return before.unread;
  if ('unread' in after) return after.unread;
  const grown = (way: 'up' | 'down'): KernelCounters => ({
    packets: after[way].packets - before[way].packets,
    bytes: after[way].bytes - before[way].bytes,
    drops: after[way].drops - before[way].drops,
    overlimits: after[way].overlimits - before[way].overlimits,
  });
  return { up: grown('up'), down: grown('down') };
}

/** What was given to one direction, whatever became of it. */
export function offeredBytes({ bytes, drops }: KernelCounters): number {
  return bytes + drops * SMALLEST_PACKET;
}
