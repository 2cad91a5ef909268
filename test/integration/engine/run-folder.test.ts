import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { createRunFolder, parseRunId } from '../../../src/engine/run-folder.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const RUN = { scenario: 'last-mile', started: Date.UTC(2026, 10, 21, 21, 30) };

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
