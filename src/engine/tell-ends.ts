import type { LoadEnd } from '../load/load.ts';
import type { Collector } from './collector.ts';
import type { RunContext } from './context.ts';
import { checkName } from './describe-load.ts';
import { thresholdText } from './judge-ends.ts';

/** Tells what k6 says of its own run. */
export function tellEnds({ emitter }: Pick<RunContext, 'emitter'>, { ends }: Pick<Collector, 'ends'>): void {
  for (const [load, end] of ends) {
    for (const message of [...thresholdLines(load, end), ...checkLines(load, end)])
      emitter.emit({ kind: 'notice', message });
  }
}

function thresholdLines(load: string, { thresholds }: LoadEnd): string[] {
  return thresholds.map(
    (threshold) => `threshold ${thresholdText(load, threshold)} ${threshold.ok ? 'held' : 'was crossed'}`,
  );
}

function checkLines(load: string, { checks }: LoadEnd): string[] {
  return checks.map(
    (check) => `check ${load}: ${checkName(check)}: ${check.passes} of ${check.passes + check.fails} passed`,
  );
}
