import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../helpers/processes.ts';
import { SOUND } from '../helpers/planning.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/scenario.js');

describe('a reader that goes away', () => {
  it.each([['plan'], ['profiles'], ['schema']])('is no error for `scenario %s`', async (command) => {
    const cwd = temporaryFolder();
    // Long enough not to fit into a pipe that nobody reads.
    const steps = Array.from(
      { length: 400 },
      (_, index) => `  - { name: step-${index}, for: 10s, impair: { last-mile: wpt/3g } }\n`,
    );
    writeFileSync(join(cwd, 'long.yaml'), `${SOUND}${steps.join('')}`);
    const args = command === 'plan' ? [command, 'long.yaml'] : [command];
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.once('data', () => child.stdout.destroy());
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await once(child, 'exit');
    expect({ code: child.exitCode, signal: child.signalCode, stderr }).toEqual({
      code: 0,
      signal: null,
      stderr: '',
    });
  });
});

describe('a full disk behind standard output', () => {
  it('is told once and does not change what the command came to', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'profiles'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringMatching(/^standard output cannot be written any more: the disk is full\n$/),
    });
  });
});
