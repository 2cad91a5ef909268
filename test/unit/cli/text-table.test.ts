import { describe, expect, it } from 'vitest';
import { textTable } from '../../../src/cli/text-table.ts';

describe('a text table', () => {
  it('has columns as wide as their widest cell, two spaces apart, and no space at the end of a line', () => {
    const rows = [
      ['a', 'long one', 'x'],
      ['longer', 'b', ''],
    ];
    expect(textTable(rows)).toBe('a       long one  x\nlonger  b\n');
  });

  it('indents every line', () => {
    expect(textTable([['a'], ['b']], '  ')).toBe('  a\n  b\n');
  });

  it('counts the columns that a text takes on a terminal, not its characters', () => {
    expect(
      textTable([
        ['日本', '1'],
        ['ab', '2'],
      ]),
    ).toBe('日本  1\nab    2\n');
  });

  it('is nothing without rows', () => {
    expect(textTable([])).toBe('');
  });

  it('takes rows of different lengths, the widest of which may come later', () => {
    const rows = [['a'], ['b', 'bb', 'c'], ['d', 'd', 'e']];
    expect(textTable(rows)).toBe('a\nb  bb  c\nd  d   e\n');
  });
});
