import { parseMahimahi } from './parse-mahimahi.ts';
import { parseTraceCsv } from './parse-trace-csv.ts';
import { RESOLUTION } from './resolution.ts';
import { thinned, type TraceFormat, type TraceReading } from './trace.ts';

/** Reads a trace and makes its rows so far apart that a link can follow them. */
export function parseTrace(format: TraceFormat, text: string): TraceReading {
  const reading = format === 'columns' ? parseTraceCsv(text) : parseMahimahi(text);
  if (reading.trace === undefined) return reading;
  return { ...reading, trace: thinned(reading.trace, RESOLUTION) };
}
