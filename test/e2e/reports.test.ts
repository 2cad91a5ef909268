import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { runCli } from '../helpers/cli.ts';
import { runFolders } from '../helpers/leftovers.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const NEVER_READY = `version: 1
name: never-ready
services:
  shop:
    start: { command: ["${process.execPath}", -e, "setTimeout(() => {}, 60000)"] }
    ready: { within: 300ms }
steps:
  - { name: baseline, for: 10s }
`;

describe('a report that cannot be written', () => {
  it('is told, and hides no worse end of the run', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'never-ready.yaml'), NEVER_READY);
    writeFileSync(join(cwd, 'occupied'), 'a file where a folder would be needed');
    const { code, stdout, stderr } = await runCli(
      ['run', 'never-ready.yaml', '--junit', 'occupied/junit.xml'],
      { cwd },
    );
    expect(stdout).toContain('service-not-ready');
    expect(stderr).toContain('error file-not-written: `occupied/junit.xml`');
    expect(code).toBe(4);
    const [folder = ''] = runFolders(join(cwd, 'runs'));
    expect(existsSync(join(folder, 'junit.xml'))).toBe(true);
  });
});
