import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { quickScenario, runText, startShop } from '../../helpers/runs.ts';

describe('a run whose reporting breaks', () => {
  it('goes on without its events file, and says so', async () => {
    const shop = await startShop();
    let reverted = 0;
    const revert = (): Promise<void> => Promise.resolve(void (reverted += 1));
    let folder = '';
    const { result } = await runText(quickScenario({ shop }), {
      driver: createFakeDriver({ address: shop, revert }),
      onEvent: (event) => {
        if (event.kind === 'run.started') ({ folder } = event);
        if (event.kind !== 'window.opened' || event.step !== 'baseline') return;
        // A folder in the file's place: no write can succeed, as on a full disk.
        rmSync(join(folder, 'events.jsonl'), { force: true });
        mkdirSync(join(folder, 'events.jsonl'));
      },
    });
    expect(result).toMatchObject({ undo: { ok: true }, errors: [] });
    expect(result.steps).toHaveLength(2);
    expect(result.notices).toContainEqual(
      expect.stringContaining('events.jsonl is not complete: it is a folder'),
    );
    expect(reverted).toBe(1);
  });

  it('is undone also when a listener throws', async () => {
    const shop = await startShop();
    let reverted = 0;
    const revert = (): Promise<void> => Promise.resolve(void (reverted += 1));
    const run = runText(quickScenario({ shop }), {
      out: temporaryFolder(),
      driver: createFakeDriver({ address: shop, revert }),
      onEvent: ({ kind }) => {
        if (kind === 'undo.started') throw new Error('a listener of somebody else');
      },
    });
    await expect(run).rejects.toThrow('a listener of somebody else');
    expect(reverted).toBe(1);
  });
});
