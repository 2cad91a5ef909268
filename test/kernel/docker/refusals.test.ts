import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { runCli } from '../../helpers/cli.ts';
import {
  docker,
  prepareEngine,
  pidOf,
  removeContainers,
  startContainer,
  startIdleContainer,
} from '../../helpers/docker-lab.ts';
import { run } from '../../helpers/kernel-network.ts';
import { startRun, untilWindow } from '../../helpers/namespace-run.ts';
import { networkState } from '../../helpers/network-state.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { removeTwo, scenarioBetween, startTwo } from '../../helpers/two-containers.ts';

beforeAll(() => {
  prepareEngine();
}, 60_000);

const SLOW = '{ name: slow, for: 60s, settle: 10s, impair: { there: { rtt: 100ms } } }';

/** Runs a scenario with an edge between two containers, which must be refused before anything is touched. */
async function refusal(asking: string, answering: string): Promise<string> {
  const folder = temporaryFolder();
  const file = scenarioBetween([SLOW], { asking, answering });
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
    const two = await startTwo();
    onTestFinished(() => removeTwo(two));
    const tc = `nsenter --net --target ${pidOf('asking')} tc`;
    run(`${tc} qdisc add dev eth0 root handle 7: tbf rate 100mbit burst 32000 latency 400ms`);
    const before = run(`${tc} qdisc show dev eth0`);
    expect(await refusal('asking', 'answering')).toMatch(
      /`eth0` .* has the qdisc `tbf 7:`, .*foreign-qdisc.*`replace: true`/,
    );

    const running = startRun(scenarioBetween([SLOW], { edge: ', on: { replace: true }' }));
    await untilWindow(running, 'slow');
    expect(run(`${tc} qdisc show dev eth0`)).toContain('qdisc prio 5371: root');
    running.child.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    expect(run(`${tc} qdisc show dev eth0`)).toBe(before);
  }, 200_000);
});
