import type { LoadEnd } from '../load/load.ts';
import { everySample } from '../metrics/window-data.ts';
import type { Collector } from './collector.ts';

/** Why the run as a whole is in doubt, once its loads have ended: what they measured did not all reach the verdicts. */
export function runDoubts(collector: Collector): string[] {
  const differences = [...collector.ends].flatMap(([load, end]) => countDifference(collector, load, end));
  return [...differences, ...collector.late.doubts()];
}

/** Every request that k6 counted has to have reached us: a hole in the stream would be a hole in the verdict. */
function countDifference(collector: Collector, load: string, { summary }: LoadEnd): string[] {
  const counted = summary['http_reqs']?.['count'];
  const series = collector.valuesOf(load).series('http_reqs', {});
  if (counted === undefined || series === undefined) return [];
  const told = everySample(series.whole()).answered.sum;
  return told === counted ? [] : [`load ${load}: k6 counted ${counted} requests and told of ${told}`];
}
