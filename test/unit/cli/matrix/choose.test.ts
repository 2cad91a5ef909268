import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadedPlan } from '../../../../src/cli/load-plans.ts';
import { chooseCells } from '../../../../src/cli/matrix/choose-cells.ts';
import { chooseShard } from '../../../../src/cli/matrix/choose-shard.ts';
import { SOUND, soundPlan } from '../../../helpers/planning.ts';

const PLAN = soundPlan(SOUND);

function cellsOf(count: number): LoadedPlan[] {
  return Array.from({ length: count }, (_, at) => ({
    file: 'sound.yaml',
    plan: { ...PLAN, scenario: { ...PLAN.scenario, cell: { number: at, half: at % 2 === 0 } } },
    sha256: '',
    diagnostics: [],
  }));
}

describe('chooseShard', () => {
  it('puts every run into exactly one shard, in order, and no shard has two more than another', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 12 }), (total, count) => {
        const planned = cellsOf(total);
        const shards = Array.from({ length: count }, (_, at) =>
          chooseShard(planned, { index: at + 1, count }),
        );
        const places = shards.flatMap((shard) => shard.map(({ shard: place }) => place?.position ?? 0));
        expect(places.toSorted((a, b) => a - b)).toEqual(planned.map((_, at) => at + 1));
        for (const shard of shards) {
          for (const { plan, shard: place } of shard) {
            expect(plan).toBe(planned[(place?.position ?? 0) - 1]?.plan);
            expect(place?.runs).toHaveLength(total);
          }
        }
        const sizes = shards.map((shard) => shard.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
      }),
    );
  });

  it('leaves a call that is not split as it is', () => {
    const planned = cellsOf(3);
    expect(chooseShard(planned, undefined)).toBe(planned);
  });
});

describe('chooseCells', () => {
  it('takes the cells that have all values, however they are written', () => {
    const numbers = chooseCells(cellsOf(6), { half: 'true' }).map(
      ({ plan }) => plan.scenario.cell?.['number'],
    );
    expect(numbers).toEqual([0, 2, 4]);
    expect(chooseCells(cellsOf(6), { half: 'true', number: '4' })).toHaveLength(1);
    expect(chooseCells(cellsOf(6))).toHaveLength(6);
  });

  it('refuses values that no cell has', () => {
    expect(() => chooseCells(cellsOf(2), { halv: 'true' })).toThrow(
      expect.objectContaining({ code: 'cell-not-found', exitCode: 2, hint: 'did you mean `half=true`?' }),
    );
    expect(() => chooseCells([{ file: 'a', plan: PLAN, sha256: '', diagnostics: [] }], { a: 'b' })).toThrow(
      expect.objectContaining({ code: 'cell-not-found' }),
    );
  });
});
