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
import { startRun, untilWindow } from '../../helpers/namespace-run.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const DELAY = 200;

function scenario(seconds: number): string {
  const file = join(temporaryFolder(), 'restarts.yaml');
  writeFileSync(
    file,
    `version: 1
name: restarts
services:
  asking: { container: asking, port: 8080 }
  answering: { container: answering, port: 8080 }
edges:
  there: { from: asking, to: answering }
steps:
  - name: slow
    for: ${seconds}s
    settle: 8s
    impair: { there: { delay: { up: ${DELAY}ms, down: ${DELAY}ms } } }
`,
  );
  return file;
}

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
        { timeout: 20_000, interval: 200 },
      )
      .toBeGreaterThanOrEqual(DELAY);
  }
}

describe('a container that restarts in the middle of a step', () => {
  it.each([
    ['the one that asks', () => restartContainer(asking)],
    ['the one that answers', () => restartContainer(answering)],
    [
      'the one that answers, at another address',
      async () => {
        answering = await moveContainer(answering, answering.ipv4.endsWith('.3') ? 9 : 3);
      },
    ],
  ])(
    'is impaired again, and the window says so: %s',
    async (_which, restart) => {
      const before = [queuesOfHost(), networkOfContainer(asking), networkOfContainer(answering)];
      const running = startRun(scenario(50));
      await untilWindow(running, 'slow');
      await becomesSlow();
      await restart();
      await becomesSlow();
      await running.exitCode;
      const { undo, errors, steps, reasons } = await running.result();
      expect(errors).toEqual([]);
      expect(undo).toEqual({ ok: true, failures: [] });
      expect([queuesOfHost(), networkOfContainer(asking), networkOfContainer(answering)]).toEqual(before);
      expect(JSON.stringify([steps[0]?.reasons, reasons])).toContain('restarted');
    },
    150_000,
  );
});
