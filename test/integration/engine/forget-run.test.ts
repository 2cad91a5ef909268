import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { forgetRun } from '../../../src/engine/by-hand/forget-run.ts';
import { claimPath, takeClaim } from '../../../src/exec/network/claim.ts';
import type { RunTool } from '../../../src/exec/network/run-tool.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

/** The claims of two runs: of `gone` on `eth0` here and in a namespace that is no more, of `other` on `eth1`. */
async function claimed(): Promise<string> {
  const claims = join(temporaryFolder(), 'claims');
  const inode = statSync('/proc/self/ns/net').ino;
  const take = async (run: string, device: string, where: number): Promise<unknown> =>
    await takeClaim({ path: claimPath(claims, { netns: 'host', device, inode: where }), run });
  await Promise.all([take('gone', 'eth0', inode), take('gone', 'eth0', 1), take('other', 'eth1', inode)]);
  return claims;
}

/** What tc says of an interface, in the place of a kernel. */
function tc(qdiscs: readonly object[], filters: readonly object[] = []): RunTool {
  return async (argv) => ({
    exitCode: 0,
    stdout: JSON.stringify(argv.includes('filter') ? filters : qdiscs),
    stderr: '',
  });
}

const FOREIGN = { kind: 'pfifo', handle: '10:', root: true, options: {} };
const INGRESS = { kind: 'ingress', handle: 'ffff:', parent: 'ffff:fff1', options: {} };

function redirectTo(device: string): object {
  return { kind: 'u32', options: { actions: [{ kind: 'mirred', to_dev: device }] } };
}

describe.skipIf(process.platform !== 'linux')('a run that is gone with its journal', () => {
  it.each([
    ['nothing', tc([])],
    ["somebody else's", tc([FOREIGN, INGRESS], [redirectTo('ifb0')])],
  ])('loses its claims, and no other run does, where the kernel shows %s', async (_what, run) => {
    const claims = await claimed();
    await forgetRun('gone', claims, run);
    expect(readdirSync(claims)).toEqual([expect.stringMatching(/^\d+-eth1\.json\.other$/)]);
  });

  it.each([
    ['a tree of ours', tc([{ kind: 'prio', handle: '5371:', root: true, options: {} }])],
    ['a redirection of ours', tc([INGRESS], [redirectTo('squall-01234567')])],
  ])('keeps them where there is still %s', async (_what, run) => {
    const claims = await claimed();
    await expect(forgetRun('gone', claims, run)).rejects.toMatchObject({ code: 'undo-failed', exitCode: 5 });
    expect(readdirSync(claims).filter((name) => name.endsWith('eth0.json.gone'))).not.toEqual([]);
  });
});
