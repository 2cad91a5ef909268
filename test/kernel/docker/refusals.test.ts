import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { runCli } from '../../helpers/cli.ts';
import {
  createNetwork,
  docker,
  importImage,
  removeContainers,
  startContainer,
  startIdleContainer,
} from '../../helpers/docker-lab.ts';
import { networkState } from '../../helpers/network-state.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

beforeAll(() => {
  importImage();
  createNetwork();
}, 60_000);

/** Runs a scenario with an edge between two containers, which must be refused before anything is touched. */
async function refusal(asking: string, answering: string): Promise<string> {
  const folder = temporaryFolder();
  const file = join(folder, 'refused.yaml');
  writeFileSync(
    file,
    `version: 1
name: refused
services:
  asking: { container: ${asking}, port: 8080 }
  answering: { container: ${answering}, port: 8080 }
edges:
  there: { from: asking, to: answering }
steps:
  - { name: slow, for: 5s, impair: { there: { rtt: 100ms } } }
`,
  );
  const before = networkState();
  const { code, stdout, stderr } = await runCli(['run', file, '--out', join(folder, 'runs')], {
    cwd: folder,
  });
  expect(networkState()).toEqual(before);
  expect(code).toBe(3);
  return stdout + stderr;
}

describe('an edge between containers', () => {
  it('is refused where one uses the network of the host, which is named', async () => {
    const answering = await startContainer('answering', { number: 3 });
    startIdleContainer('hosted', '--network host');
    onTestFinished(() => {
      removeContainers(answering);
      docker('rm --force hosted');
    });
    expect(await refusal('hosted', 'answering')).toContain('container-host-network');
    const said = await refusal('answering', 'hosted');
    expect(said).toContain('container-host-network');
    expect(said).toMatch(/its interfaces are .*`br-/);
  }, 120_000);

  it('is refused where there is no such container, or it is on no network', async () => {
    const answering = await startContainer('answering', { number: 3 });
    startIdleContainer('lonely', '--network none');
    onTestFinished(() => {
      removeContainers(answering);
      docker('rm --force lonely');
    });
    expect(await refusal('nobody', 'answering')).toContain('no-such-container');
    expect(await refusal('lonely', 'answering')).toContain('container-without-network');
  }, 120_000);
});
