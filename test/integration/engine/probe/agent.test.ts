import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import type { NetworkNamespace } from '../../../../src/core/network-interface.ts';
import { ProbeAgent } from '../../../../src/engine/probe/agent.ts';
import { inheritedEnvironment } from '../../../../src/exec/inherited-environment.ts';

interface Started {
  readonly starting: Promise<ProbeAgent>;
  readonly gone: () => number;
}

function start(netns: NetworkNamespace): Started {
  let count = 0;
  const starting = ProbeAgent.start({
    netns,
    env: inheritedEnvironment(process.env),
    clock: systemClock,
    onGone: () => {
      count += 1;
      return Promise.resolve();
    },
  });
  return { starting, gone: () => count };
}

describe('an agent that probes', () => {
  it('is stopped once, however often that is asked: its process id can be another process by then', async () => {
    const { starting, gone } = start('host');
    const agent = await starting;
    expect(gone()).toBe(0);
    await agent.stop();
    const kill = vi.spyOn(process, 'kill');
    onTestFinished(() => kill.mockRestore());
    await agent.stop();
    expect(kill).not.toHaveBeenCalled();
    expect(gone()).toBe(1);
  });

  it('says that nothing of it is left where it does not start', async () => {
    const { starting, gone } = start({ pid: 2 ** 22 + 1 });
    await expect(starting).rejects.toMatchObject({ name: 'SquallError' });
    expect(gone()).toBe(1);
  });
});
