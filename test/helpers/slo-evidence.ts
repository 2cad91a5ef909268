import type { VerdictName } from '../../src/core/events.ts';
import type { Observation } from '../../src/metrics/observation.ts';
import type { FailureCause } from '../../src/metrics/sample.ts';
import { Series } from '../../src/metrics/series.ts';
import { Timeline } from '../../src/metrics/timeline.ts';
import type { WindowData } from '../../src/metrics/window-data.ts';
import type { Evidence } from '../../src/slo/evidence.ts';
import type { Expectation } from '../../src/slo/grammar.ts';
import { parseExpectation } from '../../src/slo/parse.ts';

/** One exchange as a test thinks of it: a latency, or how it failed. */
export interface Exchange {
  readonly latency: number;
  readonly ok?: boolean;
  readonly answered?: boolean;
  readonly due?: number;
  readonly failure?: FailureCause;
}

export interface WindowSpec {
  readonly exchanges?: readonly Exchange[];
  /** Due 100 ms before the end unless they say otherwise, so that what takes longer straddles it. */
  readonly straddling?: readonly Exchange[];
  readonly dropped?: number;
  readonly seconds?: number;
}

export function expectationOf(text: string): Expectation {
  const result = parseExpectation(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.expectation;
}

/** A window of a run with these exchanges, counted by the real series. */
export function windowOf({
  exchanges = [],
  straddling = [],
  dropped = 0,
  seconds = 100,
}: WindowSpec): WindowData {
  const end = seconds * 1000;
  const timeline = new Timeline([{ name: 'step', start: 0, windowStart: 0, end }]);
  const series = new Series(timeline);
  for (const exchange of exchanges) series.add(observationOf(exchange, end - exchange.latency - 1));
  for (const exchange of straddling) series.add(observationOf(exchange, end - 100));
  for (let drop = 0; drop < dropped; drop += 1) series.drop(1);
  if (series.outside > 0) throw new RangeError('an exchange is longer than its window');
  return series.window({ from: 0, to: end });
}

function observationOf(
  { latency, ok = true, answered = true, due, failure }: Exchange,
  otherwise: number,
): Observation {
  const at = due ?? otherwise;
  const common = { due: at, end: at + latency, name: 'GET /', ok: ok && answered, answered };
  return failure === undefined ? common : { ...common, failure };
}

/** `count` exchanges of the same kind. */
export function times(count: number, exchange: Exchange): Exchange[] {
  return Array.from({ length: count }, () => exchange);
}

/** What the run knows: windows by subject, or by `subject@step` for other steps. */
export function evidenceOf(
  windows: Readonly<Record<string, WindowData>>,
  others: { readonly rtt?: number; readonly verdicts?: Readonly<Record<string, VerdictName>> } = {},
): Evidence {
  return {
    window: ({ subject }, step) => windows[step === undefined ? subject : `${subject}@${step}`],
    requestedRtt: () => others.rtt,
    stepVerdict: (step) => (others.verdicts === undefined ? 'pass' : others.verdicts[step]),
  };
}
