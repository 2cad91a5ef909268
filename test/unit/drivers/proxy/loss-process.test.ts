import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/random.ts';
import { LossProcess } from '../../../../src/drivers/proxy/shaping/loss-process.ts';

const PACKETS = 400_000;

function draw(
  average: number,
  burst: number,
  seed = 7,
): { readonly share: number; readonly meanBurst: number } {
  const process = new LossProcess();
  const random = seededRandom(seed);
  let lost = 0;
  let bursts = 0;
  let before = false;
  for (let packet = 0; packet < PACKETS; packet += 1) {
    const now = process.draw({ average, burst }, random);
    if (now) lost += 1;
    if (now && !before) bursts += 1;
    before = now;
  }
  return { share: lost / PACKETS, meanBurst: lost / bursts };
}

describe('the loss process', () => {
  it.each([
    [0.01, 1],
    [0.01, 4],
    [0.1, 3],
    [0.3, 10],
    [0.9, 9],
  ])('loses %f of the packets in bursts of %f on average', (average, burst) => {
    const { share, meanBurst } = draw(average, burst);
    expect(share / average).toBeGreaterThan(0.9);
    expect(share / average).toBeLessThan(1.1);
    // Independent losses come in bursts of 1 / (1 - L).
    const expected = burst === 1 ? 1 / (1 - average) : burst;
    expect(meanBurst / expected).toBeGreaterThan(0.93);
    expect(meanBurst / expected).toBeLessThan(1.07);
  });

  it('loses everything at 100 %, nothing at 0 %, and the same packets with the same seed', () => {
    expect(draw(1, 5).share).toBe(1);
    expect(draw(0, 5).share).toBe(0);
    expect(draw(0.05, 2, 3)).toEqual(draw(0.05, 2, 3));
    expect(draw(0.05, 2, 3)).not.toEqual(draw(0.05, 2, 4));
  });
});
