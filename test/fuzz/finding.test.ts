import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFault, ofTexts } from '../helpers/fuzzing.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const THREAD = fileURLToPath(new URL('../helpers/hang-watch-thread.mjs', import.meta.url));

const HANGS = `
const turn = new Int32Array(new SharedArrayBuffer(4));
new (require('node:worker_threads').Worker)(process.argv[1], { workerData: { turn, file: process.argv[2], limit: 100 } }).on('online', () => {
  Atomics.add(turn, 0, 1);
  for (;;);
});
`;

function failsOnTwo(text: string): void {
  if (text.includes('ab') && text.includes('ca')) throw new Error('planted');
}

function failsOnKept(text: string): void {
  if (text === 'kept') throw new Error('planted');
}

function takesLong(): void {
  const begin = process.cpuUsage();
  for (let took = 0; took < 50_000;) {
    const { user, system } = process.cpuUsage(begin);
    took = user + system;
  }
}

describe('a search for faults', () => {
  const inputs = fc.string({ minLength: 20, maxLength: 60, unit: fc.constantFrom('a', 'b', 'c') });

  it('tells the seed, and the input made as small as it goes', () => {
    const found = findFault(ofTexts({ inputs, corpus: [], check: failsOnTwo }), { seed: 7, numRuns: 1000 });
    expect(found).toMatch(/^FUZZ_SEED=7, path [\d:]+, after \d+ inputs:\n(?:cab|abca)\nError: planted\n/);
  });

  it('reads the corpus first', () => {
    const found = findFault(ofTexts({ inputs, corpus: ['other', 'kept'], check: failsOnKept }), {
      seed: 7,
      numRuns: 5,
    });
    expect(found).toContain('after 2 inputs:\nkept\n');
  });

  it('finds what takes too long', () => {
    const found = findFault(
      { inputs, corpus: ['slow'], check: takesLong, longest: 10, print: String },
      { seed: 7, numRuns: 1, endOnFailure: true },
    );
    expect(found).toMatch(/:\nslow\nError: it took \d+ ms of the processor/);
  });

  it('ends a process that hangs, and tells at which input', () => {
    const file = join(temporaryFolder(), 'input');
    writeFileSync(file, 'the input');
    const { signal, stderr } = spawnSync(process.execPath, ['-e', HANGS, THREAD, file], { encoding: 'utf8' });
    expect([signal, stderr]).toEqual(['SIGKILL', `fuzzing hangs at the input in ${file}:\nthe input\n`]);
  });
});
