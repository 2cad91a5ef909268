import { readFileSync } from 'node:fs';
import { formatDuration } from '../core/units/duration.ts';
import { parseTrace } from '../impairment/varying/parse-trace.ts';
import { shippedTraceFile, shippedTraces } from '../scenario/read-traces.ts';

/** Each trace that ships: its name, how long it lasts, and what its file says it is. */
export function traceRows(pattern: string): string[][] {
  return shippedTraces()
    .filter((name) => name.includes(pattern))
    .map((name) => {
      const text = readFileSync(shippedTraceFile(name), 'utf8');
      const length = parseTrace('columns', text).trace?.length ?? 0;
      const [, about = ''] = text.split('\n');
      return [name, formatDuration(length), about.replace(/^# /, '')];
    });
}
