import { describe, expect, it } from 'vitest';
import { runDoubts } from '../../../src/engine/run-doubts.ts';
import { EPOCH, measuredRun, samplesIn, stepOf } from '../../helpers/measured-run.ts';
import { soundBut } from '../../helpers/planning.ts';

const REQUESTS =
  '    rate: 100/s\n    requests:\n      - { get: /, name: home }\n      - { get: /cart, name: cart }\n';
const SHOP = '  shop:\n';
const READY = '    ready: { get: /health }\n';

/** What is in doubt after a k6 that has told of 5 requests in the first step, which has been judged, and counted `counted`. */
function doubtsAfter(counted: number, ...changes: readonly (readonly [string, string])[]): readonly string[] {
  const { plan, collector } = measuredRun(soundBut([REQUESTS, '    k6: { script: buy.js }\n'], ...changes));
  collector.late.judged(stepOf(plan, 'baseline'));
  collector.samples('shoppers', samplesIn(9000, 11_000, 5));
  const log = collector.valuesOf('shoppers');
  const wanted = log.wanted.findIndex(({ metric }) => metric === 'http_reqs');
  const at = Float64Array.from({ length: 10 }, (_, index) => EPOCH + 9000 + index * 200);
  collector.values('shoppers', [{ wanted, at, end: at, value: at.map(() => 1) }]);
  collector.ended('shoppers', {
    at: EPOCH + 20_000,
    exit: { code: 0, signal: null },
    stopped: false,
    lastLine: '',
    thresholds: [],
    checks: [],
    summary: { http_reqs: { count: counted } },
  });
  return runDoubts(collector);
}

describe('the doubts of a run', () => {
  it('are none where k6 has told of all that it counted, and the edge knew what was open', () => {
    expect(doubtsAfter(10)).toEqual([]);
  });

  it('are that k6 counted what never reached us', () => {
    expect(doubtsAfter(12)).toEqual(['load shoppers: k6 counted 12 requests and told of 10']);
  });

  it('are requests of a judged window that nobody knew to be open', () => {
    expect(doubtsAfter(10, [SHOP, `${SHOP}    protocol: tcp\n`], [READY, ''])).toEqual([
      'load shoppers: 5 requests that were due in step baseline ended after it was judged, and its edge cannot be read',
    ]);
  });
});
