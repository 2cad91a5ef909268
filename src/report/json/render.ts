import type { RunResult } from '../../core/result.gen.ts';

/** Who reads the file by eye finds the verdict first and the long lists last. */
const ORDER: Readonly<Record<keyof RunResult, true>> = {
  schema: true,
  verdict: true,
  exitCode: true,
  reasons: true,
  run: true,
  scenario: true,
  shard: true,
  against: true,
  seed: true,
  params: true,
  interrupted: true,
  stopped: true,
  errors: true,
  undo: true,
  notices: true,
  environment: true,
  services: true,
  edges: true,
  loads: true,
  steps: true,
  series: true,
  usage: true,
  commands: true,
  events: true,
};

/**
 * The result as JSON: the same result always gives the same bytes, whatever order its keys were set in.
 * Throws on a number that JSON cannot carry, which would else become a null that means something.
 */
export function renderJson(result: RunResult): string {
  const values = new Map<string, unknown>(Object.entries(result));
  const ordered = Object.fromEntries(Object.keys(ORDER).map((key) => [key, values.get(key)]));
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
