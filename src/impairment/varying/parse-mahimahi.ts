import type { Milliseconds } from '../../core/clock.ts';
import { shown } from '../../core/shown.ts';
import type { Trace, TraceReading, TraceRow } from './trace.ts';
import { traceLines } from './trace-lines.ts';
import { LONGEST_TRACE, tooLong, type Complaint, type TraceProblem } from './trace-problem.ts';

/**
 * What one opportunity delivers: mahimahi's PACKET_SIZE, a packet of 1500 bytes with the 4 bytes of header that its TUN device adds.
 * https://github.com/ravinet/mahimahi, src/frontend/link_queue.cc
 */
const DELIVERED_BITS = 1504 * 8;

/** Opportunities come in bursts of a few milliseconds; a rate is what they amount to in this time. */
export const BIN: Milliseconds = 500;

/**
 * Reads a file of mahimahi: a line for each opportunity to deliver one packet, with its time in whole milliseconds, in order. A time
 * without any carries one packet, because a rate of zero would never let go of what it has begun to send.
 */
export function parseMahimahi(text: string): TraceReading {
  const lines = traceLines(text);
  const times: number[] = [];
  const problems: TraceProblem[] = [];
  for (const { number, text: line } of lines) {
    const before = times.at(-1) ?? 0;
    const at = /^\d{1,12}$/.test(line.trim()) ? Number(line.trim()) : undefined;
    const column = line.length - line.trimStart().length + 1;
    if (at === undefined) problems.push({ ...notATime(line.trim()), line: number, column });
    else if (at < before) problems.push({ ...backwards(at, before), line: number, column });
    else if (at > LONGEST_TRACE) problems.push({ ...tooLong(line.trim()), line: number, column });
    else times.push(at);
  }
  const length = times.at(-1) ?? 0;
  if (problems.length === 0 && length === 0) problems.push({ ...empty(lines.length), line: 1, column: 1 });
  if (problems.length > 0) return { problems };
  return { trace: toTrace(times, length), problems };
}

function toTrace(times: readonly number[], length: Milliseconds): Trace {
  const bins = Math.max(1, Math.round(length / BIN));
  const counts = Array.from({ length: bins }, () => 0);
  // What is left of an interval at the end belongs to the last one.
  for (const at of times) counts[Math.min(bins - 1, Math.floor(at / BIN))]! += 1;
  const rates = counts.map((count, bin) => {
    const time = bin === bins - 1 ? length - bin * BIN : BIN;
    return (Math.max(1, count) * DELIVERED_BITS * 1000) / time;
  });
  const rows: TraceRow[] = rates.map((rate, bin) => ({ at: bin * BIN, amounts: [rate, rate] }));
  const last = rates.at(-1)!;
  return {
    columns: [
      { direction: 'up', field: 'rate' },
      { direction: 'down', field: 'rate' },
    ],
    rows: [...rows, { at: length, amounts: [last, last] }],
    length,
  };
}

function notATime(text: string): Complaint {
  const isNegative = /^-\d+$/.test(text);
  return {
    code: 'trace-value',
    message: isNegative
      ? `a delivery cannot be before the beginning, got \`${shown(text)}\``
      : `expected the whole milliseconds of one delivery, got \`${shown(text)}\``,
    hint: 'name a file with columns `NAME.csv`; any other file is one of mahimahi',
  };
}

function backwards(at: number, before: number): Complaint {
  return {
    code: 'trace-order',
    message: `${at} comes after ${before}: the deliveries are not in order`,
    hint: 'sort the file with `sort -n`',
  };
}

function empty(lines: number): Complaint {
  return {
    code: 'trace-empty',
    message: lines === 0 ? 'the trace holds no delivery' : 'the trace lasts no time: every delivery is at 0',
    hint: 'write a line for each packet that could be delivered, in milliseconds from the beginning',
  };
}
