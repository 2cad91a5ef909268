import { describe, expect, it } from 'vitest';
import { describeMoment, networkMoments } from '../../../../../src/report/html/timeline/moments.ts';
import { impairedEdge, step } from '../../../../helpers/results.ts';

const proved = { ...impairedEdge(), provedAt: 16_400 };
const other = { ...impairedEdge(), edge: 'cart-link', label: 'RTT 400ms', changedAt: 15_001 };

function momentsOf(edges: Parameters<typeof step>[0]['edges'] & object, edge?: string): readonly string[] {
  const steps = [step({ name: '3g', start: 15_000, end: 45_000, edges })];
  return networkMoments(steps, edge).map((moment) => `${moment.at} ${describeMoment(moment)}`);
}

describe('networkMoments', () => {
  it('tells when links were changed and when that was proved, the edges of a step together', () => {
    expect(momentsOf([proved, other])).toEqual([
      '15001 last-mile changed to wpt/3g, cart-link changed to RTT 400ms',
      '16400 proved: last-mile wpt/3g',
    ]);
  });

  it('tells only of the edge that is asked for', () => {
    expect(momentsOf([proved, other], 'cart-link')).toEqual(['15001 cart-link changed to RTT 400ms']);
  });

  it('tells of a proof that failed, where no time of it is known when the window opened', () => {
    const failed = { ...proved, proof: { outcome: 'failed' as const, rows: [], reason: 'no' } };
    const { provedAt: _, ...older } = failed;
    expect(momentsOf([failed])).toContain('16400 not proved: last-mile wpt/3g');
    expect(momentsOf([older])).toContain('17000 not proved: last-mile wpt/3g');
  });

  it('tells nothing of an edge that stayed clear', () => {
    expect(networkMoments([step({ name: 'a', start: 0, end: 9000 })])).toEqual([]);
  });
});
