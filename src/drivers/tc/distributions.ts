import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Distribution } from '../../impairment/model.ts';

const DISTRIBUTIONS: readonly Distribution[] = ['uniform', 'normal', 'pareto'];
const ENTRIES = 4096;
/** What the kernel divides an entry by to get multiples of the jitter (NETEM_DIST_SCALE). */
const SCALE = 8192;
/** Entries are 16 bits: four times the jitter. */
const LARGEST = 32_767;

const PARETO_SHAPE = 3;
const PARETO_MEAN = PARETO_SHAPE / (PARETO_SHAPE - 1);
const PARETO_DEVIATION = Math.sqrt(PARETO_SHAPE / ((PARETO_SHAPE - 1) ** 2 * (PARETO_SHAPE - 2)));

/**
 * Writes the tables that netem draws its jitter from, for TC_LIB_DIR to name: tc ships none for `uniform`, its `pareto` has
 * another deviation, and some packages leave all of them out. With these, a draw is what it is for the other drivers.
 */
export async function writeDistributions(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(
    DISTRIBUTIONS.map(async (name) => {
      const table = distributionTable(name).join('\n');
      await writeFile(join(folder, `${name}.dist`), `${table}\n`);
    }),
  );
}

/** The quantiles of one draw in multiples of the jitter, as in impairment/jitter.ts. */
export function distributionTable(distribution: Distribution): number[] {
  return quantilesOf(distribution).map((value) =>
    Math.max(-LARGEST, Math.min(LARGEST, Math.round(value * SCALE))),
  );
}

function quantilesOf(distribution: Distribution): number[] {
  const shares = Array.from({ length: ENTRIES }, (_, index) => (index + 0.5) / ENTRIES);
  switch (distribution) {
    case 'uniform':
      return shares.map((share) => 2 * share - 1);
    case 'normal':
      return normalQuantiles(shares);
    case 'pareto':
      return shares.map((share) => ((1 - share) ** (-1 / PARETO_SHAPE) - PARETO_MEAN) / PARETO_DEVIATION);
  }
}

/** Adds up the density from the left; `shares` ascend. */
function normalQuantiles(shares: readonly number[]): number[] {
  const step = 1e-3;
  let x = -6;
  let below = 0;
  return shares.map((share) => {
    while (below < share) {
      below += density(x + step / 2) * step;
      x += step;
    }
    return x;
  });
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
