import { join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';

/** What is started as a process or a thread of its own; each is an entry of the bundle, by its path in the sources. */
export type ProgramName =
  | 'drivers/proxy/thread/worker'
  | 'engine/by-hand/keeper-main'
  | 'engine/probe/agent-main'
  | 'journal/reaper-main'
  | 'load/builtin/process-main'
  | 'load/builtin/worker'
  | 'load/k6/stream/worker';

/** Its file in the last build, also for tests that run the sources: Node 20 does not read those. */
export function programFile(name: ProgramName): string {
  return join(packageRoot(), 'dist', `${name}.js`);
}
