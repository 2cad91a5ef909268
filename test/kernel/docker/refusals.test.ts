import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { runCli } from '../../helpers/cli.ts';
import {
  createNetwork,
  docker,
  importImage,
  pidOf,
  removeContainers,
  startContainer,
  startIdleContainer,
} from '../../helpers/docker-lab.ts';
import { run } from '../../helpers/kernel-network.ts';
import { startRun, untilWindow } from '../../helpers/namespace-run.ts';
import { networkState } from '../../helpers/network-state.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

beforeAll(() => {
  importImage();
  createNetwork();
}, 60_000);

/** A scenario with an edge between two containers; `more` is said of the edge. */
function scenarioFile(asking: string, answering: string, more = ''): string {
  const file = join(temporaryFolder(), 'two.yaml');
  writeFileSync(
    file,
    `version: 1
name: two
services:
  asking: { container: ${asking}, port: 8080 }
  answering: { container: ${answering}, port: 8080 }
edges:
  there: { from: asking, to: answering${more} }
steps:
  - { name: slow, for: 60s, settle: 10s, impair: { there: { rtt: 100ms } } }
`,
  );
  return file;
}

/** Runs a scenario with an edge between two containers, which must be refused before anything is touched. */
async function refusal(asking: string, answering: string): Promise<string> {
  const folder = temporaryFolder();
  const file = scenarioFile(asking, answering);
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

  it('is refused where somebody has put a queue, which is put back where it may be replaced', async () => {
    const asking = await startContainer('asking', { number: 2 });
    const answering = await startContainer('answering', { number: 3 });
    onTestFinished(() => removeContainers(asking, answering));
    const tc = `nsenter --net --target ${pidOf('asking')} tc`;
    run(`${tc} qdisc add dev eth0 root handle 7: tbf rate 50mbit burst 32kb latency 100ms`);
    const before = run(`${tc} qdisc show dev eth0`);
    expect(await refusal('asking', 'answering')).toMatch(/foreign-qdisc.*`tbf 7:`[^]*`replace: true`/);

    const running = startRun(scenarioFile('asking', 'answering', ', on: { replace: true }'));
    await untilWindow(running, 'slow');
    expect(run(`${tc} qdisc show dev eth0`)).toContain('qdisc prio 5371: root');
    running.child.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    expect(run(`${tc} qdisc show dev eth0`)).toBe(before);
  }, 200_000);
});
