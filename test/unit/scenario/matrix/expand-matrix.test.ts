import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellKey } from '../../../../src/core/matrix-cell.ts';
import {
  countCombinations,
  expandMatrix,
  hasValues,
  type MatrixShape,
} from '../../../../src/scenario/matrix/expand-matrix.ts';

const NAMES = ['profile', 'ux', 'rate'] as const;
const value = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.boolean(), fc.constantFrom('a', 'b', '1 s'));
const axes = fc
  .dictionary(
    fc.constantFrom(...NAMES),
    fc.uniqueArray(value, { minLength: 1, maxLength: 4, selector: String }),
    {
      minKeys: 1,
    },
  )
  .map((record) => new Map(Object.entries(record)));
const cell = fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys: 1 });

function keysOf(shape: MatrixShape): string[] {
  return expandMatrix(shape).cells.map(cellKey);
}

describe('expandMatrix', () => {
  it('makes every combination once, the last axis changing fastest', () => {
    fc.assert(
      fc.property(axes, (given) => {
        const shape = { axes: given, include: [], exclude: [] };
        const keys = keysOf(shape);
        expect(keys).toHaveLength(countCombinations(shape));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
    const two = new Map([
      ['profile', ['wpt/3g', 'wpt/cable']],
      ['ux', ['naive', 'loading']],
    ]);
    expect(expandMatrix({ axes: two, include: [], exclude: [] })).toEqual({
      axes: ['profile', 'ux'],
      cells: [
        { profile: 'wpt/3g', ux: 'naive' },
        { profile: 'wpt/3g', ux: 'loading' },
        { profile: 'wpt/cable', ux: 'naive' },
        { profile: 'wpt/cable', ux: 'loading' },
      ],
    });
  });

  it('takes away what has all values of an exclude, and nothing else', () => {
    fc.assert(
      fc.property(axes, fc.array(cell, { maxLength: 3 }), (given, exclude) => {
        const all = expandMatrix({ axes: given, include: [], exclude: [] }).cells;
        const kept = all.filter((one) => !exclude.some((values) => hasValues(one, values)));
        expect(expandMatrix({ axes: given, include: [], exclude }).cells).toEqual(kept);
      }),
    );
  });

  it('changes no value of an axis by an include, and adds a cell for each that fits none', () => {
    fc.assert(
      fc.property(axes, fc.array(cell, { maxLength: 4 }), (given, include) => {
        const before = expandMatrix({ axes: given, include: [], exclude: [] }).cells;
        const after = expandMatrix({ axes: given, include, exclude: [] }).cells;
        for (const [at, one] of before.entries()) expect(after[at]).toMatchObject(one);
        const strangers = include.filter((addition) => {
          const own = Object.fromEntries(Object.entries(addition).filter(([name]) => given.has(name)));
          return !before.some((one) => hasValues(one, own));
        });
        expect(after.slice(before.length)).toEqual(strangers);
      }),
    );
  });

  it('expands the example of the manual of GitHub Actions as that does', () => {
    const { cells } = expandMatrix({
      axes: new Map([
        ['fruit', ['apple', 'pear']],
        ['animal', ['cat', 'dog']],
      ]),
      exclude: [],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    });
    expect(cells).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });
});
