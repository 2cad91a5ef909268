import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { sshConnectionOf } from '../../../src/cli/ssh-connection.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const SESSION = '192.0.2.7 50022 192.0.2.1 22';

/** Each process is the child of the one before it; undefined: its environment is another user's. */
function procOf(environments: readonly (string | undefined)[]): string {
  const proc = temporaryFolder();
  for (const [index, environment] of environments.entries()) {
    const folder = join(proc, String(index + 1));
    mkdirSync(folder);
    writeFileSync(join(folder, 'status'), `Name:\tx\nPPid:\t${index}\nUid:\t0\n`);
    if (environment !== undefined) writeFileSync(join(folder, 'environ'), environment);
  }
  return proc;
}

describe('the SSH connection of a session', () => {
  const shell = `HOME=/root\0SSH_CONNECTION=${SESSION}\0TERM=xterm\0`;

  it('is that of the environment', () => {
    expect(sshConnectionOf({ env: { SSH_CONNECTION: 'own' } }, 3, procOf(['', shell, '']))).toBe('own');
  });

  it.each([
    ['of the shell that called sudo', ['', shell, 'HOME=/root\0', 'HOME=/root\0']],
    ['beyond a process whose environment cannot be read', ['', shell, undefined, '']],
  ])('is %s where the environment has none', (_where, environments) => {
    expect(sshConnectionOf({ env: {} }, environments.length, procOf(environments))).toBe(SESSION);
  });

  it('is none where nobody above has one, or nothing can be read', () => {
    expect(sshConnectionOf({ env: {} }, 3, procOf(['', 'NOT_SSH_CONNECTION=x\0', '']))).toBeUndefined();
    expect(sshConnectionOf({ env: {} }, 3, temporaryFolder())).toBeUndefined();
  });
});
