import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { createMasker } from '../../../../src/core/mask.ts';
import { sealSummary } from '../../../../src/load/k6/summary.ts';
import { K6Folder } from './running.ts';

describe('the file with the summary of k6', () => {
  it.each([
    ['as it is', 'hunter2'],
    ['with a character that Go escapes', 'a&b<c'],
  ])('is left without a secret %s, for its owner only', async (_, secret) => {
    using folder = new K6Folder();
    const written = JSON.stringify({ metrics: { [`of ${secret}`]: {} } })
      .replaceAll('&', String.raw`\u0026`)
      .replaceAll('<', String.raw`\u003c`);
    const file = folder.file('summary.json', written);
    await sealSummary(file, createMasker([secret]));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ metrics: { 'of ***': {} } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('need not be there', async () => {
    using folder = new K6Folder();
    await expect(
      sealSummary(path.join(folder.path, 'nothere.json'), createMasker(['hunter2'])),
    ).resolves.toBeUndefined();
  });
});
