import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { displayWidth } from '../../src/report/display-width.ts';
import { runCli } from '../helpers/cli.ts';
import { HOSTILE_NAMES } from '../helpers/hostile-names.ts';
import { runFolders } from '../helpers/leftovers.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { startShop } from '../helpers/runs.ts';

/** What a terminal would act on, or show in another order. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/u;
/** Of each its beginning, as a file can hold it: half a character is no UTF-8, and a literal `${` is written `$${`. */
function allOf(length: number): string {
  return Object.values(HOSTILE_NAMES)
    .map((name) => name.slice(0, length).replaceAll(/\p{Cs}/gu, '\uFFFD'))
    .join(' ')
    .replaceAll('${', () => '$${');
}

interface Texts {
  readonly name: string;
  readonly free: string;
}

function scenario(url: string, { name, free }: Texts): string {
  return JSON.stringify({
    version: 1,
    name,
    description: free,
    confidence: 'none',
    params: { why: { default: free.slice(0, 1_000), description: free } },
    services: { shop: { url } },
    edges: { 'last-mile': { from: 'shoppers', to: 'shop' } },
    load: { shoppers: { through: 'last-mile', rate: '20/s', requests: [{ get: `/${encodeURI(free)}` }] } },
    steps: [
      {
        name: 'calm',
        for: '2s',
        settle: '1s',
        expect: [{ that: 'success(shoppers) < 1%', name: allOf(20), because: '${params.why}' }],
      },
    ],
  });
}

describe('a scenario whose texts are hostile', () => {
  it('runs to its end, and says so in every artefact without giving them effect', async () => {
    const cwd = temporaryFolder();
    const { host, port } = await startShop();
    writeFileSync(
      join(cwd, 'odd.yaml'),
      scenario(`http://${host}:${port}`, { name: 'odd', free: allOf(2_000) }),
    );
    const { code, stdout, stderr } = await runCli(['run', 'odd.yaml', '--summary', 'summary.md'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('FAIL odd: 1 step');
    expect(stdout).not.toMatch(UNSAFE);
    const [folder = ''] = runFolders(join(cwd, 'runs'));
    const report = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(report).not.toMatch(/<img\b|\p{Bidi_Control}/u);
    // The page's own: the values of the timeline, and what shows them.
    expect(report.match(/<script\b/gu)).toHaveLength(2);
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('failures="1"');
    expect(readFileSync(join(cwd, 'summary.md'), 'utf8')).not.toMatch(/[<>]/);
  });

  it('is refused in words where its name is', async () => {
    const cwd = temporaryFolder();
    const files = Object.values(HOSTILE_NAMES).map((name, index) => {
      const file = `${index}.yaml`;
      writeFileSync(join(cwd, file), scenario('http://127.0.0.1:1', { name, free: 'free' }));
      return file;
    });
    const { code, stdout, stderr } = await runCli(['validate', ...files], { cwd });
    expect(code).toBe(2);
    for (const file of files) {
      expect(stderr).toMatch(new RegExp(`^${file}:1:\\d+ error (?:invalid-name|reference-invalid): `, 'm'));
    }
    expect(`${stdout}${stderr}`).not.toMatch(UNSAFE);
    for (const line of stderr.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(300);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });
});
