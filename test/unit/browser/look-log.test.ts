import { describe, expect, it } from 'vitest';

import { LookLog } from '../../../src/browser/look-log.ts';

const MARKS = [
  { label: '"0 items"', text: '0 items' },
  { label: '"3 items"', text: '3 items' },
];

describe('what a page tells of itself', () => {
  it('counts from the navigation of its first document, also in the next', () => {
    const log = new LookLog(MARKS);
    log.add({ origin: 1000, at: 50, seen: [true, false], text: '0 items' });
    log.add({ origin: 3000, at: 100, seen: [false, true], text: '3 items' });
    expect(log.looks(5000)).toEqual([
      { at: 50, seen: ['"0 items"'], text: '0 items' },
      { at: 2100, seen: ['"3 items"'], text: '3 items' },
    ]);
  });

  it('counts for the time that the page was watched only', () => {
    const log = new LookLog(MARKS);
    log.add({ origin: 1000, at: 5001, seen: [true, true], text: 'late' });
    expect(log.looks(5000)).toEqual([]);
  });

  it.each([
    undefined,
    'seen',
    {},
    { origin: 1, at: 'soon', seen: [], text: '' },
    { origin: 1, at: 2, text: '' },
  ])('is not believed where it has another form: %j', (said) => {
    const log = new LookLog(MARKS);
    log.add(said);
    expect(log.looks(5000)).toEqual([]);
  });
});
