import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CleanupStack } from '../../../src/core/cleanup-stack.ts';

describe('a cleanup stack', () => {
  it('undoes the newest first, one after the other, and tells exactly what failed', async () => {
    const effects = fc.array(fc.record({ fails: fc.boolean(), waits: fc.boolean() }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(effects, async (undos) => {
        const stack = new CleanupStack();
        const undone: string[] = [];
        let underWay = 0;
        for (const [index, { fails, waits }] of undos.entries()) {
          stack.push(`effect ${index}`, async () => {
            expect((underWay += 1)).toBe(1);
            if (waits) await Promise.resolve();
            underWay -= 1;
            undone.push(`effect ${index}`);
            if (fails) throw new Error(`no ${index}`);
          });
        }
        const failures = await stack.unwind();
        const newestFirst = [...undos.keys()].toReversed();
        expect(undone).toEqual(newestFirst.map((index) => `effect ${index}`));
        expect(failures).toEqual(
          newestFirst
            .filter((index) => undos[index]!.fails)
            .map((index) => ({ what: `effect ${index}`, reason: `no ${index}` })),
        );
      }),
    );
  });

  it('collects what an undo throws at once, also when it is no error', async () => {
    const stack = new CleanupStack();
    stack.push('the first', () => {
      // oxlint-disable-next-line no-throw-literal -- whatever is thrown must not stop the others
      throw 'a word';
    });
    stack.push('the second', () => {
      throw new Error('at once');
    });
    expect(await stack.unwind()).toEqual([
      { what: 'the second', reason: 'at once' },
      { what: 'the first', reason: 'a word' },
    ]);
  });

  it('undoes what is registered while it unwinds, and nothing twice', async () => {
    const stack = new CleanupStack();
    const undone: string[] = [];
    stack.push('oldest', () => void undone.push('oldest'));
    stack.push('newest', () => {
      undone.push('newest');
      stack.push('late', () => void undone.push('late'));
    });
    await stack.unwind();
    expect(await stack.unwind()).toEqual([]);
    expect(undone).toEqual(['newest', 'late', 'oldest']);
  });
});
