import { describe, expect, it } from 'vitest';
import { expectationsMarkup } from '../../../../../src/report/html/steps/expectations.ts';
import { expectation } from '../../../../helpers/results.ts';

function rowsOf(...expectations: Parameters<typeof expectation>[0][]): readonly string[] {
  const { text } = expectationsMarkup(expectations.map(expectation)) ?? { text: '' };
  return text
    .split('<tr')
    .slice(2)
    .map((row) => row.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' '));
}

describe('expectationsMarkup', () => {
  it('shows the figure of a relative bound with its interval, and not the words again', () => {
    const [row] = rowsOf({
      name: 'p95(x) <= baseline + rtt',
      that: 'p95(x) <= baseline + rtt',
      expected: '<= baseline + rtt (152.8ms, 95% interval 151.1ms to 156.3ms)',
    });
    expect(row).toContain(' &lt;= 152.8ms 151.1ms to 156.3ms ');
    expect(row?.split('baseline')).toHaveLength(2);
  });

  it('puts what failed first, then what is in doubt, then warnings, then what passed', () => {
    const rows = rowsOf(
      { name: 'one' },
      { name: 'two', verdict: 'fail', gate: 'warn' },
      { name: 'three', verdict: 'inconclusive' },
      { name: 'four', verdict: 'fail' },
    );
    expect(rows.map((row) => /one|two|three|four/.exec(row)?.[0])).toEqual(['four', 'three', 'two', 'one']);
  });

  it('says the window once where all share it, and in each row where they do not', () => {
    const early = expectation({ window: { start: 0, end: 1000 } });
    const late = expectation({ window: { start: 1000, end: 2000 } });
    expect(expectationsMarkup([early, early])?.text).toContain('Expectations, judged over 0s to 1s');
    expect(expectationsMarkup([early, early])?.text).not.toContain('Window');
    expect(expectationsMarkup([early, late])?.text).toContain('data-label="Window"');
  });

  it('says at which confidence an interval is where that is unusual, and where there is none', () => {
    expect(rowsOf({ intervalText: '1s to 2s', confidence: 0.999 })[0]).toContain('1s to 2s at 99.9%');
    expect(rowsOf({ confidence: null })[0]).toContain('point estimate');
  });
});
