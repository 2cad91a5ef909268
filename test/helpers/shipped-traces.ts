import { readFileSync } from 'node:fs';

import { shippedTraceFile, shippedTraces } from '../../src/scenario/read-traces.ts';
import type { TraceFiles } from '../../src/scenario/trace-file.ts';

/** The traces that ship, as the command line gives them to the planner. */
export const SHIPPED_TRACES: TraceFiles = new Map(
  shippedTraces().map((name) => [
    name,
    { kind: 'text', format: 'columns', text: readFileSync(shippedTraceFile(name), 'utf8') },
  ]),
);
