import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import {
  prepareEngine,
  measure,
  networkOfContainer,
  removeContainers,
  startContainer,
  type Container,
} from '../../helpers/docker-lab.ts';
import { startRun, untilWindow } from '../../helpers/namespace-run.ts';
import { networkState } from '../../helpers/network-state.ts';
import { scenarioBetween, startTwo } from '../../helpers/two-containers.ts';

const STEPS = [
  '{ name: questions, for: 20s, settle: 8s, impair: { there: { delay: { up: 200ms } } } }',
  '{ name: answers, for: 22s, settle: 8s, impair: { there: { delay: { down: 200ms } }, back: { delay: { up: 300ms } } } }',
  '{ name: clear, for: 12s, settle: 3s }',
];

/** What a clear link may take in one direction on this slow machine. */
const CLEAR = 100;

beforeAll(() => {
  prepareEngine();
}, 60_000);

async function expectDelays(
  from: Container,
  to: Container,
  expected: { readonly up: number; readonly down: number },
): Promise<void> {
  for (const address of [to.ipv4, to.ipv6]) {
    const measured = await measure(from, address);
    const what = `${from.name} to ${address}`;
    for (const way of ['up', 'down'] as const) {
      expect(measured[way], `${what}, ${way}`).toBeGreaterThanOrEqual(expected[way]);
      expect(measured[way], `${what}, ${way}`).toBeLessThan(expected[way] + CLEAR);
    }
  }
}

describe('an edge between two containers of three', () => {
  it('is impaired alone, each direction by itself, over IPv4 and IPv6', async () => {
    const { asking, answering } = await startTwo();
    const other = await startContainer('other', { number: 4, bare: true });
    const containers = [asking, answering, other];
    onTestFinished(() => removeContainers(...containers));
    const before = [networkState(), ...containers.map(networkOfContainer)];
    const back = 'back: { from: answering, to: asking }';
    const running = startRun(scenarioBetween(STEPS, { edges: [back] }));

    const clear = { up: 0, down: 0 };
    await untilWindow(running, 'questions');
    await expectDelays(asking, answering, { up: 200, down: 0 });
    await expectDelays(asking, other, clear);
    await expectDelays(answering, asking, clear);
    await untilWindow(running, 'answers');
    await expectDelays(asking, answering, { up: 0, down: 200 });
    await expectDelays(answering, asking, { up: 300, down: 0 });
    await expectDelays(asking, other, clear);
    await untilWindow(running, 'clear');
    await expectDelays(asking, answering, clear);
    await expectDelays(answering, asking, clear);

    await running.exitCode;
    const { undo, errors, steps } = await running.result();
    expect(errors).toEqual([]);
    expect(undo).toEqual({ ok: true, failures: [] });
    expect(steps.flatMap(({ edges }) => edges.map(({ proof }) => proof.outcome))).not.toContain('failed');
    expect([networkState(), ...containers.map(networkOfContainer)]).toEqual(before);
  }, 240_000);
});
