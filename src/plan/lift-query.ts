import { parseQuery } from '../slo/query.ts';
import type { ExpectationItem } from './lift-expectations.ts';
import type { PlannedQuery } from './planned-expectation.ts';
import type { Scope } from './scope.ts';

/** An expectation on a query of PromQL, or what is wrong with its text. */
export function liftQuery(scope: Scope, text: string, item: ExpectationItem): PlannedQuery | undefined {
  const { gate, detailed, at, thatAt, times } = item;
  const parsed = parseQuery(text);
  if (!parsed.ok) {
    const { message, hint, start, end } = parsed.error;
    scope.report({ code: 'expectation', message, hint, at: thatAt, within: { start, end } });
    return undefined;
  }
  if (detailed.confidence !== undefined) {
    scope.report({
      code: 'expectation-key',
      message: '`confidence` means nothing for a query: Prometheus gives a number and no interval',
      hint: 'remove it',
      at: [...at, 'confidence'],
      where: 'key',
    });
  }
  if (scope.document.metrics?.prometheus === undefined) {
    scope.report({
      code: 'prometheus-missing',
      message: 'nothing says which Prometheus is to be asked',
      hint: 'add `metrics: { prometheus: { url: "http://127.0.0.1:9090" } }`',
      at: thatAt,
    });
    return undefined;
  }
  const that = text.trim().replaceAll(/\s+/g, ' ');
  return {
    kind: 'query',
    name: detailed.name ?? that,
    that,
    gate,
    ...(detailed.because !== undefined && { because: detailed.because }),
    ...parsed.query,
    from: times.windowStart,
    to: times.end,
  };
}
