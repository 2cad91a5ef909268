import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../../src/report/html/page.ts';
import { passingResult } from '../../../helpers/results.ts';

const STOPPED = {
  at: 4200,
  planned: 2,
  unfinished: [{ name: 'baseline', number: 1, network: 'clear', start: 0 }],
};

describe('the report of a run that was stopped in its first step', () => {
  const page = renderHtml(passingResult({ steps: [], stopped: STOPPED }));

  it('lists the step as not finished', () => {
    expect(page).not.toContain('No step was run.');
    expect(page).toMatch(/>1 <bdi>baseline<\/bdi><[\s\S]*>not finished<[\s\S]*0s to 4\.2s</);
  });

  it('says how far it came', () => {
    expect(page).toMatch(/Stopped at\s+4\.2s; 1 of 2 steps never began\./);
  });

  it('draws the step and the moment of the end into the timeline', () => {
    const [, timeline = ''] = /<svg\s+class="timeline"([\s\S]*?)<\/figure>/.exec(page) ?? [];
    expect(timeline).toContain('1 baseline, not finished');
    expect(timeline).toContain('stopped at 4.2s');
  });
});

describe('the report of a service that died', () => {
  it('shows the end of its log line by line', () => {
    const died = { code: 'service-died', message: 'it died', details: ['  Error: <out>', '    at x.js:7'] };
    expect(renderHtml(passingResult({ errors: [died] }))).toContain(
      '<pre>  Error: &lt;out&gt;\n    at x.js:7</pre>',
    );
  });
});
