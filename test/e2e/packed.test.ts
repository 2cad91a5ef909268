import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { testEnvironment } from '../helpers/processes.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const SHORT = `version: 1
name: short
services:
  shop:
    start:
      command: [node, ./node_modules/squall/demo/shop/main.js]
      env: { PORT: "\${port}" }
    ready: { get: /health }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: 20/s, requests: [{ get: / }] }
steps:
  - name: slow
    for: 5s
    impair: { last-mile: { delay: 20ms } }
    expect:
      - success(shoppers) >= 90%
`;

const folder = mkdtempSync(join(tmpdir(), 'squall-packed-'));
const installed = join(folder, 'node_modules', 'squall');

/** As npm would install it, but from our own dependencies; without the optional ones. */
beforeAll(() => {
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const tarball = execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }).trim();
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

function scenario(...args: readonly string[]): string {
  const program = join(installed, 'bin', 'scenario.js');
  return execFileSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: testEnvironment,
  });
}

/** All that is published; of each there is something. */
const PUBLISHED: readonly RegExp[] = [
  /^(?:package\.json|README\.md|LICENSE)$/,
  /^bin\/(?:scenario|load-program)\.js$/,
  /^bin\/package\.json$/,
  /^demo\/(?:service|shop|votes)\/[a-z0-9/-]+\.js$/,
  /^demo\/shop\/assets\/[a-z-]+\.css$/,
  /^demo\/votes\/protos\/[a-z-]+\.proto$/i,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^dist\/(?:index|journal\/reaper-main|load\/builtin\/(?:worker|process-main)|load\/k6\/stream\/worker)\.js$/,
  /^dist\/(?:engine\/probe\/agent-main|engine\/by-hand\/keeper-main|drivers\/proxy\/thread\/worker)\.js$/,
  /^dist\/(?!parts\/)[a-z0-9/-]+(?:\.gen)?\.d\.ts$/,
  /^dist\/cli\/(?:main|chunks\/[\w-]+)\.cjs$/,
  /^dist\/cache\/v[\w.-]+\/[\w-]+\.cjs$/,
  /^dist\/licenses\/(?:ajv|commander|undici|yaml)$/,
  /^scenarios\/(?:[a-z0-9]+\/)*[a-z0-9-]+\.(?:yaml|csv|js)$/,
  /^schemas\/(?:fragment|result|scenario)\.v1\.schema\.json$/,
];

function unexpectedIn(files: readonly string[]): string[] {
  return files.filter((file) => !PUBLISHED.some((pattern) => pattern.test(file)));
}

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

describe('the package as it is published', () => {
  it('has what belongs into it, and nothing else', () => {
    const files = filesOf(installed);
    expect(unexpectedIn(files)).toEqual([]);
    for (const pattern of PUBLISHED) expect(files.some((file) => pattern.test(file))).toBe(true);
    const planted = [
      '.env',
      'dist/index.js.map',
      'dist/parts/a.d.ts',
      'test/a.test.ts',
      'scenarios/.x.yaml',
      'dist/k.pem',
      'src/a.ts',
    ];
    expect(unexpectedIn([...files, ...planted])).toEqual(planted);
  });

  it('tells nothing of the machine that it was built on, and has no source maps', () => {
    const telling = filesOf(installed).filter((file) =>
      /sourceMappingURL=/.test(
        readFileSync(join(installed, file), 'utf8').replaceAll(ROOT, 'sourceMappingURL='),
      ),
    );
    expect(telling).toEqual([]);
  });

  it('runs no script of its own where it is installed', () => {
    const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync(join(installed, 'package.json'), 'utf8'),
    );
    // npm runs `prepare` in a clone and of a dependency by its git address, not of a published package.
    expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
    expect(existsSync(join(installed, 'binding.gyp'))).toBe(false);
  });

  it('writes a first scenario that it finds sound', () => {
    expect(scenario('init')).toContain('wrote first.yaml');
    expect(scenario('validate', 'first.yaml')).toContain('valid');
  });

  it('runs a scenario, with its threads and its reaper, and puts everything back', () => {
    writeFileSync(join(folder, 'short.yaml'), SHORT);
    expect(scenario('run', 'short.yaml')).toContain('PASS short');
    const [run = ''] = readdirSync(join(folder, 'runs'));
    const result: unknown = JSON.parse(readFileSync(join(folder, 'runs', run, 'result.json'), 'utf8'));
    expect(result).toMatchObject({ exitCode: 0, undo: { ok: true, failures: [] } });
  }, 60_000);

  it.each(['.js', '.cjs'])(
    'has the class of our errors once in all %s files, because they are told by it',
    (extension) => {
      const files = filesOf(join(installed, 'dist')).filter((file) => file.endsWith(extension));
      const withClass = files.filter((file) =>
        /\bSquallError = class\b|\bclass SquallError\b/.test(
          readFileSync(join(installed, 'dist', file), 'latin1'),
        ),
      );
      expect(withClass.filter((file) => !file.startsWith('cache/'))).toHaveLength(1);
    },
  );

  it('has no parts for tests', () => {
    expect(existsSync(join(installed, 'dist', 'parts'))).toBe(false);
  });
});
