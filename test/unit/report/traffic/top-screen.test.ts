import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPalette } from '../../../../src/report/console/palette.ts';
import { displayWidth } from '../../../../src/report/display-width.ts';
import { topLines, topTitle, type TopStyle } from '../../../../src/report/traffic/top-screen.ts';
import type { TopRow, TopTable } from '../../../../src/traffic/top-row.ts';

function row(path: string, changes: Partial<TopRow> = {}): TopRow {
  return {
    source: 'shoppers',
    destination: 'shop',
    edge: 'last-mile',
    method: 'GET',
    path,
    count: 1234,
    rps: 17.4,
    best_ms: 1.23,
    p50_ms: 2010,
    worst_ms: 12_345,
    last_ms: 20,
    success: 1,
    ...changes,
  };
}

function table(...rows: readonly TopRow[]): TopTable {
  return { at: '2026-11-22T12:03:04.123Z', seconds: 12.004, rows };
}

const PLAIN: TopStyle = { palette: createPalette(false), order: 'count', width: Infinity, height: Infinity };

describe('a table of who asks what', () => {
  it('has all columns where there is room', () => {
    const failing = row('/cart', { success: 0.99999, count: 2000, p50_ms: null, last_ms: null });
    expect(topLines(table(row('/'), failing), PLAIN)).toEqual([
      'SOURCE    DESTINATION  METHOD  PATH    COUNT     RPS    BEST     P50   WORST    LAST  SUCCESS',
      'shoppers  shop         GET     /cart    2000    17.4  1.23ms       -   12.3s       -   99.99%',
      'shoppers  shop         GET     /        1234    17.4  1.23ms   2.01s   12.3s    20ms  100.00%',
    ]);
  });

  it('leaves out on 80 columns what tells least, and cuts no word', () => {
    expect(topLines(table(row('/api/cart')), { ...PLAIN, width: 79 })).toEqual([
      'SOURCE    DEST  METHOD  PATH        COUNT     RPS     P50   WORST  SUCCESS',
      'shoppers  shop  GET     /api/cart    1234    17.4   2.01s   12.3s  100.00%',
    ]);
  });

  it('keeps the end of a path, which tells the methods of a service apart', () => {
    const rows = [
      row('/emojivoto.v1.VotingService/VoteDoughnut'),
      row('/emojivoto.v1.VotingService/VotePoop'),
    ];
    const [, first = '', second = ''] = topLines(table(...rows), { ...PLAIN, width: 79 });
    expect(first).toContain('…VoteDoughnut ');
    expect(second).toContain('/VotePoop ');
  });

  it('fits the height, and says how many rows do not', () => {
    const rows = Array.from({ length: 30 }, (_, index) => row(`/${index}`, { count: 100 - index }));
    const lines = topLines(table(...rows), { ...PLAIN, height: 10 });
    expect(lines).toHaveLength(11);
    expect(lines.at(1)).toContain(' /0 ');
    expect(lines.at(-1)).toBe('… 21 more rows');
    expect(topLines(table(...rows), { ...PLAIN, height: 30 })).toHaveLength(31);
  });

  it('is never wider than the terminal', () => {
    const names = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(names, { maxLength: 4 }),
        names,
        fc.integer({ min: 1, max: 200 }),
        (paths, name, width) => {
          const rows = paths.map((path) => row(path, { source: name, destination: null, method: name }));
          for (const line of topLines(table(...rows), { ...PLAIN, width })) {
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });

  it('marks rows with failures', () => {
    const lines = topLines(table(row('/bad', { success: 0.5 }), row('/good')), {
      ...PLAIN,
      palette: createPalette(true),
    });
    expect(lines.map((line) => line.includes('\x1b[31m'))).toEqual([false, true, false]);
  });

  it('has a title that says what it is', () => {
    expect(topTitle(table(row('/')), 'last-mile', PLAIN)).toBe(
      'last-mile: watched for 12 s, sorted by count',
    );
    expect(topTitle(table(), 'last-mile', { ...PLAIN, width: 20 })).toBe('last-mile: no reque…');
  });
});
