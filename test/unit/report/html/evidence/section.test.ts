import { describe, expect, it } from 'vitest';
import { evidenceMarkup } from '../../../../../src/report/html/evidence/section.ts';
import { passingResult } from '../../../../helpers/results.ts';

describe('evidenceMarkup', () => {
  it('says how to run it again', () => {
    expect(evidenceMarkup(passingResult()).text).toContain(
      '<code>scenario run scenarios/last-mile.yaml --seed 4217 --set rate=50/s</code>',
    );
  });

  it('holds the commands of the kernel, where it carried an edge', () => {
    const kept = [
      { at: -820, command: 'tc -n sq-a-1 qdisc add dev <eth0> root' },
      { at: 10_004, command: 'tc -n sq-a-1 qdisc change dev eth0 netem delay 50ms' },
    ];
    expect(evidenceMarkup(passingResult()).text).not.toContain('that shaped');
    const { text } = evidenceMarkup(passingResult({ commands: { kept, more: 3 } }));
    expect(text).toContain('The 5 commands that shaped');
    expect(text).toContain('  set-up  tc -n sq-a-1 qdisc add dev &lt;eth0&gt; root\n');
    expect(text).toContain('     10s  tc -n sq-a-1 qdisc change dev eth0 netem delay 50ms\nand 3 more');
  });

  it('says by which job it was run, without a link that leads away', () => {
    const ci = {
      system: 'Jenkins',
      job: 'cart #7',
      url: 'https://ci.example/7',
      revision: 'c0ffee',
    } as const;
    const { text } = evidenceMarkup(
      passingResult({ environment: { ...passingResult().environment, host: 'runner-7', ci } }),
    );
    for (const fact of ['runner-7: linux', 'Jenkins, cart #7', 'https://ci.example/7', 'revision c0ffee']) {
      expect(text).toContain(fact);
    }
    expect(text).not.toContain('href="http');
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
