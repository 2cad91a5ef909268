import { describe, expect, it } from 'vitest';
import { calibrate, powerOf } from '../../helpers/calibration/calibrate.ts';
import { BEYOND, COVERED, type Case } from '../../helpers/calibration/cases.ts';
import { mostWrong } from '../../helpers/calibration/most-wrong.ts';

// `npm run calibrate` does the same for all cases, with thousands of runs each.
const TRIALS = 200;
const SEED = 7;

function named({ group, system, traffic, figure, against }: Case): string {
  return `${figure} of ${group}: ${system.name}, ${traffic.rate}/s for ${traffic.seconds} s, against a ${against}`;
}

const SHORT = COVERED.filter(({ traffic }) => traffic.rate * traffic.seconds <= 1500);
/** Each fourth, which takes seconds. */
const SOME = SHORT.filter((_, index) => index % 4 === 1);
const CLUSTERED = SHORT.find(({ system, figure }) => system.name === 'wanders, 0.3 s' && figure === 'p95')!;

describe('among runs of systems whose truth is known', () => {
  it.each(SOME.map((subject) => [named(subject), subject] as const))(
    'few are wrong for the %s',
    (_name, subject) => {
      const { wrongPass, wrongFail } = calibrate(subject, { trials: TRIALS, seed: SEED });
      // 2.5 % of 200 are 5; more than 13 would be chance in 1 of 1000 simulations.
      expect(mostWrong(TRIALS)).toBe(13 / TRIALS);
      expect(wrongPass).toBeLessThanOrEqual(mostWrong(TRIALS));
      expect(wrongFail).toBeLessThanOrEqual(mostWrong(TRIALS));
    },
  );

  it('taking requests for independent is seen to be wrong', () => {
    const { wrongPass, wrongFail } = calibrate(CLUSTERED, { trials: TRIALS, seed: SEED, naive: true });
    expect(wrongPass).toBeGreaterThan(2 * mostWrong(TRIALS));
    expect(wrongFail).toBeGreaterThan(2 * mostWrong(TRIALS));
  });

  it('what a window does not show is seen to be wrong', () => {
    const unseen = BEYOND.find(
      ({ system, figure }) => system.name === 'phases of 5 s' && figure === 'success',
    )!;
    expect(calibrate(unseen, { trials: TRIALS, seed: SEED }).wrongPass).toBeGreaterThan(mostWrong(TRIALS));
  });

  it('independent requests are still enough to find what is clearly so', () => {
    const judged = SHORT.slice(0, 2);
    expect(judged.map(({ system, figure }) => `${figure} ${system.name}`)).toEqual([
      'p50 independent',
      'p95 independent',
    ]);
    for (const subject of judged) {
      const { rightPass, rightFail } = powerOf(subject, { trials: 40, seed: SEED });
      expect(rightPass).toBeGreaterThan(0.8);
      expect(rightFail).toBeGreaterThan(0.8);
    }
  });
});
