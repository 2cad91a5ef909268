import { describe, expect, it } from 'vitest';
import { fixed, table } from '../../../bench/harness/table.mjs';

interface Row {
  readonly name: string;
  readonly rate?: number;
}

describe('tables of the benchmarks', () => {
  it('align names to the left and figures to the right, on a terminal as in Markdown', () => {
    const rows: readonly Row[] = [{ name: 'squall', rate: 52_239.4 }, { name: 'direct' }];
    const text = table<Row>(
      [
        ['', ({ name }) => name],
        ['requests/s', ({ rate }) => fixed(rate)],
      ],
      rows,
    );
    expect(text.split('\n')).toEqual([
      '|        | requests/s |',
      '| ------ | ---------: |',
      '| squall |     52,239 |',
      '| direct |            |',
    ]);
  });

  it('keep a cell whole that has a bar in it', () => {
    expect(table<string>([['name', (name) => name]], ['a|b'])).toContain('| a\\|b |');
  });

  it('write figures with the digits asked for, and nothing for what was not measured', () => {
    expect([fixed(1234.567, 1), fixed(0.1, 2), fixed(undefined), fixed(Number.NaN, 1)]).toEqual([
      '1,234.6',
      '0.10',
      '',
      '',
    ]);
  });
});
