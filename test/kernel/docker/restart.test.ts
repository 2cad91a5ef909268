import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  createNetwork,
  importImage,
  measure,
  moveContainer,
  networkOfContainer,
  queuesOfHost,
  removeContainers,
  restartContainer,
  startContainer,
  type Container,
} from '../../helpers/docker-lab.ts';
import { startRun, untilJudged, untilWindow } from '../../helpers/namespace-run.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const DELAY = 200;

/** Enough for a slow machine; the run is ended after the step in which all has been seen. */
const STEPS = Array.from(
  { length: 6 },
  (_, index) =>
    `  - { name: slow-${index + 1}, for: 45s, settle: 10s, impair: { there: { rtt: ${2 * DELAY}ms } } }`,
);

const RESTARTS = `version: 1
name: restarts
services:
  asking: { container: asking, port: 8080 }
  answering: { container: answering, port: 8080 }
edges:
  there: { from: asking, to: answering }
steps:
${STEPS.join('\n')}
`;

let asking: Container;
let answering: Container;

beforeAll(async () => {
  importImage();
  createNetwork();
  asking = await startContainer('asking', { number: 2 });
  answering = await startContainer('answering', { number: 3, bare: true });
}, 120_000);

afterAll(() => removeContainers(asking, answering));

/** Waits until each direction is slow, over both families: what restarts is clear until the run has noticed. */
async function becomesSlow(): Promise<void> {
  for (const address of [answering.ipv4, answering.ipv6]) {
    await expect
      .poll(
        async () => {
          const { up, down } = await measure(asking, address);
          return Math.min(up, down);
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBeGreaterThanOrEqual(DELAY);
  }
}

describe('a container that restarts in the middle of a step', () => {
  it('is impaired again, also at another address, and the window says so', async () => {
    const before = networks();
    const file = join(temporaryFolder(), 'restarts.yaml');
    writeFileSync(file, RESTARTS);
    const running = startRun(file);
    await untilWindow(running, 'slow-1');
    await becomesSlow();
    await restartContainer(asking);
    await becomesSlow();
    answering = await moveContainer(answering, 9);
    await becomesSlow();
    await untilJudged(running);
    running.child.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    const { undo, errors, steps } = await running.result();
    expect(errors.map(({ code }) => code)).toEqual(['interrupted']);
    expect(undo).toEqual({ ok: true, failures: [] });
    expect(networks()).toEqual(before);
    const said = steps.flatMap(({ reasons }) => reasons).join('\n');
    expect(said).toMatch(/service asking restarted .*, and edge there was (not )?impaired/);
    expect(said).toMatch(
      /service answering restarted or was attached anew, and edge there was (not )?impaired/,
    );
  }, 400_000);
});

/** In terms that survive a restart. */
function networks(): unknown {
  return [queuesOfHost(), networkOfContainer(asking), networkOfContainer(answering)];
}
