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

/** One step for each that restarts. */
const STEPS = ['asking-restarts', 'answering-restarts', 'answering-moves'] as const;

const RESTARTS = `version: 1
name: restarts
services:
  asking: { container: asking, port: 8080 }
  answering: { container: answering, port: 8080 }
edges:
  there: { from: asking, to: answering }
steps:
${STEPS.map((name) => `  - { name: ${name}, for: 32s, settle: 6s, impair: { there: { rtt: ${2 * DELAY}ms } } }`).join('\n')}
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
        { timeout: 20_000, interval: 200 },
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
    const happen: Readonly<Record<(typeof STEPS)[number], () => Promise<void>>> = {
      'asking-restarts': () => restartContainer(asking),
      'answering-restarts': () => restartContainer(answering),
      'answering-moves': async () => {
        answering = await moveContainer(answering, 9);
      },
    };
    for (const step of STEPS) {
      await untilWindow(running, step);
      await becomesSlow();
      await happen[step]();
      await becomesSlow();
    }
    await running.exitCode;
    const { undo, errors, steps } = await running.result();
    expect(errors).toEqual([]);
    expect(undo).toEqual({ ok: true, failures: [] });
    expect(networks()).toEqual(before);
    for (const { name, reasons } of steps) {
      const who = name.startsWith('asking') ? 'asking' : 'answering';
      expect(reasons.join(' ')).toMatch(new RegExp(`\\b${who}\\b.*restarted`));
    }
  }, 240_000);
});

/** In terms that survive a restart. */
function networks(): unknown {
  return [queuesOfHost(), networkOfContainer(asking), networkOfContainer(answering)];
}
