import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseTraffic, trafficResult } from '../../../src/traffic/traffic-result.ts';
import { goldenRows } from '../../../src/traffic/golden-rows.ts';
import { EMOJIVOTO, SEED_TRAFFIC } from '../../helpers/seed-traffic.ts';
import { Cell } from '../../../src/metrics/cell.ts';

const QUERY = { kind: 'received', names: [] } as const;

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('traffic in a result', () => {
  it('gives the same rows when it is read again', () => {
    const again = SEED_TRAFFIC.map((item) => parseTraffic(throughJson(trafficResult(item)), item.seconds)!);
    expect(goldenRows(again, EMOJIVOTO, QUERY)).toEqual(goldenRows(SEED_TRAFFIC, EMOJIVOTO, QUERY));
  });

  it('keeps every cause, and those without an answer', () => {
    const cell = new Cell();
    const ended = { due: 0, end: 50, name: '', ok: false, answered: false } as const;
    for (const failure of ['timeout', 'reset by impairment', 'grpc UNAVAILABLE', 'status 503'] as const)
      cell.add({ ...ended, failure });
    const item = { edge: 'e', from: 'a', to: 'b', seconds: 1, cell };
    const again = parseTraffic(throughJson(trafficResult(item)), 1)!;
    expect([...again.cell.failures]).toEqual([...cell.failures]);
    expect([again.cell.n, again.cell.ok, again.cell.unanswered.count]).toEqual([4, 0, 4]);
    expect(trafficResult(again)).toEqual(trafficResult(item));
  });

  it('leaves out what is empty', () => {
    const item = { edge: 'e', from: 'a', to: 'b', seconds: 1, cell: new Cell() };
    expect(trafficResult(item)).toEqual({ edge: 'e', from: 'a', to: 'b', n: 0, ok: 0 });
  });

  it('takes a cause that it does not know as another', () => {
    const read = parseTraffic({ edge: 'e', from: 'a', to: 'b', ok: 0, failures: { 'solar flare': 2 } }, 1);
    expect([...read!.cell.failures]).toEqual([['other', 2]]);
  });

  it('is told from anything else, and never breaks on it', () => {
    const good = trafficResult(SEED_TRAFFIC[0]!);
    const { answered } = good;
    for (const buckets of [[1], [1, 0], [-1, 1], [0.5, 1], 'x', undefined]) {
      expect(parseTraffic({ ...good, answered: { ...answered, buckets } }, 60)).toBeUndefined();
    }
    expect(parseTraffic({ ...good, answered: { ...answered, range: undefined } }, 60)).toBeUndefined();
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), fc.jsonValue(), (key, value) => {
        parseTraffic({ ...good, [key]: value }, 60);
      }),
    );
  });
});
