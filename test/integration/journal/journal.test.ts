import { appendFileSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished, vi, type MockInstance } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { replayJournal } from '../../../src/journal/replay.ts';
import { becomesTrue, temporaryFolder } from '../../helpers/processes.ts';

const inverse = { kind: 'end-process', service: 'shop', marker: { SQUALL_RUN: 'r1' } } as const;

/** All open files share their methods, and only an open file shows them. */
async function spyOnFiles(path: string, method: 'datasync' | 'sync'): Promise<MockInstance> {
  const file = await open(path, 'r');
  await file.close();
  const spy = vi.spyOn(Object.getPrototypeOf(file), method);
  onTestFinished(() => {
    spy.mockRestore();
  });
  return spy;
}

describe('openJournal', () => {
  it('has an entry in the file when the record resolves', async () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const journal = await openJournal(path, systemClock);
    await journal.record({ kind: 'effect.intended', id: 'a', inverse });
    expect(replayJournal(readFileSync(path, 'utf8')).pending).toEqual([{ id: 'a', inverse, done: false }]);
    await journal.close();
  });

  it('keeps entries whole and in order when many are recorded at once', async () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const journal = await openJournal(path, systemClock);
    const ids = Array.from({ length: 40 }, (_, index) => `effect ${index} ${'x'.repeat(index * 50)}`);
    await Promise.all(ids.map((id) => journal.record({ kind: 'effect.intended', id, inverse })));
    await journal.close();
    const state = replayJournal(readFileSync(path, 'utf8'));
    expect(state.problems).toEqual([]);
    expect(state.pending.map(({ id }) => id)).toEqual(ids.toReversed());
  });

  it('syncs what is recorded while the disk is busy with one call', async () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const journal = await openJournal(path, systemClock);
    const sync = await spyOnFiles(path, 'datasync');
    const first = journal.record({ kind: 'effect.undone', id: 'first' });
    // It is on its way to the disk.
    await becomesTrue(() => readFileSync(path, 'utf8') !== '', 10_000);
    const others = Array.from({ length: 20 }, (_, index) =>
      journal.record({ kind: 'effect.undone', id: `${index}` }),
    );
    await Promise.all([first, ...others]);
    await journal.close();
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(21);
    expect(sync.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('removes a line that a crash cut off before it appends', async () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const before = await openJournal(path, systemClock);
    await before.record({ kind: 'effect.intended', id: 'ä', inverse });
    await before.close();
    appendFileSync(path, '{"kind":"effect.int');
    const after = await openJournal(path, systemClock);
    await after.record({ kind: 'effect.undone', id: 'ä' });
    await after.close();
    expect(replayJournal(readFileSync(path, 'utf8'))).toEqual({ pending: [], problems: [] });
  });

  it('explains a journal that cannot be written', async () => {
    const path = join(temporaryFolder(), 'missing', 'journal.jsonl');
    await expect(openJournal(path, systemClock)).rejects.toMatchObject({
      code: 'journal-not-written',
      exitCode: 4,
      hint: expect.stringContaining('free space'),
      cause: { code: 'ENOENT' },
    });
  });

  it('leaves no half of a line where the disk is full, and goes on', async () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const journal = await openJournal(path, systemClock);
    const sync = await spyOnFiles(path, 'datasync');
    sync.mockRejectedValueOnce(new Error('ENOSPC'));
    await expect(journal.record({ kind: 'effect.intended', id: 'a', inverse })).rejects.toThrow('ENOSPC');
    expect(readFileSync(path, 'utf8')).toBe('');
    await journal.record({ kind: 'effect.intended', id: 'b', inverse });
    await journal.close();
    expect(replayJournal(readFileSync(path, 'utf8')).pending.map(({ id }) => id)).toEqual(['b']);
  });

  it('takes nothing more once it is closed', async () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const journal = await openJournal(path, systemClock);
    await journal.close();
    await expect(journal.record({ kind: 'effect.undone', id: 'a' })).rejects.toMatchObject({
      code: 'journal-not-written',
    });
  });

  it('writes the folder of a new journal to the disk too, once', async () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const sync = await spyOnFiles(import.meta.filename, 'sync');
    const first = await openJournal(path, systemClock);
    expect(sync).toHaveBeenCalledOnce();
    await first.record({ kind: 'effect.undone', id: 'a' });
    await first.close();
    await (await openJournal(path, systemClock)).close();
    expect(sync).toHaveBeenCalledOnce();
  });
});
