import { spawnSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../../..');
const DOCUMENT = 'src/scenario/document.gen.ts';

let copy = '';

function generate(...args: string[]): { status: number | null; stderr: string } {
  const script = join(PROJECT, 'scripts/generate.mjs');
  return spawnSync(process.execPath, [script, '--root', copy, ...args], { encoding: 'utf8' });
}

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'squall-generate-'));
  await cp(join(PROJECT, 'schemas'), join(copy, 'schemas'), { recursive: true });
  for (const file of [DOCUMENT, 'src/core/result.gen.ts']) await cp(join(PROJECT, file), join(copy, file));
});

afterEach(async () => {
  await rm(copy, { recursive: true });
});

describe('scripts/generate.mjs', () => {
  it('finds the committed files fresh', () => {
    expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('fails on a generated file that was edited, names it, and does not touch it', async () => {
    await appendFile(join(copy, DOCUMENT), '// edited\n');
    const { status, stderr } = generate('--check');
    expect(status).toBe(1);
    expect(stderr).toContain(DOCUMENT);
    expect(await readFile(join(copy, DOCUMENT), 'utf8')).toContain('// edited');
  });

  it('fails on a committed file that is missing', async () => {
    await rm(join(copy, DOCUMENT));
    expect(generate('--check').status).toBe(1);
  });

  it('writes what is not fresh', async () => {
    await appendFile(join(copy, DOCUMENT), '// edited\n');
    expect(generate().status).toBe(0);
    expect(generate('--check').status).toBe(0);
  });
});
