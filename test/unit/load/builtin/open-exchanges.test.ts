import { describe, expect, it } from 'vitest';
import { OpenExchanges } from '../../../../src/load/builtin/open-exchanges.ts';

const open = (...due: readonly number[]) => {
  const exchanges = due.map((moment) => ({ due: moment }));
  const set = new OpenExchanges<{ readonly due: number }>();
  for (const exchange of exchanges) set.add(exchange);
  return { set, exchanges };
};

/** What has happened by the time that all pending promise reactions have run. */
async function isResolved(promise: Promise<void>): Promise<boolean> {
  let resolved = false;
  void promise.then(() => (resolved = true));
  await new Promise(setImmediate);
  return resolved;
}

describe('OpenExchanges', () => {
  it('knows the due times of what is open', () => {
    const { set, exchanges } = open(30, 10, 20);
    set.delete(exchanges[1] ?? { due: 0 });
    expect(set.dueTimes()).toEqual([30, 20]);
    expect(set.size).toBe(2);
  });

  it('is drained at once when all that is open was due later', async () => {
    expect(await isResolved(open(100, 200).set.drained(100))).toBe(true);
  });

  it('is drained when the last one due before the moment has ended, whatever came since', async () => {
    const { set, exchanges } = open(1, 2, 100);
    const drained = set.drained(100);
    set.add({ due: 150 });
    exchanges.slice(0, 1).forEach((exchange) => set.delete(exchange));
    expect(await isResolved(drained)).toBe(false);
    exchanges.slice(1, 2).forEach((exchange) => set.delete(exchange));
    expect(await isResolved(drained)).toBe(true);
    expect(set.dueTimes()).toEqual([100, 150]);
  });

  it('counts an exchange that ends twice once', async () => {
    const { set, exchanges } = open(1, 2);
    const drained = set.drained(100);
    const [first] = exchanges;
    if (first) {
      set.delete(first);
      set.delete(first);
    }
    expect(await isResolved(drained)).toBe(false);
  });

  it('hands over what was open and ends every wait when it is cleared', async () => {
    const { set, exchanges } = open(1, 2);
    const waits = [set.drained(2), set.drained(3)];
    expect(set.clear()).toEqual(exchanges);
    expect(set.size).toBe(0);
    await Promise.all(waits);
  });
});
