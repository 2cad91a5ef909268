import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/random.ts';
import type { Culprit } from '../../../../src/traffic/culprit/culprit.ts';
import { findCulprit } from '../../../../src/traffic/culprit/find-culprit.ts';
import { involved, play, type TrueEdge, type TrueService } from '../../../helpers/simulated-system.ts';

const RUNS = 400;
const EDGES: readonly TrueEdge[] = [
  { name: 'front', from: 'bot', to: 'web' },
  { name: 'a', from: 'web', to: 'a' },
  { name: 'b', from: 'web', to: 'b', calls: 0.5 },
  { name: 'c', from: 'a', to: 'c' },
  { name: 'd', from: 'b', to: 'd', calls: 2 },
];
const SERVICES = ['web', 'a', 'b', 'c', 'd'] as const;

interface Tally {
  right: number;
  wrong: number;
  none: number;
}

/** Plants one culprit in each run, of random size in random noise, and counts what is named. */
function tally(about: 'failures' | 'latency', plant: (draw: () => number) => TrueService): Tally {
  const result: Tally = { right: 0, wrong: 0, none: 0 };
  for (let run = 0; run < RUNS; run += 1) {
    const draw = seededRandom(run);
    const guilty = SERVICES[Math.floor(draw() * SERVICES.length)] ?? 'web';
    const noise = (): TrueService => ({ fails: draw() < 0.3 ? 0.01 * draw() : 0, time: 2 + 10 * draw() });
    const usual = Object.fromEntries(SERVICES.map((name) => [name, noise()]));
    const services = { ...usual, [guilty]: { ...usual[guilty], ...plant(draw) } };
    const requests = 100 + Math.floor(draw() * 900);
    const culprit: Culprit = findCulprit({
      about,
      edge: 'front',
      edges: involved({ services, edges: EDGES }),
      window: play({ services, edges: EDGES }, 'front', requests, run),
      before: {
        step: 'baseline',
        ...play({ services: usual, edges: EDGES }, 'front', requests, run + 10_000),
      },
    });
    if (culprit.kind === 'none') result.none += 1;
    else result[culprit.to === guilty ? 'right' : 'wrong'] += 1;
  }
  return result;
}

describe('the culprit that is planted', () => {
  it.each([
    ['failures', (draw: () => number) => ({ fails: 0.02 + 0.4 * draw() })],
    ['latency', (draw: () => number) => ({ time: 20 + 200 * draw() })],
  ] as const)('of %s is hardly ever taken for another', (about, plant) => {
    const { right, wrong, none } = tally(about, plant);
    // eslint-disable-next-line no-console
    console.log(`culprit of ${about}: right ${right}, wrong ${wrong}, none named ${none}, of ${RUNS}`);
    expect(wrong / RUNS).toBeLessThanOrEqual(0.025);
    expect(right / RUNS).toBeGreaterThanOrEqual(0.7);
  });

  it('is hardly ever named where there are two, alike', () => {
    let named = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const services = { a: { fails: 0.2 }, b: { fails: 0.2 } };
      const edges = EDGES.map((edge) => ({ ...edge, calls: 1 }));
      const window = play({ services, edges }, 'front', 300, run);
      const culprit = findCulprit({
        about: 'failures',
        edge: 'front',
        edges: involved({ services, edges }),
        window,
      });
      named += culprit.kind === 'named' ? 1 : 0;
    }
    expect(named / RUNS).toBeLessThanOrEqual(0.025);
  });
});
