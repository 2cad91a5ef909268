import type { LoadEnd } from '../load/load.ts';
import { everySample } from '../metrics/window-data.ts';
import type { Collector } from './collector.ts';
import { notify, type RunContext } from './context.ts';
import { checkName } from './describe-load.ts';
import { thresholdText } from './judge-ends.ts';

/** Tells what k6 says of its own run, and where its figures and ours differ. */
export function tellEnds(context: RunContext, collector: Collector): void {
  for (const [load, end] of collector.ends) {
    for (const message of [...thresholdLines(load, end), ...checkLines(load, end)])
      context.emitter.emit({ kind: 'notice', message });
    const difference = countDifference(collector, load, end);
    if (difference !== undefined) notify(context, difference);
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

/** Every request that k6 counted has to have reached us: a hole in the stream would be a hole in the verdict. */
function countDifference(collector: Collector, load: string, { summary }: LoadEnd): string | undefined {
  const counted = summary['http_reqs']?.['count'];
  const series = collector.valuesOf(load).series('http_reqs', {});
  if (counted === undefined || series === undefined) return undefined;
  const told = everySample(series.whole()).answered.sum;
  return told === counted ? undefined : `load ${load}: k6 counted ${counted} requests and told of ${told}`;
}
