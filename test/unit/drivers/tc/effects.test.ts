import { describe, expect, it } from 'vitest';

import { Effects, type EffectLog } from '../../../../src/drivers/tc/effects.ts';
import type { NetworkInverse } from '../../../../src/exec/network/inverse.ts';

function linkInverse(device: string): NetworkInverse {
  return { kind: 'remove-link', at: { netns: 'host', device, inode: 1 } };
}

function deviceOf(inverse: NetworkInverse): string {
  return 'at' in inverse ? inverse.at.device : '';
}

interface Story {
  readonly told: string[];
  readonly effects: Effects;
}

/** Effects whose every record and undo is told; `refuse` is a device that cannot be taken back. */
function story(refuse?: { device: string }): Story {
  const told: string[] = [];
  const names = new Map<string, string>();
  const tell = async (what: string): Promise<void> => {
    await Promise.resolve();
    told.push(what);
  };
  const log: EffectLog = {
    intend: async (id, inverse) => {
      names.set(id, deviceOf(inverse));
      await tell(`intend ${deviceOf(inverse)}`);
    },
    done: async (id) => await tell(`done ${names.get(id)}`),
    undone: async (id) => await tell(`undone ${names.get(id)}`),
  };
  const undo = async (inverse: NetworkInverse, done: boolean): Promise<void> => {
    await tell(`undo ${deviceOf(inverse)}${done ? '' : ' which may not be'}`);
    if (deviceOf(inverse) === refuse?.device) throw new Error('busy');
  };
  let count = 0;
  return { told, effects: new Effects(log, undo, () => `effect ${(count += 1)}`) };
}

async function perform({ told, effects }: Story, ...devices: readonly string[]): Promise<void> {
  for (const device of devices) {
    await effects.perform(linkInverse(device), () => Promise.resolve(void told.push(`make ${device}`)));
  }
}

describe('Effects', () => {
  it('are written down before and after, and taken back newest first', async () => {
    const one = story();
    await perform(one, 'a', 'b');
    expect(await one.effects.revert()).toBeUndefined();
    const made = 'intend a, make a, done a, intend b, make b, done b';
    expect(one.told.join(', ')).toBe(`${made}, undo b, undone b, undo a, undone a`);
  });

  it('that failed are taken back as well, because some of them may be there', async () => {
    const one = story();
    await perform(one, 'a');
    await expect(
      one.effects.perform(linkInverse('b'), () => Promise.reject(new Error('half'))),
    ).rejects.toThrow('half');
    await one.effects.revert();
    expect(one.told.slice(-4)).toEqual(['undo b which may not be', 'undone b', 'undo a', 'undone a']);
  });

  it('keep what cannot be taken back, and what it rests on, for another time', async () => {
    const refuse = { device: 'b' };
    const one = story(refuse);
    await perform(one, 'a', 'b', 'c');
    const failure = { what: 'the device `b`', reason: 'busy' };
    expect(await one.effects.revert()).toEqual(failure);
    expect(one.told).not.toContain('undo a');
    refuse.device = '';
    expect(await one.effects.revert()).toBeUndefined();
    expect(one.told.slice(-4)).toEqual(['undo b', 'undone b', 'undo a', 'undone a']);
    expect(await one.effects.revert()).toBeUndefined();
  });

  it('are all taken back when two ask at once', async () => {
    const one = story();
    await perform(one, 'a', 'b', 'c', 'd');
    await Promise.all([one.effects.revert(), one.effects.revert()]);
    for (const device of ['a', 'b', 'c', 'd']) expect(one.told).toContain(`undone ${device}`);
  });
});
