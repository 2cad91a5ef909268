import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { findQdiscs, runBatchAndFind } from '../../../../src/exec/network/tc.ts';
import type { InterfaceRef } from '../../../../src/exec/network/namespace.ts';
import type { ToolResult } from '../../../../src/exec/network/run-tool.ts';

const REFUSED = 'Error: Invalid handle.\nCommand failed -:1\n';

function eth0(): InterfaceRef {
  return { netns: 'host', device: 'eth0', inode: statSync('/proc/self/ns/net').ino };
}

describe.skipIf(process.platform !== 'linux')('what is on an interface', () => {
  it.each<readonly [string, ToolResult]>([
    ['was killed', { exitCode: null, stdout: '', stderr: '' }],
    ['was killed after it had answered in part', { exitCode: null, stdout: '[]\n', stderr: '' }],
    ['was killed after a line had failed', { exitCode: null, stdout: '', stderr: REFUSED }],
    ['printed nothing', { exitCode: 0, stdout: '', stderr: '' }],
    ['printed nothing after a line had failed', { exitCode: 1, stdout: '\n', stderr: REFUSED }],
  ])('is not known from a tc that %s', async (_what, result) => {
    const outcome = runBatchAndFind(() => Promise.resolve(result), eth0(), [['qdisc', 'del']], {
      doing: 'remove the impairments from',
      exitCode: 5,
    });
    await expect(outcome).rejects.toMatchObject({ code: 'tc-failed', exitCode: 5 });
  });

  it('can be nothing', async () => {
    const nothing: ToolResult = { exitCode: 0, stdout: '[]\n', stderr: '' };
    expect(await findQdiscs(() => Promise.resolve(nothing), eth0())).toEqual([]);
  });

  it('is told beside what was refused', async () => {
    const refused: ToolResult = { exitCode: 1, stdout: '[]\n', stderr: REFUSED };
    const outcome = await runBatchAndFind(() => Promise.resolve(refused), eth0(), [['qdisc', 'del']], {
      doing: 'x',
    });
    expect(outcome).toMatchObject({ refusal: { code: 'tc-failed' }, qdiscs: [] });
  });

  it('is undefined where the interface is gone', async () => {
    const gone: ToolResult = {
      exitCode: 1,
      stdout: '',
      stderr: 'Cannot find device "eth0"\nCommand failed -:1\n',
    };
    expect(await findQdiscs(() => Promise.resolve(gone), eth0())).toBeUndefined();
  });
});
