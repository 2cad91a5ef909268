import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
    const { code, stdout, stderr } = await runCli(['run', 'never-ready.yaml', '--junit', '/dev/full'], {
      cwd,
    });
    expect(stdout).toContain('service-not-ready');
    expect(stderr).toContain('error file-not-written: `/dev/full`');
    expect(code).toBe(4);
    const [folder = ''] = runFolders(join(cwd, 'runs'));
    expect(existsSync(join(folder, 'junit.xml'))).toBe(true);
  });

  it('is found before anything starts where its path will not do', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'never-ready.yaml'), NEVER_READY);
    writeFileSync(join(cwd, 'occupied'), 'a file where a folder would be needed');
    const { code, stdout, stderr } = await runCli(
      ['run', 'never-ready.yaml', '--junit', 'occupied/junit.xml'],
      { cwd },
    );
    expect(stderr).toContain('error file-not-written: `occupied/junit.xml`');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });
});

describe('a variable that one of several scenarios lacks', () => {
  it('is found before the first of them starts', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'never-ready.yaml'), NEVER_READY);
    const secret = 'env: { TOKEN: "${env.NOT_THERE}" }, command';
    writeFileSync(join(cwd, 'secret.yaml'), NEVER_READY.replace('command', secret));
    const { code, stderr } = await runCli(['run', 'never-ready.yaml', 'secret.yaml'], { cwd });
    expect(stderr).toContain('error env-missing: the scenario needs `NOT_THERE`');
    expect(code).toBe(3);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });
});

describe('a scenario that cannot begin', () => {
  it('is in the merged JUnit file all the same', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'never-ready.yaml'), NEVER_READY);
    writeFileSync(join(cwd, 'occupied'), 'a file where the run folders should go');
    const { code } = await runCli(['run', 'never-ready.yaml', '--out', 'occupied', '--junit', 'junit.xml'], {
      cwd,
    });
    expect(code).toBe(3);
    const junit = readFileSync(join(cwd, 'junit.xml'), 'utf8');
    expect(junit).toContain('errors="1"');
    expect(junit).toContain('run-folder');
  });
});

describe('the summary of a job on GitHub', () => {
  it('is added to what other steps have written, without being asked for', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'never-ready.yaml'), NEVER_READY);
    writeFileSync(join(cwd, 'page.md'), 'of an earlier step\n');
    const env = { GITHUB_STEP_SUMMARY: join(cwd, 'page.md') };
    const options = { cwd, env };
    const { code } = await runCli(['run', 'never-ready.yaml', '--summary', 'page.md'], options);
    expect(code).toBe(4);
    const page = readFileSync(join(cwd, 'page.md'), 'utf8');
    expect(page).toMatch(/^of an earlier step\n## ! ERROR never-ready\n/);
    expect(page.match(/never-ready\n/g)).toHaveLength(1);
    expect(page).toContain('service-not-ready');
  });

  it('that cannot be written is told and changes no exit code', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'never-ready.yaml'), NEVER_READY);
    const env = { GITHUB_STEP_SUMMARY: join(cwd, 'no', 'such', 'folder.md') };
    const { code, stderr } = await runCli(['run', 'never-ready.yaml', '--summary', 'own.md'], { cwd, env });
    expect(stderr).toContain('warning: the summary of this job, GITHUB_STEP_SUMMARY');
    expect(code).toBe(4);
    expect(readFileSync(join(cwd, 'own.md'), 'utf8')).toContain('ERROR never-ready');
  });
});
