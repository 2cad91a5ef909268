import type { RunResult } from '../../core/result.gen.ts';

/** Who reads the file by eye finds the verdict first and the long lists last. */
const ORDER = [
  'schema',
  'verdict',
  'exitCode',
  'reasons',
  'run',
  'scenario',
  'shard',
  'against',
  'seed',
  'params',
  'interrupted',
  'stopped',
  'errors',
  'undo',
  'notices',
  'environment',
  'services',
  'edges',
  'loads',
  'steps',
  'series',
  'usage',
] as const satisfies readonly (keyof RunResult)[];

/**
 * The result as JSON: the same result always gives the same bytes, whatever order its keys were set in.
 * Throws on a number that JSON cannot carry, which would else become a null that means something.
 */
export function renderJson(result: RunResult): string {
  const ordered = Object.fromEntries(ORDER.map((key) => [key, result[key]]));
  return `${JSON.stringify(ordered, canonical, 2).replaceAll(LIST_OF_NUMBERS, onOneLine)}\n`;
}

/** Series and buckets, a line each number, would be two thirds of the file. In a string there is no line break that is not escaped. */
const LIST_OF_NUMBERS = /\[\n(?: +(?:-?\d[-+.\de]*|null),?\n)+ +\]/g;

function onOneLine(list: string): string {
  return list.replaceAll(/\n */g, '');
}

function canonical(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`the result holds ${value} under "${key}", which JSON cannot carry`);
  }
  if (key === '' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
