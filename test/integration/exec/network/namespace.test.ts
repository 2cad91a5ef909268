import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { HeldNamespaces } from '../../../../src/exec/network/held-namespaces.ts';
import { enterNamespace, isSameNamespace, locate } from '../../../../src/exec/network/namespace.ts';
import { linuxTimeNow } from '../../../../src/exec/process-identity.ts';

describe.runIf(process.platform === 'linux')('a network namespace', () => {
  it('is one, whether it is called ours or that of a process in it', async () => {
    const own = await locate({ netns: 'host', device: 'lo' });
    const ofProcess = await locate({ netns: { pid: process.pid }, device: 'lo' });
    expect(ofProcess.inode).toBe(own.inode);
    expect(await enterNamespace(ofProcess)).toEqual([]);
  });

  it('is found again when what it was found by is gone', async () => {
    const { inode } = await locate({ netns: 'host', device: 'lo' });
    expect(await enterNamespace({ netns: { pid: 999_999_999 }, device: 'lo', inode })).toEqual([]);
  });

  it('is gone when nothing has its inode any more', async () => {
    expect(await enterNamespace({ netns: 'host', device: 'lo', inode: 1 })).toBeUndefined();
  });

  it('of a process is the same while one is in it that was there, in this life of the machine', async () => {
    const at = await locate({ netns: { pid: process.pid }, device: 'lo' });
    expect(await isSameNamespace(at)).toBe(true);
    expect(await isSameNamespace({ ...at, netns: { pid: 999_999_999 } })).toBe(true);
    const [ticks, boot] = linuxTimeNow().split('@');
    expect(await isSameNamespace({ ...at, seen: `0@${boot}` })).toBe(false);
    expect(await isSameNamespace({ ...at, seen: `${ticks}@another-boot` })).toBe(false);
    expect(await isSameNamespace({ ...at, inode: 1 })).toBe(false);
  });

  it('that has a name or is ours is told by its number', async () => {
    const at = await locate({ netns: 'host', device: 'lo' });
    expect(at).not.toHaveProperty('seen');
    expect(await isSameNamespace({ ...at, inode: 1 })).toBe(true);
  });

  it('of a process is held until it is released', async () => {
    const namespaces = new HeldNamespaces();
    const at = await namespaces.locate({ netns: { pid: process.pid }, device: 'lo' });
    expect(statSync(at.held ?? '').ino).toBe(at.inode);
    await namespaces.release();
    expect(() => statSync(at.held ?? '')).toThrow('ENOENT');
  });

  it.each([
    { pid: 999_999_999 },
    { name: 'no-such-name' },
    { name: '../../proc/self/ns/net' },
    { name: '..' },
  ])('is an error where there is none: %o', async (netns) => {
    await expect(locate({ netns, device: 'eth0' })).rejects.toMatchObject({
      code: 'no-such-namespace',
      exitCode: 3,
    });
  });
});
