import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { runCli } from '../helpers/cli.ts';
import { LANES, listMoments, startCrashing, useCrashLab } from '../helpers/crash-lab.ts';
import { journalOf } from '../helpers/namespace-run.ts';
import { differences, networkState } from '../helpers/network-state.ts';

useCrashLab();

/** Kills a run and its reaper at a moment; resolves to its folder. */
async function killBoth(at: string, lane: number): Promise<string> {
  const { ended, folder, said } = startCrashing({ lane, at, withReaper: true });
  expect({ at, end: await ended, said: said() }).toMatchObject({ end: 'SIGKILL' });
  const path = folder();
  if (path === undefined) throw new Error(`${at}: there is no run folder`);
  return path;
}

async function cleanUp(...folders: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['cleanup', ...folders], { cwd: '/tmp' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('a run that is killed together with its reaper', () => {
  it('leaves what `scenario cleanup` takes away, whatever the moment', async () => {
    const before = networkState();
    const moments = await listMoments();
    // Evenly over the run, without its ends, where there is nothing to undo.
    const chosen = Array.from({ length: 3 * LANES }, (_, index) =>
      Math.floor(((index + 1) * moments.length) / (3 * LANES + 1)),
    ).map((index) => moments[index] ?? '');
    for (let first = 0; first < chosen.length; first += LANES) {
      const batch = chosen.slice(first, first + LANES);
      const folders = await Promise.all(batch.map(killBoth));
      expect(differences(before, networkState())).not.toEqual([]);
      await cleanUp(...folders);
      expect({ batch, left: differences(before, networkState()) }).toEqual({ batch, left: [] });
      expect(await cleanUp(...folders)).toContain('nothing to clean up');
    }
  }, 900_000);
});

/** The kinds of inverses in the order in which they are carried out, and what is seen where one was not. */
const UNDOS = [
  ['remove-ingress', /^host\.qdiscs: .*"kind":"ingress"/],
  ['remove-qdisc', /^host\.qdiscs: .*"handle":"5371:","dev":"lab0"/],
  ['remove-link', /^host\.links: .*"squall-[0-9a-f]{8}"/],
  ['release-claim', /^claims: /],
  ['remove-namespace', /^namespaces: /],
] as const;

describe('the comparison', () => {
  it('sees each kind of effect whose undo is left out', async () => {
    const before = networkState();
    const folder = await killBoth('after tc -force -batch - #3', 0);
    const records = journalOf(folder);
    for (let undone = 0; undone <= UNDOS.length; undone += 1) {
      const leftOut = UNDOS.slice(undone).map(([kind]) => kind);
      const kept = records.filter((record) => !leftOut.some((kind) => record.includes(`"kind":"${kind}"`)));
      writeFileSync(join(folder, 'journal.jsonl'), kept.map((record) => `${record}\n`).join(''));
      await cleanUp(folder);
      const left = differences(before, networkState());
      const seen = UNDOS.filter(([, sign]) => left.some((difference) => sign.test(difference)));
      expect(seen.map(([kind]) => kind)).toEqual(leftOut);
    }
    expect(differences(before, networkState())).toEqual([]);
  }, 300_000);
});
