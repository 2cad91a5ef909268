import { suggestionHint } from '../core/suggest.ts';
import type { MetricFunction } from './grammar.ts';

/** The percentiles that have a name; any other is `p(99.9)`. */
const NAMED_PERCENTILES: readonly number[] = [50, 90, 95, 99];

const FUNCTIONS: Readonly<Record<string, MetricFunction>> = {
  ...Object.fromEntries(NAMED_PERCENTILES.map((percent) => [`p${percent}`, { kind: 'percentile', percent }])),
  max: { kind: 'max' },
  mean: { kind: 'mean' },
  success: { kind: 'success' },
  errors: { kind: 'errors' },
  rps: { kind: 'rps' },
  recovery: { kind: 'recovery' },
};

/** What other tools call ours. */
const SYNONYMS: Readonly<Record<string, string>> = {
  avg: 'mean',
  average: 'mean',
  med: 'p50',
  median: 'p50',
  availability: 'success',
  throughput: 'rps',
};

export function functionNamed(name: string): MetricFunction | undefined {
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
}

/** What to write instead of a function that does not exist. */
export function unknownFunctionHint(name: string): string {
  const percentile = /^[pP](\d+(?:\.\d+)?)$/.exec(name);
  const percent = percentile?.[1];
  if (percent !== undefined) {
    return NAMED_PERCENTILES.includes(Number(percent)) ? `write \`p${percent}\`` : `write \`p(${percent})\``;
  }
  const synonym = name.toLowerCase();
  if (Object.hasOwn(SYNONYMS, synonym)) return `write \`${SYNONYMS[synonym]}\``;
  return suggestionHint(name, [...Object.keys(FUNCTIONS), 'p(99.9)']) ?? '';
}

/** Whether it is written as the name of a metric alone: `checkout.checks`. */
export function isBare({ kind }: MetricFunction): boolean {
  return kind === 'share' || kind === 'rate' || kind === 'amount';
}

/** As the language spells it: `p95`, `p(99.9)`, `success`. */
export function printFunction(fn: MetricFunction): string {
  if (fn.kind !== 'percentile') return fn.kind;
  return NAMED_PERCENTILES.includes(fn.percent) ? `p${fn.percent}` : `p(${fn.percent})`;
}
