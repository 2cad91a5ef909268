import { isRecord } from '../../core/is-record.ts';
import type { Milliseconds } from '../../core/clock.ts';
import type { Threshold } from '../load.ts';
import { parseGoDuration } from './go-duration.ts';

/** What matters to us of the options of a script, as `k6 inspect --execution-requirements` prints them. */
export interface ScriptOptions {
  /** The names that the script itself maps to addresses. */
  readonly hosts: readonly string[];
  /** Absent where the script leaves k6 its own choice. */
  readonly systemTags?: readonly string[];
  /** How long its scenarios ask, from the start; absent where that depends on how fast its iterations are. */
  readonly duration?: Milliseconds;
  /** How many virtual users k6 makes before it begins. */
  readonly usersAtFirst: number;
  readonly thresholds: readonly Threshold[];
}

/** Undefined where the text is not what k6 prints. */
export function parseScriptOptions(text: string): ScriptOptions | undefined {
  const value = parse(text);
  if (!isRecord(value)) return undefined;
  const { hosts, systemTags, scenarios, maxVUs, thresholds } = value;
  const duration = isRecord(scenarios) ? longest(Object.values(scenarios)) : undefined;
  return {
    hosts: isRecord(hosts) ? Object.keys(hosts) : [],
    ...(Array.isArray(systemTags) && { systemTags: systemTags.map(String) }),
    ...(duration !== undefined && { duration }),
    usersAtFirst: usersAtFirst(maxVUs, scenarios),
    thresholds: isRecord(thresholds) ? Object.entries(thresholds).flatMap(thresholdsOf) : [],
  };
}

/** Of the most that there can be at once, those that an arrival rate adds only when it needs them do not count. */
function usersAtFirst(maxVUs: unknown, scenarios: unknown): number {
  const each = isRecord(scenarios) ? Object.values(scenarios).filter(isRecord) : [];
  const later = each.map((scenario) => {
    const { maxVUs: most, preAllocatedVUs: first } = scenario;
    return typeof most === 'number' && typeof first === 'number' ? Math.max(0, most - first) : 0;
  });
  const all = typeof maxVUs === 'number' ? maxVUs : 1;
  return later.reduce((users, fewer) => Math.max(1, users - fewer), all);
}

/** Each is a text, or has one beside its options. */
function thresholdsOf([metric, items]: readonly [string, unknown]): Threshold[] {
  if (!Array.isArray(items)) return [];
  const texts = items.map((item: unknown) => (isRecord(item) ? item['threshold'] : item));
  return texts.flatMap((text) => (typeof text === 'string' ? [{ metric, text }] : []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The end of the last scenario; undefined where that of one of them cannot be told. */
function longest(scenarios: readonly unknown[]): Milliseconds | undefined {
  const ends = scenarios.map((scenario) => (isRecord(scenario) ? endOf(scenario) : undefined));
  return ends.some((end) => end === undefined) ? undefined : Math.max(...ends.map((end) => end ?? 0));
}

function endOf(scenario: Readonly<Record<string, unknown>>): Milliseconds | undefined {
  const asks = asksFor(scenario);
  const start = durationOf(scenario['startTime'] ?? '0s');
  return asks === undefined || start === undefined ? undefined : start + asks;
}

function asksFor({
  executor,
  duration,
  stages,
}: Readonly<Record<string, unknown>>): Milliseconds | undefined {
  switch (executor) {
    case 'constant-vus':
    case 'constant-arrival-rate':
    case 'externally-controlled':
      return durationOf(duration);
    case 'ramping-vus':
    case 'ramping-arrival-rate':
      return Array.isArray(stages)
        ? sum(stages.map((stage) => durationOf(isRecord(stage) && stage['duration'])))
        : undefined;
    default:
      // Those with a number of iterations end with the last of them.
      return undefined;
  }
}

function durationOf(value: unknown): Milliseconds | undefined {
  return typeof value === 'string' ? parseGoDuration(value) : undefined;
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (total, value) => (total === undefined || value === undefined ? undefined : total + value),
    0,
  );
}
