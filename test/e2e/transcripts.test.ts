import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../helpers/processes.ts';
import { runTranscript } from './transcript.ts';

const TRANSCRIPTS = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));

describe('the command line', () => {
  it.each(TRANSCRIPTS)('says what %s says', async (name) => {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8');
    await expect(runTranscript(text, temporaryFolder())).resolves.toBeUndefined();
  });
});

describe('a transcript', () => {
  it.each([
    ['scenario profiles no-such', 'exited with 2, expected 0'],
    ['[1] scenario --version', 'exited with 0, expected 1'],
    ["scenario --version\nstdout 'a bird'", 'does not hold'],
    ['scenario --version\nempty stdout', 'does not hold'],
    ['! exists .', 'does not hold'],
    ['scenario --version\nsmells good', 'not a line that this runner knows'],
  ])('fails where it does not hold: %j', async (text, problem) => {
    await expect(runTranscript(`${text}\n`, temporaryFolder())).rejects.toThrow(problem);
  });
});
