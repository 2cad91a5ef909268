import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { runCli } from '../helpers/cli.ts';
import { run } from '../helpers/kernel-network.ts';
import { isAlive, temporaryFolder } from '../helpers/processes.ts';

const RUN = { SQUALL_RUN: 'full' } as const;

/** A killed run on a disk without a free byte, with one service that still runs. */
function crashedRunOnFullDisk(): { readonly out: string; readonly filler: string; readonly pid: number } {
  const out = temporaryFolder();
  run(`mount -t tmpfs -o size=64k squall ${out}`);
  onTestFinished(() => void run(`umount ${out}`));
  mkdirSync(join(out, 'full'));
  const { pid = 0 } = spawn('/bin/sleep', ['60'], { env: RUN, stdio: 'ignore', detached: true });
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  const inverse = { kind: 'end-process', service: 'shop', marker: RUN };
  const entries = [
    { kind: 'run.started', run: 'full', scenario: 's', version: '0', pid: 4_000_000, startTime: 'gone' },
    { kind: 'effect.intended', id: 'service shop', inverse },
  ];
  // To the end of a block, so that not one more byte fits.
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  writeFileSync(join(out, 'full', 'journal.jsonl'), text.padEnd(4095, '\n') + '\n');
  const filler = join(out, 'filler');
  run(`truncate -s 0 ${filler}`);
  try {
    writeFileSync(filler, Buffer.alloc(1024 * 1024));
  } catch {
    // The disk is full, as it was meant to be.
  }
  return { out, filler, pid };
}

describe('scenario cleanup on a full disk', () => {
  it('undoes what it can, says that it could not write it down, and is content once it can', async () => {
    const { out, filler, pid } = crashedRunOnFullDisk();
    const first = await runCli(['cleanup', '--out', out], { cwd: '/tmp' });
    expect(first.stderr).toContain(
      'error undo-failed: run full: the record of effect service shop could not',
    );
    expect(first.code).toBe(5);
    expect(isAlive(pid)).toBe(false);
    rmSync(filler);
    expect(await runCli(['cleanup', '--out', out], { cwd: '/tmp' })).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await runCli(['cleanup', '--out', out], { cwd: '/tmp' });
    expect(stdout).toBe('nothing to clean up, 1 run with nothing left\n');
  });
});
