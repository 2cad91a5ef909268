import { readFileSync } from 'node:fs';

import { sha256 } from '../../src/core/sha256.ts';
import { shippedTraceFile, shippedTraces } from '../../src/scenario/read-traces.ts';
import type { TraceFiles } from '../../src/scenario/trace-file.ts';

/** The traces that ship, as the command line gives them to the planner. */
export const SHIPPED_TRACES: TraceFiles = new Map(
  shippedTraces().map((name) => {
    const text = readFileSync(shippedTraceFile(name), 'utf8');
    return [name, { kind: 'text', format: 'columns', text, sha256: sha256(text) }];
  }),
);
