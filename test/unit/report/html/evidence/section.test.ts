import { describe, expect, it } from 'vitest';
import { evidenceMarkup } from '../../../../../src/report/html/evidence/section.ts';
import { passingResult } from '../../../../helpers/results.ts';

describe('evidenceMarkup', () => {
  it('says how to run it again', () => {
    expect(evidenceMarkup(passingResult()).text).toContain(
      '<code>scenario run scenarios/last-mile.yaml --seed 4217 --set rate=50/s</code>',
    );
  });

  it('links the files of the run folder', () => {
    const { text } = evidenceMarkup(passingResult());
    expect([...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'result.json',
      'junit.xml',
      'scenario.yaml',
      'events.jsonl',
      'journal.jsonl',
      'logs/shop.log',
    ]);
  });

  it.each([
    'javascript:alert(1)',
    '../../etc/passwd',
    '/etc/passwd',
    '//evil.example/x',
    'a/../../b',
    'a\\b',
  ])('does not link %s', (log) => {
    const services = [{ name: 'shop', kind: 'process' as const, target: 'node', log }];
    const { text } = evidenceMarkup(passingResult({ services }));
    expect(text).toContain(log);
    expect(text).not.toContain(`href="${log}`);
  });
});
