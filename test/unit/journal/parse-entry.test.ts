import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseEntry } from '../../../src/journal/parse-entry.ts';

const SCRATCH = join(tmpdir(), 'squall-scratch-0123abcd');

const CONTAINER = {
  kind: 'continue-container',
  socket: '/run/docker.sock',
  id: '0123456789abcdef'.repeat(4),
};

const STARTED = {
  kind: 'run.started',
  run: 'r1',
  scenario: 'last-mile',
  version: '1.0.0',
  pid: 100,
  startTime: '1@boot',
};

function read(entry: unknown): unknown {
  return parseEntry(JSON.stringify(entry));
}

function intended(inverse: unknown): unknown {
  return { kind: 'effect.intended', id: 'a', inverse };
}

describe('parseEntry', () => {
  it.each([
    STARTED,
    intended({ kind: 'end-process', service: 'shop', marker: { SQUALL_RUN: 'r1', SQUALL_SERVICE: 'shop' } }),
    intended({ kind: 'remove-namespace', name: 'squall-3f9a-shop' }),
    intended({ kind: 'remove-folder', path: SCRATCH }),
    intended(CONTAINER),
    { kind: 'effect.done', id: 'a' },
    { kind: 'effect.done', id: 'a', process: { pid: 2, startTime: '7@boot' } },
    { kind: 'effect.undone', id: 'a' },
    { kind: 'run.ended', exitCode: 0 },
    { kind: 'run.reaped', failed: ['a', 'b'] },
    { kind: 'run.reaped', failed: [] },
  ])('reads back %j, without what it does not know', (entry) => {
    expect(read({ ...Object(entry), at: 1_700_000_000_000, later: true })).toEqual(entry);
  });

  it.each([
    ['{"kind":"run.en', 'not JSON'],
    ['', 'not JSON'],
    ['null', 'not an object'],
    ['[]', 'not an object'],
    ['"run.ended"', 'not an object'],
    ['{"kind":"moon.landed","id":"a"}', 'not an entry that this version knows'],
  ])('says what is wrong with `%s`', (line, reason) => {
    expect(parseEntry(line)).toContain(reason);
  });

  it('quotes no more of a line than a person reads', () => {
    expect(parseEntry(`{"kind":"${'x'.repeat(10_000)}"}`)).toHaveLength(
      'not an entry that this version knows: ``'.length + 80,
    );
  });

  it.each([
    { ...STARTED, run: 1 },
    { ...STARTED, scenario: undefined },
    { ...STARTED, version: null },
    { ...STARTED, startTime: 1 },
    { ...STARTED, pid: 1 },
    { ...STARTED, pid: 2.5 },
    { ...STARTED, pid: '100' },
    { kind: 'run.ended' },
    { kind: 'run.ended', exitCode: '0' },
    { kind: 'run.reaped' },
    { kind: 'run.reaped', failed: 'a' },
    { kind: 'run.reaped', failed: ['a', 1] },
    { kind: 'effect.undone' },
    { kind: 'effect.undone', id: 1 },
    intended(undefined),
    intended('remove-namespace'),
  ])('does not guess what %j means', (entry) => {
    expect(typeof read(entry)).toBe('string');
  });

  it.each([
    { kind: 'end-process', service: 'shop', marker: {} },
    { kind: 'end-process', service: 'shop', marker: 'SQUALL_RUN' },
    { kind: 'end-process', service: 'shop', marker: { SQUALL_RUN: 'r1', SQUALL_SERVICE: 1 } },
    { kind: 'end-process', marker: { SQUALL_RUN: 'r1' } },
    { kind: 'remove-namespace', name: '../sq-3f9a' },
    { kind: 'remove-namespace', name: 'sq-3f9a shop' },
    { kind: 'remove-namespace', name: 'sq-' },
    { kind: 'remove-folder', path: '/etc' },
    { kind: 'remove-folder', path: [SCRATCH] },
    { kind: 'remove-folder', path: `${SCRATCH}/..` },
    { kind: 'remove-folder', path: 'squall-scratch-0123abcd' },
    { ...CONTAINER, socket: 'run/docker.sock' },
    { ...CONTAINER, socket: undefined },
    { ...CONTAINER, id: '0123456789ab' },
    { ...CONTAINER, id: [CONTAINER.id] },
  ])('undoes nothing by %j, which is not ours or would fit too much', (inverse) => {
    expect(typeof read(intended(inverse))).toBe('string');
  });

  it.each([
    { pid: 2.5, startTime: '1@boot' },
    { pid: '100', startTime: '1@boot' },
    { pid: 100 },
    { pid: 1, startTime: '1@boot' },
    100,
  ])('takes %j for no process, and still knows that the effect took place', (process) => {
    expect(read({ kind: 'effect.done', id: 'a', process })).toEqual({ kind: 'effect.done', id: 'a' });
  });
});
