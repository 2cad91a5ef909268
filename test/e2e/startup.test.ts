import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { SOUND } from '../helpers/planning.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/scenario.js');
const ROUNDS = 9;
const MOST = 3;

function timeOf(args: readonly string[]): number {
  const begin = systemClock.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return systemClock.now() - begin;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('starting', () => {
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
