import { readFileSync } from 'node:fs';
import path from 'node:path';

import { shippedTraceFolder, shippedTraces } from '../../src/scenario/read-traces.ts';
import type { TraceFiles } from '../../src/scenario/trace-file.ts';

/** The traces that ship, as the command line gives them to the planner. */
export const SHIPPED_TRACES: TraceFiles = new Map(
  shippedTraces().map((name) => {
    const file = path.join(shippedTraceFolder(), `${path.basename(name)}.csv`);
    return [name, { kind: 'text', format: 'columns', text: readFileSync(file, 'utf8') }];
  }),
);
