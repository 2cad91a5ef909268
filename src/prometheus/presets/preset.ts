import type { SuccessPolicy } from '../../load/load.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';

export type Labels = Readonly<Record<string, string>>;

/** What is asked for one table; `WINDOW` in an expression stands for its length. */
export interface TrafficExpressions {
  /** How many requests ended in the window, by row and by what tells success. */
  readonly counts: string;
  /** Counts of a histogram's buckets per second, by row and `le`. */
  readonly buckets: string;
  /** What a unit of these buckets is in milliseconds. */
  readonly unit: number;
  /** `up` of each instance of a row; absent where instances are not known. */
  readonly instances?: string;
  /** The labels that are a row's namespace and name; without the first, its namespace is empty. */
  readonly namespace?: string;
  readonly name: string;
}

/** How the series of one kind of source are to be read. */
export interface Preset {
  expressions(query: TrafficQuery): TrafficExpressions;
  /** Whether the requests that these labels count succeeded. */
  succeeded(labels: Labels, policy: SuccessPolicy): boolean;
}

/** Stands for the window in an expression, so that presets need not know it. */
export const WINDOW = '$window';

export type Matchers = readonly (readonly [label: string, operator: '=' | '!=' | '=~', value: string])[];

/** `name{label="value"}`, with values escaped as PromQL wants it. */
export function selector(name: string, matchers: Matchers): string {
  const inner = matchers
    .map(([label, operator, value]) => `${label}${operator}${JSON.stringify(value)}`)
    .join(',');
  return `${name}{${inner}}`;
}

/** A matcher for what may be absent. */
export function optional(label: string, value: string | undefined): Matchers {
  return value === undefined ? [] : [[label, '=', value]];
}

export function sumBy(labels: readonly string[], expression: string): string {
  return `sum by (${labels.join(', ')}) (${expression})`;
}
