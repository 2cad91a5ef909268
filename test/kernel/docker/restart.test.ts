import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import {
  docker,
  measure,
  moveContainer,
  prepareEngine,
  restartContainer,
  startIdleContainer,
} from '../../helpers/docker-lab.ts';
import { eventsSoFar, startRun, untilJudged, untilWindow } from '../../helpers/namespace-run.ts';
import {
  networksOf,
  removeTwo,
  scenarioBetween,
  startTwo,
  type TwoContainers,
} from '../../helpers/two-containers.ts';

const DELAY = 200;

/** Enough for a slow machine; the run is ended after the step in which all has been seen. */
const STEPS = Array.from(
  { length: 6 },
  (_, index) =>
    `{ name: slow-${index + 1}, for: 45s, settle: 10s, impair: { there: { rtt: ${2 * DELAY}ms } } }`,
);

let two: TwoContainers;

beforeAll(async () => {
  prepareEngine();
  two = await startTwo();
}, 120_000);

afterAll(() => removeTwo(two));

/** Waits until each direction is slow, over both families: what restarts is clear until the run has noticed. */
async function becomesSlow(): Promise<void> {
  for (const address of [two.answering.ipv4, two.answering.ipv6]) {
    await expect
      .poll(
        async () => {
          const { up, down } = await measure(two.asking, address);
          return Math.min(up, down);
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBeGreaterThanOrEqual(DELAY);
  }
}

describe('a container that restarts in the middle of a step', () => {
  it('is impaired again, also at another address, and the window says so', async () => {
    const before = networksOf(two.asking, two.answering);
    const running = startRun(scenarioBetween(STEPS));
    await untilWindow(running, 'slow-1');
    await becomesSlow();
    await restartContainer(two.asking);
    await becomesSlow();
    two = { ...two, answering: await moveContainer(two.answering, 9) };
    await becomesSlow();
    await untilJudged(running);
    running.child.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    const { undo, errors, steps } = await running.result();
    expect(errors.map(({ code }) => code)).toEqual(['interrupted']);
    expect(undo).toEqual({ ok: true, failures: [] });
    expect(networksOf(two.asking, two.answering)).toEqual(before);
    const said = steps.flatMap(({ reasons }) => reasons).join('\n');
    expect(said).toMatch(/service asking restarted .*, and edge there was (not )?impaired/);
    expect(said).toMatch(
      /service answering restarted or was attached anew, and edge there was (not )?impaired/,
    );
  }, 400_000);
});

describe('a container that restarts in the namespace of another', () => {
  it('finds its edge as it was, and nothing is in its way', async () => {
    startIdleContainer('sidecar', '--network container:asking');
    onTestFinished(() => void docker('rm --force sidecar'));
    const before = networksOf(two.asking, two.answering);
    const running = startRun(scenarioBetween(STEPS, { asking: 'sidecar' }));
    await untilWindow(running, 'slow-1');
    await becomesSlow();
    docker('restart --time 1 sidecar');
    await expect.poll(() => eventsSoFar(running), { timeout: 60_000 }).toContain('`sidecar` restarted');
    await becomesSlow();
    await untilJudged(running);
    running.child.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    const { undo, errors, notices } = await running.result();
    expect(errors.map(({ code }) => code)).toEqual(['interrupted']);
    expect(undo).toEqual({ ok: true, failures: [] });
    expect(notices.join('\n')).not.toContain('is impaired again');
    expect(networksOf(two.asking, two.answering)).toEqual(before);
  }, 400_000);
});

describe('a container that an event of its step restarts', () => {
  it('is impaired again, which is told and casts no doubt on the window', async () => {
    const before = networksOf(two.asking, two.answering);
    const step = `{ name: restart, for: 60s, settle: 10s, impair: { there: { rtt: ${2 * DELAY}ms } }, do: [{ at: 15s, restart: asking }] }`;
    const running = startRun(scenarioBetween([step]));
    await expect.poll(() => eventsSoFar(running), { timeout: 120_000 }).toContain('"event.ended"');
    await becomesSlow();
    await running.exitCode;
    const { events, notices, steps, undo } = await running.result();
    expect(events).toMatchObject([{ what: 'restart asking', outcome: 'done' }]);
    expect(notices.join('\n')).toMatch(/edge there was impaired again .* later, by an event of the step/);
    expect(steps.flatMap(({ reasons }) => reasons).join('\n')).not.toContain('attached anew');
    expect(undo).toEqual({ ok: true, failures: [] });
    expect(networksOf(two.asking, two.answering)).toEqual(before);
  }, 400_000);
});
