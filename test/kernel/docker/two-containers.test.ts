import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  prepareEngine,
  networkOfContainer,
  removeContainers,
  startContainer,
  type Container,
} from '../../helpers/docker-lab.ts';
import { startRun } from '../../helpers/namespace-run.ts';
import { networkState } from '../../helpers/network-state.ts';

const containers: Container[] = [];

beforeAll(async () => {
  prepareEngine();
  const env = { HOST: '::', PORT: '8080' };
  const urls = { CATALOGUE_URL: 'http://catalogue:8080', CARTS_URL: 'http://carts:8080' };
  for (const [index, name] of ['catalogue', 'carts', 'storefront'].entries()) {
    const script = `/squall/demo/shop/${name}.js`;
    const options = { number: index + 2, bare: true, script, env: { ...env, ...urls } };
    containers.push(await startContainer(name, options));
  }
}, 180_000);

afterAll(() => removeContainers(...containers));

describe('the shipped scenario between two containers', () => {
  it('slows what the storefront asks of the carts and nothing else, and leaves nothing', async () => {
    const before = [networkState(), ...containers.map(networkOfContainer)];
    const running = startRun('scenarios/netem/two-containers.yaml');
    const code = await running.exitCode;
    const result = await running.result();
    expect([networkState(), ...containers.map(networkOfContainer)]).toEqual(before);
    expect(result.undo).toEqual({ ok: true, failures: [] });
    expect(result.errors).toEqual([]);
    expect(result.edges.map(({ name, driver }) => ({ name, driver }))).toEqual([
      { name: 'last-mile', driver: 'proxy' },
      { name: 'cart-link', driver: 'docker' },
    ]);
    // This machine has one slow processor: a generator that was late, or requests that stalled together,
    // make a pass doubtful, also of the baseline, and nothing else may.
    const slowness = /the generator sent late|which its bound refers to, is itself|n=\d+ worth \d+\)/;
    const doubts = result.reasons.filter((reason) => !slowness.test(reason));
    expect(doubts).toEqual([]);
    expect([0, 6]).toContain(code);
    const verdicts = result.steps.flatMap(({ expectations }) => expectations.map(({ verdict }) => verdict));
    expect(verdicts).not.toContain('fail');

    for (const step of result.steps) {
      const edge = step.edges.find(({ edge: name }) => name === 'cart-link');
      expect(edge?.proof.outcome).toBe('proved');
      expect(edge?.kernel).toMatchObject({ up: { drops: 0 }, down: { drops: 0 } });
      expect(edge?.usage.bytes.up).toBeGreaterThan(0);
      expect(edge?.usage.bytes.down).toBeGreaterThan(0);
    }
  }, 180_000);
});
