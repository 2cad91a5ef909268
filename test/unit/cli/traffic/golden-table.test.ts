import { describe, expect, it } from 'vitest';

import { goldenJson } from '../../../../src/cli/traffic/golden-json.ts';
import { goldenTable } from '../../../../src/cli/traffic/golden-table.ts';
import type { WindowedRow } from '../../../../src/cli/traffic/traffic-source.ts';
import { goldenRows } from '../../../../src/traffic/golden-rows.ts';
import type { TrafficSide } from '../../../../src/traffic/traffic-query.ts';
import { EMOJIVOTO, SEED_TRAFFIC } from '../../../helpers/seed-traffic.ts';

const PLAIN = { namespaces: false, wide: false };

function rows(side: TrafficSide, ...names: readonly string[]): WindowedRow[] {
  return goldenRows(SEED_TRAFFIC, EMOJIVOTO, { names, ...side }).map((row) => ({ ...row, seconds: 60 }));
}

describe('the table of golden metrics', () => {
  it('is the one that the seed prints', () => {
    expect(goldenTable(rows({ kind: 'received' }, 'web'), PLAIN)).toBe(
      [
        'NAME   MESHED   SUCCESS      RPS   LATENCY_P50   LATENCY_P95   LATENCY_P99',
        'web       1/1    90.00%   2.0rps           2ms           4ms           9ms',
        '',
      ].join('\n'),
    );
  });

  it('has namespaces left, and a dash where nothing was asked', () => {
    expect(goldenTable(rows({ kind: 'received' }), { namespaces: true, wide: false })).toBe(
      [
        'NAMESPACE   NAME     MESHED   SUCCESS      RPS   LATENCY_P50   LATENCY_P95   LATENCY_P99',
        'emojivoto   emoji       1/1   100.00%   2.0rps           1ms           2ms           2ms',
        'emojivoto   mail        0/1         -        -             -             -             -',
        'emojivoto   voting      1/1    72.88%   1.0rps           1ms           3ms           3ms',
        'emojivoto   web         1/1    90.00%   2.0rps           2ms           4ms           9ms',
        '',
      ].join('\n'),
    );
  });

  it('says, when wide, how many requests that is and how sure it is', () => {
    expect(goldenTable(rows({ kind: 'to', service: 'voting' }), { namespaces: false, wide: true })).toBe(
      [
        'NAME   MESHED   SUCCESS      RPS   LATENCY_P50   LATENCY_P95   LATENCY_P99    N            CI95   WINDOW',
        'web       1/1    72.88%   1.0rps           1ms           3ms           3ms   59   59.73%-83.64%      60s',
        '',
      ].join('\n'),
    );
  });

  it('does not call all what failed once', () => {
    const [row] = rows({ kind: 'received' }, 'web');
    expect(goldenTable([{ ...row!, success: 1 - 1e-6 }], PLAIN)).toContain(' 99.99% ');
  });

  it('takes no commands from a name', () => {
    const [row] = rows({ kind: 'received' }, 'web');
    const text = goldenTable([{ ...row!, name: 'web\u001B[2J\n\u202Eevil' }], PLAIN);
    expect(text.split('\n')[1]).toMatch(/^web evil {3} +1\/1/);
  });
});

describe('the rows as JSON', () => {
  it('have the keys of linkerd, and both ends, the number, the interval and the step', () => {
    const tables = [{ step: 'baseline', rows: rows({ kind: 'from', client: 'web' }, 'voting') }];
    expect(JSON.parse(goldenJson(tables, { kind: 'from', client: 'web' }))).toEqual([
      {
        namespace: 'emojivoto',
        kind: 'service',
        name: 'voting',
        source: 'web',
        dest: 'voting',
        meshed: '1/1',
        n: 59,
        success: 43 / 59,
        interval: { low: expect.closeTo(0.597, 3), high: expect.closeTo(0.836, 3) },
        rps: 59 / 60,
        latency_ms_p50: expect.closeTo(1, 1),
        latency_ms_p95: 3,
        latency_ms_p99: 3,
        seconds: 60,
        step: 'baseline',
      },
    ]);
  });

  it('are null where nothing was asked, and none where there is no row', () => {
    const tables = [{ rows: rows({ kind: 'received' }, 'mail') }];
    expect(JSON.parse(goldenJson(tables, { kind: 'received' }))[0]).toMatchObject({
      dest: 'mail',
      n: 0,
      success: null,
      rps: null,
      latency_ms_p99: null,
    });
    expect(goldenJson([{ rows: [] }], { kind: 'received' })).toBe('[]\n');
  });
});
