import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { SOUND } from '../helpers/planning.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'bin/scenario.js');
const ROUNDS = 9;
const MOST = 2.2;

function timeOf(args: readonly string[]): number {
  const begin = systemClock.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return systemClock.now() - begin;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Loads the command as `bin/scenario.js` does, and prints of each script that was loaded whether V8 refused its code cache. */
const TELLING = `
  const { load, scripts } = require(process.argv[1] + '/bin/load-program.js');
  process.on('exit', () => {
    for (const [file, { cachedDataRejected }] of scripts) console.error(file, cachedDataRejected);
  });
  load(process.argv[1] + '/dist/cli/main.cjs');
`;

describe('starting', () => {
  it('compiles nothing to check a scenario: all that it loads has a code cache that V8 takes', () => {
    const file = join(temporaryFolder(), 'sound.yaml');
    writeFileSync(file, SOUND);
    const { stderr } = spawnSync(process.execPath, ['-e', TELLING, ROOT, 'validate', file], {
      encoding: 'utf8',
    });
    const loaded = stderr.trim().split('\n');
    expect(loaded.length).toBeGreaterThan(1);
    for (const line of loaded) expect(line).toMatch(/\.cjs false$/);
  });

  it(`costs \`scenario validate\` of one file at most ${MOST} times what an empty program costs`, () => {
    const file = join(temporaryFolder(), 'sound.yaml');
    writeFileSync(file, SOUND);
    // In turns, so that what else the machine does meets both.
    const rounds = Array.from({ length: ROUNDS }, () => ({
      empty: timeOf(['-e', '0']),
      validate: timeOf([PROGRAM, 'validate', file]),
    }));
    const ratio = median(rounds.map(({ validate }) => validate)) / median(rounds.map(({ empty }) => empty));
    expect(ratio).toBeLessThan(MOST);
  });
});
