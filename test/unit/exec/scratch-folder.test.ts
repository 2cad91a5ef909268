import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { isScratchFolder, scratchPath } from '../../../src/exec/scratch-folder.ts';
import { parseEntry } from '../../../src/journal/parse-entry.ts';

function intended(folder: string): unknown {
  const inverse = { kind: 'remove-folder', path: folder };
  return parseEntry(JSON.stringify({ kind: 'effect.intended', id: 'folder of the browser', inverse }));
}

describe('a scratch folder', () => {
  it('is known again by its path', () => {
    const folder = scratchPath();
    expect(isScratchFolder(folder)).toBe(true);
    expect(intended(folder)).toMatchObject({ inverse: { kind: 'remove-folder', path: folder } });
  });

  it.each([
    '/',
    '/home/somebody',
    '/tmp/squall-scratch-0123456',
    '/tmp/squall-scratch-01234567/..',
    '/tmp/../squall-scratch-01234567',
    'squall-scratch-01234567',
    '/tmp/squall-scratch-01234567x',
  ])('is not %s, whatever a journal says', (folder) => {
    expect(isScratchFolder(folder)).toBe(false);
    expect(intended(folder)).toMatch(/^not an entry that this version knows/);
  });

  it('leaves room for the sockets of a browser', () => {
    expect(path.basename(scratchPath()).length).toBeLessThan(30);
  });
});
