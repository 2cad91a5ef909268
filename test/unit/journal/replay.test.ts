import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JournalEntry } from '../../../src/journal/entry.ts';
import { replayJournal } from '../../../src/journal/replay.ts';

const STARTED: JournalEntry = {
  kind: 'run.started',
  run: 'r1',
  pid: 100,
  startTime: '1@boot',
  scenario: 'last-mile',
  version: '1.0.0',
};

function intended(id: string): JournalEntry {
  return {
    kind: 'effect.intended',
    id,
    inverse: { kind: 'end-process', service: id, marker: { SQUALL_RUN: 'r1' } },
  };
}

function done(id: string, pid: number): JournalEntry {
  return { kind: 'effect.done', id, process: { pid, startTime: `${pid}@boot` } };
}

function textOf(entries: readonly JournalEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

/** A journal as a runner could write it: each effect is intended, perhaps done, perhaps undone, all interleaved. */
const histories = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(), fc.nat()), { maxLength: 8 })
  .map((effects) => {
    const timed = effects.flatMap(([length, first, gap], index) => {
      const id = `e${index}`;
      const steps = [intended(id), done(id, 1000 + index), { kind: 'effect.undone', id } as const];
      return steps.slice(0, length).map((entry, step) => ({ entry, at: first + (step * gap) / 2 }));
    });
    return [STARTED, ...timed.sort((a, b) => a.at - b.at).map(({ entry }) => entry)];
  });

describe('replayJournal', () => {
  it('finds what is intended, done or not, newest first', () => {
    const state = replayJournal(textOf([STARTED, intended('a'), done('a', 200), intended('b')]));
    expect(state.run?.run).toBe('r1');
    expect(state.problems).toEqual([]);
    expect(state.pending.map(({ id, done: tookPlace, process }) => [id, tookPlace, process?.pid])).toEqual([
      ['b', false, undefined],
      ['a', true, 200],
    ]);
    expect(state).not.toHaveProperty('exitCode');
  });

  it('asks for nothing by an effect that took place without being intended: how to undo it is not known', () => {
    const state = replayJournal(textOf([STARTED, done('a', 200), { kind: 'run.reaped', failed: [] }]));
    expect(state).toEqual({ run: STARTED, pending: [], problems: [] });
  });

  it('reads over empty lines', () => {
    expect(replayJournal(`\n\n${textOf([intended('a')])}\n`)).toMatchObject({
      pending: [{ id: 'a' }],
      problems: [],
    });
  });

  it('asks for nothing when all is undone', () => {
    const entries = [STARTED, intended('a'), done('a', 200), { kind: 'effect.undone', id: 'a' } as const];
    const state = replayJournal(textOf([...entries, { kind: 'run.ended', exitCode: 1 }]));
    expect(state.pending).toEqual([]);
    expect(state.exitCode).toBe(1);
  });

  it('undoes what is intended again after it was undone', () => {
    const again = [intended('a'), { kind: 'effect.undone', id: 'a' } as const, intended('a')];
    expect(replayJournal(textOf(again)).pending).toHaveLength(1);
  });

  it('reports garbage in the middle with its line and reads on', () => {
    const text = `${textOf([STARTED, intended('a')])}{"kind":"eff\n[]\n{"kind":"moon.landed"}\n${textOf([intended('b')])}`;
    const state = replayJournal(text);
    expect(state.problems.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(state.pending.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it.each([
    ['a pid that means a group', '{"kind":"effect.done","id":"a","process":{"pid":-1,"startTime":"1"}}'],
    ['a pid that means this group', '{"kind":"effect.done","id":"a","process":{"pid":0,"startTime":"1"}}'],
    ['the pid of init', '{"kind":"effect.done","id":"a","process":{"pid":1,"startTime":"1"}}'],
  ])('never undoes by %s', (_what, line) => {
    expect(replayJournal(`${textOf([intended('a')])}${line}\n`).pending[0]?.process).toBeUndefined();
  });

  it('refuses a marker that would fit every process', () => {
    const line =
      '{"kind":"effect.intended","id":"a","inverse":{"kind":"end-process","service":"a","marker":{}}}';
    const state = replayJournal(`${line}\n`);
    expect(state.pending).toEqual([]);
    expect(state.problems).toHaveLength(1);
  });

  it.each([
    { kind: 'remove-namespace', name: 'sq-3f9a-shoppers' },
    { kind: 'remove-link', at: { netns: 'host', device: 'sq-3f9a-0a', inode: 7 } },
    { kind: 'remove-link', at: { netns: { name: 'sq-3f9a-shop' }, device: 'sq-3f9a-1a', inode: 8 } },
  ] as const)('reads back what is to be removed: %j', (inverse) => {
    const { pending, problems } = replayJournal(textOf([{ kind: 'effect.intended', id: 'a', inverse }]));
    expect(problems).toEqual([]);
    expect(pending).toEqual([{ id: 'a', inverse, done: false }]);
  });

  it.each([
    { kind: 'remove-namespace', name: 'prod' },
    { kind: 'remove-namespace', name: 'sq-../prod' },
    { kind: 'remove-link', at: { device: 'sq-3f9a-0a', inode: 7 } },
    { kind: 'remove-everything' },
  ])('does not take %j for something of ours', (inverse) => {
    const line = JSON.stringify({ kind: 'effect.intended', id: 'a', inverse });
    expect(replayJournal(`${line}\n`)).toMatchObject({ pending: [], problems: [{ line: 1 }] });
  });

  it('replays a journal that was cut off at any byte, without a problem', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (entries, cut) => {
        const text = textOf(entries);
        expect(replayJournal(text.slice(0, cut % (text.length + 1))).problems).toEqual([]);
      }),
    );
  });

  it('agrees after every prefix with what was intended and not undone, newest first', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (entries, cut) => {
        const prefix = entries.slice(0, cut % (entries.length + 1));
        const ids = (kind: JournalEntry['kind']): string[] =>
          prefix.flatMap((entry) => (entry.kind === kind && 'id' in entry ? [entry.id] : []));
        const undone = ids('effect.undone');
        const left = ids('effect.intended').filter((id) => !undone.includes(id));
        expect(replayJournal(textOf(prefix)).pending.map(({ id }) => id)).toEqual(left.toReversed());
      }),
    );
  });

  it('asks for nothing twice: once every pending effect is recorded as undone, nothing is pending', () => {
    fc.assert(
      fc.property(histories, (entries) => {
        const undone = replayJournal(textOf(entries)).pending.map(
          ({ id }) => ({ kind: 'effect.undone', id }) as const,
        );
        expect(replayJournal(textOf([...entries, ...undone])).pending).toEqual([]);
      }),
    );
  });
});
