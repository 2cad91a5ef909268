import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { findResults } from '../../../src/cli/merge/find-results.ts';
import { asNobody, openToAll } from '../../helpers/as-nobody.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { writeRunFolder } from '../../helpers/written-runs.ts';

const RUN = '20261121T213000Z-cart-0a01';

describe('the results to merge', () => {
  it('are found below the folders, also where the run did not come to its end', async () => {
    const out = temporaryFolder();
    const folder = writeRunFolder(join(out, 'shard-1', 'runs'), { id: RUN });
    const cut = writeRunFolder(join(out, 'shard-2'), { id: RUN, result: false });
    const found = await findResults([out, join(out, 'shard-1')]);
    expect(found.results.map((one) => one.folder)).toEqual([folder]);
    expect(found.cut).toEqual([cut]);
  });

  it('are refused where a folder is not there or is none, in words', async () => {
    const out = temporaryFolder();
    const file = join(out, 'notes.txt');
    writeFileSync(file, '');
    const missing = join(out, 'nope');
    for (const [root, why] of [
      [missing, `\`${missing}\` cannot be read: there is no such file or folder`],
      [file, `\`${file}\` is no folder`],
      [out, `there is no \`result.json\` of a run in \`${out}\``],
    ] as const) {
      await expect(findResults([root])).rejects.toMatchObject({
        code: 'nothing-to-merge',
        exitCode: 2,
        message: why,
      });
    }
  });

  it('are refused where one of the folders may not be looked into: it may hold what did not pass', async () => {
    const out = openToAll(temporaryFolder());
    writeRunFolder(out, { id: RUN });
    const closed = join(out, 'closed');
    mkdirSync(closed, { mode: 0 });
    onTestFinished(() => chmodSync(closed, 0o700));
    const message = `\`${closed}\` cannot be read: permission is denied`;
    await expect(asNobody(() => findResults([out]))).rejects.toMatchObject({
      code: 'nothing-to-merge',
      message,
    });
  });
});
