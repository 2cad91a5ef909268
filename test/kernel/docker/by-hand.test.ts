import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { runCli, type CliExit } from '../../helpers/cli.ts';
import {
  docker,
  prepareEngine,
  measure,
  removeContainers,
  restartContainer,
  startContainer,
  startIdleContainer,
} from '../../helpers/docker-lab.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { networksOf } from '../../helpers/two-containers.ts';

beforeAll(() => {
  prepareEngine();
}, 60_000);

/** The command, in an empty folder; what is impaired is cleared after the test. */
function byHand(): (line: string) => Promise<CliExit> {
  const folder = temporaryFolder();
  const scenario = async (line: string): Promise<CliExit> => await runCli(line.split(' '), { cwd: folder });
  onTestFinished(async () => void (await scenario('clear --all')));
  return scenario;
}

describe('a container impaired by hand', () => {
  it('is slow both ways as asked, however bare it is, and as it was once it is cleared', async () => {
    const cart = await startContainer('cart', { number: 2, bare: true });
    const shop = await startContainer('shop', { number: 3 });
    onTestFinished(() => removeContainers(cart, shop));
    const scenario = byHand();
    const before = networksOf(cart);
    expect((await scenario('status')).stdout).toMatch(/^container:cart +- +- +- +-$/m);

    const first = await scenario('impair cart up.delay=200ms down.delay=80ms');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('container:cart: delay 200ms up, delay 80ms down, read back');
    const slow = await measure(cart, shop.ipv4);
    expect(slow.up).toBeGreaterThanOrEqual(199);
    expect(slow.down).toBeGreaterThanOrEqual(79);
    expect(slow.down).toBeLessThan(199);

    const second = await scenario('impair container:cart up.delay=none');
    expect(second.stdout).toContain('container:cart: delay 80ms down, read back');
    const table = (await scenario('status')).stdout;
    expect(table).toMatch(/^container:cart +- +delay 80ms +\S+by-hand\S+ +9m \d+s$/m);
    expect(table).toMatch(/^container:shop +- +- +- +-$/m);
    expect((await measure(cart, shop.ipv4)).up).toBeLessThan(199);

    expect((await scenario('clear cart')).stdout).toBe(
      'container:cart: cleared, verified; it was delay 80ms down\n',
    );
    expect(networksOf(cart)).toEqual(before);
  }, 240_000);

  it('is impaired again after a restart, says so, and can be cleared while it is away', async () => {
    const cart = await startContainer('cart', { number: 2, bare: true });
    const shop = await startContainer('shop', { number: 3 });
    onTestFinished(() => removeContainers(cart, shop));
    const scenario = byHand();
    const before = networksOf(cart);
    expect((await scenario('impair cart delay=200ms')).stderr).toBe('');
    await restartContainer(cart);
    await expect
      .poll(async () => (await measure(cart, shop.ipv4)).up, { timeout: 60_000, interval: 200 })
      .toBeGreaterThanOrEqual(199);
    expect((await measure(cart, shop.ipv4)).down).toBeGreaterThanOrEqual(199);
    expect((await scenario('impair cart up.delay=100ms')).stderr).toBe('');
    const told = (await scenario('status')).stdout;
    expect(told).toMatch(/^container:cart +delay 100ms +delay 200ms +\S+by-hand\S+ +\d+m/m);
    expect(told).toMatch(/^note: container:cart came back somewhere else and was impaired again, once /m);

    docker('stop --time 1 cart');
    await expect
      .poll(async () => (await scenario('status')).stdout, { timeout: 60_000, interval: 200 })
      .toMatch(/^note: container:cart is to have delay 100ms up, .* and nothing is in force now: /m);
    expect(await scenario('clear cart')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('container:cart: cleared, verified; it was delay 100ms up'),
      stderr: '',
    });
    docker('start cart');
    await expect.poll(() => networksOf(cart), { timeout: 10_000 }).toEqual(before);
  }, 300_000);

  it('is refused where it is nobody, stopped, or on the network of the host', async () => {
    const scenario = byHand();
    startIdleContainer('hosted', '--network host');
    startIdleContainer('stopped', '--network none');
    onTestFinished(() => void docker('rm --force hosted stopped'));
    docker('stop --time 0 stopped');
    for (const [name, code] of [
      ['container:nobody', 'no-such-container'],
      ['nobody', 'no-such-interface'],
      ['stopped', 'container-not-running'],
      ['hosted', 'container-host-network'],
    ] as const) {
      const { code: exitCode, stderr } = await scenario(`impair ${name} delay=5ms`);
      expect(stderr).toMatch(new RegExp(`^error ${code}: .*\n  \\S`));
      expect(exitCode).toBe(3);
    }
  }, 120_000);
});
