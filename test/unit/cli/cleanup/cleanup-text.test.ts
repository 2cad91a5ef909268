import { describe, expect, it } from 'vitest';

import type { CleanedRun } from '../../../../src/cli/cleanup/clean-up-run.ts';
import { cleanupText } from '../../../../src/cli/cleanup/cleanup-text.ts';

const CLEAN: CleanedRun = {
  folder: 'runs/a',
  run: 'a',
  runner: { kind: 'ended', exitCode: 0 },
  pending: [],
  processes: [],
  problems: [],
  undone: [],
  failures: [],
};

const CRASHED: CleanedRun = {
  ...CLEAN,
  run: 'b',
  runner: { kind: 'gone' },
  pending: ['service shop', 'service till'],
  processes: [12],
  undone: ['service shop', 'service till'],
};

const RUNNING: CleanedRun = { ...CLEAN, run: 'c', runner: { kind: 'running', pid: 77 }, pending: ['x'] };

function lines(runs: readonly CleanedRun[], dryRun = false): string[] {
  return cleanupText(runs, { dryRun, where: '`runs`' }).trimEnd().split('\n');
}

describe('cleanupText', () => {
  it('says in one line that there is nothing to do', () => {
    expect(lines([CLEAN])).toEqual(['nothing to clean up, 1 run with nothing left']);
    expect(lines([])).toEqual(['nothing to clean up: there is no run in `runs`']);
  });

  it('has a row for what was left and for what is running, and counts the rest', () => {
    expect(lines([CLEAN, CRASHED, RUNNING, { ...CLEAN, run: 'd' }])).toEqual([
      'run  state                  left                                   undone',
      'b    crashed                service shop, service till, 1 process  all, verified',
      'c    still running, pid 77  -                                      -',
      '1 run cleaned up, 1 run still running, 2 runs with nothing left',
    ]);
  });

  it('says how much was undone where something failed', () => {
    const failures = [{ what: 'service `till`', reason: 'it survived' }];
    const half = { ...CRASHED, undone: ['service shop'], failures };
    expect(lines([half, CRASHED]).slice(1)).toEqual([
      'b    crashed  service shop, service till, 1 process  1 of 2',
      'b    crashed  service shop, service till, 1 process  all, verified',
      '1 of 2 runs cleaned up',
    ]);
  });

  it('names who else is at it, and a run that ended without undoing all', () => {
    const [, row] = lines([{ ...CRASHED, runner: { kind: 'ended', exitCode: 5 }, undone: [], busy: 9 }]);
    expect(row).toBe('b    ended, exit 5  service shop, service till, 1 process  process 9 is at it');
  });

  it('promises nothing in a dry run', () => {
    expect(lines([{ ...CRASHED, undone: [] }], true)).toEqual([
      'run  state    left                                   to undo',
      'b    crashed  service shop, service till, 1 process  all of it',
      '1 run to clean up; this was a dry run',
    ]);
  });

  it('shows damaged lines, and nothing that a terminal would obey', () => {
    const hostile = {
      ...CLEAN,
      run: 'a\u001b[2J',
      problems: [{ line: 3, reason: 'not an entry: `\u001b]0;title\u0007x`' }],
    };
    expect(lines([hostile])).toEqual([
      'note: line 3 of the journal of a cannot be read: not an entry: `x`',
      'nothing to clean up, 1 run with nothing left',
    ]);
  });
});
