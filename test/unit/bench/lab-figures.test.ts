import { describe, expect, it } from 'vitest';
import { delayErrors, figures, servicesAdded, spread } from '../../../bench/lab-fidelity/figures.mjs';

describe('figures of the kernel lab', () => {
  it('are the medians of the rounds, for each contender and way by itself, all contenders below what was asked', () => {
    const rows = [
      lossRow('squall', 'up', 0.1),
      lossRow('squall', 'down', 0.2),
      lossRow('tcconfig', 'up', 0.5),
      lossRow('squall', 'up', 0.3),
      lossRow('squall', 'up', 0.9),
      { ...lossRow('squall', 'up', 0.7), asked: { loss: 0.5 } },
      lossRow('pumba', 'up', 0.6),
      { ...lossRow('squall', 'up', 1), kind: 'other' },
    ];
    expect(figures(rows, 'loss', ({ lost }) => ({ lost }))).toEqual([
      { name: 'squall', asked: { loss: 0.1 }, up: { lost: 0.3 }, down: { lost: 0.2 } },
      { name: 'tcconfig', asked: { loss: 0.1 }, up: { lost: 0.5 }, down: {} },
      { name: 'pumba', asked: { loss: 0.1 }, up: { lost: 0.6 }, down: {} },
      { name: 'squall', asked: { loss: 0.5 }, up: { lost: 0.7 }, down: {} },
    ]);
  });

  it('are errors of what was asked, and how many came', () => {
    const times = Array.from({ length: 100 }, (_, index) => 10 + (index + 1) / 100);
    const errors = delayErrors({ asked: { delay: 10 }, times });
    expect(errors).toEqual({
      least: expect.closeTo(0.01),
      p50: expect.closeTo(0.5),
      p90: expect.closeTo(0.9),
      p99: expect.closeTo(0.99),
      arrived: 100,
    });
  });

  it('are mean and standard deviation of a jitter', () => {
    expect(spread({ times: [40, 60, 40, 60] })).toEqual({ mean: 50, deviation: 10 });
  });

  it('are what a delay adds to an echo where nothing else is between', () => {
    const rows = [pingRow('nothing', 2, 1), pingRow('squall', 203, 2), pingRow('squall', 201, 1)];
    expect(servicesAdded(rows)).toEqual([{ name: 'squall', 'meant usual': 200, 'others usual': 0.5 }]);
  });
});

function lossRow(name: string, way: 'up' | 'down', lost: number) {
  return { name, kind: 'loss', asked: { loss: 0.1 }, way, lost };
}

function pingRow(name: string, meant: number, others: number) {
  return { name, kind: 'service', asked: { delay: 100 }, meant: { usual: meant }, others: { usual: others } };
}
