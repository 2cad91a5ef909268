import { describe, expect, it } from 'vitest';

import { enterNamespace, locate } from '../../../../src/exec/network/namespace.ts';

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
