import type { RunResult } from '../../src/core/result.gen.ts';
import { RECORDED_RESULTS } from './recorded-results.ts';
import { brokenResult } from './results.ts';

/** What somebody could call a scenario, a service, a request or a path, by what it attacks. Scripts set `globalThis.owned`. */
export const HOSTILE_NAMES: Readonly<Record<string, string>> = {
  markup: `<img src=x onerror="globalThis.owned=1">'"><script>globalThis.owned=1</script></title></style><!--]]>&lt;`,
  templates: '{{constructor.constructor("globalThis.owned=1")()}}${globalThis.owned=1}<%= owned %>',
  markdown:
    '| `tick` [x](javascript:globalThis.owned=1) ![x](http://elsewhere.invalid/x.png) <http://elsewhere.invalid> @all #1 \\\n# owned',
  direction: '\u202Egnp.exe\u2066\u2067\u200Fשלום عليكم\u202D',
  invisible: `\u200B\u200D\uFEFF\u00AD\u2060${'z\u0301\u0316'.repeat(3)}${'\u0301'.repeat(200)}`,
  control:
    '\u001B[31mred\u001B[2J\u001B]8;;http://elsewhere.invalid\u0007\u009B2J\u0000\u0007\b\r\nPASS owned\u0085\u2028',
  'half characters': '\uD83D \uDE00 \uFFFE\uFFFF',
  length: 'W'.repeat(10_000),
  'length in wide letters': '東京☂️'.repeat(2_000),
};

/** Values that no file and no network chooses, or that are made of numbers. */
const OURS: ReadonlySet<string> = new Set([
  'about',
  'code',
  'contains',
  'direction',
  'driver',
  'ended',
  'engine',
  'fault',
  'fidelity',
  'gate',
  'id',
  'interrupted',
  'intervalText',
  'key',
  'kind',
  'observed',
  'outcome',
  'per',
  'policy',
  'predicted',
  'protocol',
  'requested',
  'sha256',
  'started',
  'type',
  'verdict',
]);
/** Objects whose keys are names. */
const NAMED: ReadonlySet<string> = new Set(['addresses', 'failures', 'params', 'tags']);

/** A real run that failed, with what else can go wrong in one, in which every text that has another author begins with `name`. */
export function hostileRun(name: string): RunResult {
  const { undo, errors, stopped } = brokenResult();
  const run: RunResult = {
    ...RECORDED_RESULTS.fail,
    undo,
    errors,
    notices: ['a notice'],
    ...(stopped !== undefined && { stopped }),
  };
  return rename(run, name);
}

function rename<T>(value: T, name: string): T;
function rename(value: unknown, name: string): unknown {
  if (typeof value === 'string') return `${name} ${value}`;
  if (Array.isArray(value)) return value.map((item: unknown) => rename(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (OURS.has(key) && typeof item === 'string') return [key, item];
      const isNamed = NAMED.has(key) && typeof item === 'object' && item !== null && !Array.isArray(item);
      return [key, isNamed ? renameKeys(rename(item, name), name) : rename(item, name)];
    }),
  );
}

function renameKeys(value: object, name: string): object {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [`${name} ${key}`, item]));
}
