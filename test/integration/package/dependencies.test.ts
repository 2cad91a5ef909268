import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/processes.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

interface Planted {
  readonly manifest?: object;
  readonly entry?: object;
}

/** What is wrong with a project that has one dependency, sound but for what is planted. */
function problemsOf({ manifest = {}, entry = {} }: Planted): readonly string[] {
  const root = temporaryFolder();
  const own = { name: 'own', dependencies: { other: '1.2.3' }, ...manifest };
  const other = { version: '1.2.3', license: 'MIT', integrity: 'sha512-x', ...entry };
  writeFileSync(join(root, 'package.json'), JSON.stringify(own));
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': own, 'node_modules/other': other } }),
  );
  return check(root);
}

function check(root: string): readonly string[] {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts', 'dependencies.mjs'), '--check', `--root=${root}`],
    { encoding: 'utf8' },
  );
  const problems = stderr.split('\n').filter((line) => line !== '');
  expect(status).toBe(problems.length === 0 ? 0 : 1);
  return problems;
}

describe('the dependencies', () => {
  it('keep the policy: their licences, exact versions, checksums, and no scripts at an installation', () => {
    expect(check(ROOT)).toEqual([]);
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Planted, string]>([
    [
      'a licence that is not allowed',
      { entry: { license: 'GPL-3.0-only' } },
      'its licence, GPL-3.0-only, is not',
    ],
    [
      'a licence that is allowed to build only',
      { entry: { license: 'MPL-2.0' } },
      'its licence, MPL-2.0, is not',
    ],
    ['no licence', { entry: { license: undefined } }, 'its licence, not installed, is not'],
    ['no checksum', { entry: { integrity: undefined } }, 'no checksum'],
    ['a script', { entry: { hasInstallScript: true } }, 'it runs a script'],
    ['a range', { manifest: { dependencies: { other: '^1.2.3' } } }, 'names ^1.2.3, not one version'],
    ['another version', { entry: { version: '1.2.4' } }, 'the lock file has another version than 1.2.3'],
    [
      'a script of our own',
      { manifest: { scripts: { postinstall: 'node x.js' } } },
      'whoever installs Squall',
    ],
  ])('are found where one has %s', (_what, planted, problem) => {
    expect(problemsOf(planted).join('\n')).toContain(problem);
  });

  it('may have a licence to choose from, and to build with some more', () => {
    expect(problemsOf({ entry: { license: '(GPL-2.0 OR MIT)' } })).toEqual([]);
    expect(problemsOf({ entry: { license: 'MPL-2.0', dev: true, hasInstallScript: true } })).toEqual([]);
  });
});
