import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { SourceText } from '../../../src/engine/context.ts';
import { keepSources } from '../../../src/engine/keep-sources.ts';
import { createRunFolder, parseRunId, type RunFolder } from '../../../src/engine/run-folder.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const RUN = { scenario: 'last-mile', started: Date.UTC(2026, 10, 21, 21, 30) };

function sourceAt(path: string): SourceText {
  return { path, text: `of ${path}\n`, sha256: '' };
}

function keep(...paths: readonly string[]): RunFolder {
  const folder = createRunFolder(temporaryFolder(), RUN);
  keepSources({ text: 'own\n', base: '/there/scenarios', sources: paths.map(sourceAt) }, folder);
  return folder;
}

describe('keepSources', () => {
  it('keeps the text of the scenario, for its owner only', () => {
    const folder = keep();
    expect(readFileSync(folder.file('scenario.yaml'), 'utf8')).toBe('own\n');
    expect(statSync(folder.file('scenario.yaml')).mode & 0o777).toBe(0o600);
    expect(existsSync(folder.file('sources'))).toBe(false);
  });

  it.each([
    [
      ['a.yaml', 'parts/b.yaml'],
      ['a.yaml', 'parts/b.yaml'],
    ],
    [
      ['a.yaml', '../b.yaml'],
      ['scenarios/a.yaml', 'b.yaml'],
    ],
    [
      ['a.yaml', '../parts/b.yaml'],
      ['scenarios/a.yaml', 'parts/b.yaml'],
    ],
    [
      ['a.yaml', '/elsewhere/b.yaml'],
      ['there/scenarios/a.yaml', 'elsewhere/b.yaml'],
    ],
  ])('keeps the files %j as they lie to each other', (paths, kept) => {
    const folder = keep(...paths);
    const files = readdirSync(folder.file('sources'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder.file('sources'), join(entry.parentPath, entry.name)));
    expect(files.toSorted()).toEqual([...kept].toSorted());
    for (const [index, name] of kept.entries()) {
      const file = folder.file(join('sources', name));
      expect(readFileSync(file, 'utf8')).toBe(`of ${paths[index]}\n`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });
});

describe('a run folder', () => {
  it('is private, and is made with what is above it', () => {
    const out = join(temporaryFolder(), 'a', 'b');
    const folder = createRunFolder(out, RUN, () => '3f9a');
    expect(folder.id).toBe('20261121T213000Z-last-mile-3f9a');
    expect(folder.path).toBe(join(out, folder.id));
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(existsSync(folder.file('logs'))).toBe(true);
  });

  it('is never shared with a run of the same second', () => {
    const out = temporaryFolder();
    const suffixes = ['3f9a', '3f9a', '3f9a', '07c1'];
    const ids = [0, 1].map(() => createRunFolder(out, RUN, () => suffixes.shift() ?? '').id.slice(-4));
    expect(ids).toEqual(['3f9a', '07c1']);
  });

  it('needs a folder that can be written to', () => {
    const out = join(temporaryFolder(), 'occupied');
    writeFileSync(out, '');
    expect(() => createRunFolder(out, RUN)).toThrow(
      expect.objectContaining({ code: 'run-folder', exitCode: 3 }),
    );
  });

  // Node's recursive mkdir never returns there.
  it.each(['/proc/nowhere', '/proc/nowhere/runs'])('cannot be made in %s, and says so', (out) => {
    expect(() => createRunFolder(out, RUN)).toThrow(
      expect.objectContaining({ code: 'run-folder', exitCode: 3 }),
    );
  });
});

describe('parseRunId', () => {
  it('reads back what a run folder was named after', () => {
    const { id } = createRunFolder(temporaryFolder(), RUN);
    expect(parseRunId(id)).toEqual({
      scenario: RUN.scenario,
      started: Math.floor(RUN.started / 1000) * 1000,
    });
  });

  it.each([
    'notes',
    '20261121T213000Z-last-mile',
    '20261121T213000Z-last-mile-3f9z',
    '20261121T213000Z--3f9a',
    '20261321T213000Z-last-mile-3f9a',
    '20261121T213000Z-last-mile-3f9a.old',
  ])('knows that %s is none', (name) => {
    expect(parseRunId(name)).toBeUndefined();
  });
});
