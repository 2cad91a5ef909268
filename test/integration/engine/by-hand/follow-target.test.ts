import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';

import { SquallError } from '../../../../src/core/errors.ts';
import { engineHangs } from '../../../../src/drivers/docker/errors.ts';
import { followTarget } from '../../../../src/engine/by-hand/follow-target.ts';
import { foundContainer, labNetwork } from '../../../helpers/containers.ts';
import { AWAY, FakeEngine } from '../../../helpers/fake-engine.ts';
import { ManualClock } from '../../../helpers/manual-clock.ts';

/** In our own namespace, which can be entered without rights. */
const CART = foundContainer('cart', { pid: process.pid });

/** What `ip` says of it. */
const INTERFACES = JSON.stringify([
  { ifname: 'eth0', ifindex: 2, addr_info: [{ local: '10.30.0.2', family: 'inet' }] },
]);

interface Followed {
  readonly engine: FakeEngine;
  readonly clock: ManualClock;
  /** What the keeper was told to do. */
  readonly told: string[];
  readonly log: string[];
  /** What it says when it is told to follow. */
  refusal: SquallError | undefined;
}

function follow(): Followed {
  const engine = new FakeEngine({ cart: CART });
  const clock = new ManualClock();
  const told: string[] = [];
  const log: string[] = [];
  const followed: Followed = { engine, clock, told, log, refusal: undefined };
  const keeper = {
    lose: (why: string): void => void told.push(`lose: ${why}`),
    follow: async (ways: readonly { readonly near?: { readonly key: string } }[]): Promise<boolean> => {
      if (followed.refusal !== undefined) throw followed.refusal;
      told.push(`follow: ${ways.map(({ near }) => near?.key).join(', ')}`);
      return await Promise.resolve(true);
    },
    clear: async (): Promise<void> => await Promise.resolve(void told.push('clear')),
  };
  const follower = followTarget(
    keeper,
    { id: 'cart-id', name: 'cart' },
    {
      engine,
      run: () => Promise.resolve({ exitCode: 0, stdout: INTERFACES, stderr: '' }),
      clock,
      signal: new AbortController().signal,
      tell: (message) => void log.push(message),
    },
  );
  onTestFinished(async () => await follower.stop());
  return followed;
}

async function seconds({ clock }: Followed, count: number): Promise<void> {
  for (let passed = 0; passed < count * 4; passed += 1) {
    clock.advance(250);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  }
}

/** Followed once already; the namespace is looked at for real, which takes more than turns. */
async function settled(): Promise<Followed> {
  const followed = follow();
  await expect.poll(() => followed.told).toEqual(['follow: cart-id first endpoint-1']);
  followed.told.length = 0;
  return followed;
}

describe('a container that is impaired by hand', () => {
  it('is left alone as long as nothing becomes of it', async () => {
    const followed = await settled();
    followed.engine.tell();
    await seconds(followed, 10);
    const { finds } = followed.engine;
    await seconds(followed, 60);
    expect(followed.engine.finds).toBe(finds);
    expect(followed.told).toEqual([]);
  });

  it('is followed into its next life, also when another has its name then', async () => {
    const followed = await settled();
    const { engine, told } = followed;
    engine.known['cart'] = AWAY;
    engine.tell();
    await seconds(followed, 1);
    expect(new Set(told)).toEqual(new Set(['lose: it is exited']));
    told.length = 0;
    engine.known['cart'] = { ...CART, id: 'other', namespace: 'other first' };
    await seconds(followed, 1);
    await expect.poll(() => told).toEqual(['follow: other first endpoint-1']);
    expect(followed.log).toContain('container:cart is impaired again, where it is now');
  });

  it('is given up at once where it was when it is seen elsewhere before it was seen to end', async () => {
    const followed = await settled();
    const { engine, told } = followed;
    engine.known['cart'] = { ...CART, networks: [labNetwork({ endpoint: 'endpoint-2' })] };
    engine.tell();
    await expect
      .poll(() => told)
      .toEqual(['lose: the container `cart` is somewhere else', 'follow: cart-id first endpoint-2']);
  });

  it('is waited for as long as it is away, after a minute only at the events of the engine', async () => {
    const followed = await settled();
    const { engine, told } = followed;
    engine.known['cart'] = AWAY;
    engine.tell();
    await seconds(followed, 70);
    const { finds } = engine;
    await seconds(followed, 600);
    expect(engine.finds).toBe(finds);
    expect(told).not.toContain('clear');
    told.length = 0;
    engine.known['cart'] = { ...CART, namespace: 'cart-id second' };
    engine.tell();
    await expect.poll(() => told).toEqual(['follow: cart-id second endpoint-1']);
  });

  it('is taken to be as it was while the engine says nothing', async () => {
    const followed = await settled();
    followed.engine.known['cart'] = engineHangs('/run/docker.sock', 5000);
    followed.engine.tell();
    await seconds(followed, 70);
    expect(followed.told).toEqual([]);
    expect(followed.log.slice(1)).toEqual([expect.stringContaining('gave no answer within 5 s')]);
  });

  it('is cleared when it cannot be impaired again for a minute, since nobody would know', async () => {
    const followed = await settled();
    const { engine, told, log } = followed;
    followed.refusal = new SquallError('interface-in-use', '`eth0` is impaired by the run `other`');
    engine.known['cart'] = { ...CART, namespace: 'cart-id second' };
    engine.tell();
    await expect.poll(() => told).toContain('lose: `eth0` is impaired by the run `other`');
    for (let waited = 0; waited < 62 && !told.includes('clear'); waited += 1) await seconds(followed, 2);
    expect(told.at(-1)).toBe('clear');
    expect(log.join('\n')).toContain('the container cart cannot be followed, and is cleared');
  });

  it('is tried for its minute also when it was away for longer than that', async () => {
    const followed = await settled();
    const { engine, told } = followed;
    engine.known['cart'] = AWAY;
    engine.tell();
    await seconds(followed, 120);
    followed.refusal = new SquallError('interface-in-use', '`eth0` is impaired by the run `other`');
    engine.known['cart'] = { ...CART, namespace: 'cart-id second' };
    engine.tell();
    await expect.poll(() => told).toContain('lose: `eth0` is impaired by the run `other`');
    followed.refusal = undefined;
    await seconds(followed, 1);
    await expect.poll(() => told.at(-1)).toBe('follow: cart-id second endpoint-1');
    expect(told).not.toContain('clear');
  });
});
