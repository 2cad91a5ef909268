import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readScenario } from '../../../src/scenario/read-scenario.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'squall-read-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('readScenario', () => {
  it('gives the text of a file, without a byte order mark', async () => {
    const path = join(folder, 'ok.yaml');
    await writeFile(path, '\u{feff}version: 1 # é\n');
    expect(await readScenario(path)).toEqual({ kind: 'text', text: 'version: 1 # é\n' });
  });

  it('refuses a file over 1 MiB by its size, before it reads a byte', async () => {
    const path = join(folder, 'huge.yaml');
    await writeFile(path, '');
    // Sparse: reading it all would take longer than the test may.
    await truncate(path, 1024 ** 4);
    expect(await readScenario(path)).toMatchObject({
      kind: 'refused',
      diagnostic: { code: 'file-too-large' },
    });
  });

  it.each([
    ['nothing.yaml', 'file-missing'],
    ['ok.yaml/below', 'file-missing'],
    ['.', 'file-not-a-file'],
    ['../../dev/null', 'file-not-a-file'],
  ])('refuses %s as %s', async (name, code) => {
    expect(await readScenario(join(folder, name))).toMatchObject({ kind: 'refused', diagnostic: { code } });
  });

  it('says why a file cannot be read', async () => {
    expect(await readScenario('a\0b')).toMatchObject({
      kind: 'refused',
      diagnostic: { code: 'file-unreadable' },
    });
  });
});
