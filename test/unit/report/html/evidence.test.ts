import { describe, expect, it } from 'vitest';
import { evidenceMarkup, quoteWord } from '../../../../src/report/html/evidence.ts';
import { passingResult } from '../../../helpers/results.ts';

describe('quoteWord', () => {
  it.each([
    ['scenarios/last-mile.yaml', 'scenarios/last-mile.yaml'],
    ['my scenario.yaml', `'my scenario.yaml'`],
    [`it's; rm -rf ~`, `'it'\\''s; rm -rf ~'`],
    ['$(id)', `'$(id)'`],
    ['', `''`],
  ])('makes one word of %j', (word, quoted) => {
    expect(quoteWord(word)).toBe(quoted);
  });
});

describe('evidenceMarkup', () => {
  it('says how to run it again', () => {
    expect(evidenceMarkup(passingResult()).text).toContain(
      '<code>scenario run scenarios/last-mile.yaml --seed 4217 --set rate=50/s</code>',
    );
  });

  it('says how to run the same part again, of files that lie elsewhere too', () => {
    const whole = passingResult();
    const sources = ['last-mile.yaml', 'edges.yaml', '../common base/a.yaml', '../common base/b.yaml'].map(
      (path) => ({ path, sha256: '0'.repeat(64) }),
    );
    const scenario = { ...whole.scenario, leftOut: ['elsewhere'], sources };
    const { text } = evidenceMarkup({ ...whole, scenario });
    const again = "--only baseline,3g,recovery --allow-include 'common base'</code>";
    expect(text.replaceAll('&#39;', "'")).toContain(again);
    expect(text).toContain('Made of');
    for (const { path } of sources) expect(text).toContain(path);
  });

  it('links the files of the run folder', () => {
    const { text } = evidenceMarkup(passingResult());
    expect([...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'result.json',
      'junit.xml',
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
