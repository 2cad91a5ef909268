import { describe, expect, it } from 'vitest';
import { culpritsMarkup } from '../../../../../src/report/html/steps/culprits.ts';
import { expectation } from '../../../../helpers/results.ts';

const HOP = { edge: '<img src=x>', from: 'web', to: 'voting', n: 60, failed: 31 };

describe('culpritsMarkup', () => {
  it('shows the words, the reasons and every edge that was looked at, escaped', () => {
    const culprit = {
      kind: 'named' as const,
      about: 'latency' as const,
      summary: 'the culprit is `web` -> `<b>voting</b>`',
      because: ['only `web` calls it'],
      considered: [{ ...HOP, added: 139.2, share: { value: 1, low: 0.89, high: 1 } }, HOP],
    };
    const { text } = culpritsMarkup([expectation({ verdict: 'fail', culprit })]) ?? { text: '' };
    expect(text).not.toMatch(/<img|<b>/);
    expect(text).toContain('100% (89% to 100%)');
    expect(text).toContain('139ms');
    expect(text).toContain('only <code>web</code> calls it');
  });

  it('is nothing where nobody was looked for', () => {
    expect(culpritsMarkup([expectation({})])).toBeUndefined();
  });
});
