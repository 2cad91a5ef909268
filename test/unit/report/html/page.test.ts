import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../../src/report/html/page.ts';
import {
  brokenResult,
  failingResult,
  HOSTILE,
  hostileResult,
  passingResult,
  RESULTS,
} from '../../../helpers/results.ts';

/** What a reader sees without style, pictures and titles. */
function textOf(page: string): string {
  return page
    .replaceAll(/<(style|script|svg)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ');
}

function p95LineOf(page: string): string {
  return /<path\s+class="p95"\s+d="([^"]*l[^"]*l[^"]*)"/.exec(page)?.[1] ?? '';
}

describe('renderHtml', () => {
  it('says at the top that only a part of the scenario was run', () => {
    const whole = passingResult();
    const part = renderHtml({ ...whole, scenario: { ...whole.scenario, leftOut: ['a', 'b'] } });
    expect(textOf(part)).toContain('Only a part of the scenario was run; left out: a, b ');
    expect(textOf(renderHtml(whole))).not.toContain('left out');
  });

  it.each([
    'Squall report last-mile fail',
    'A shopper on a bad mobile link can still see what is in the cart.',
    '2026-11-21 21:30:00 UTC',
    '64.1s',
    'p95(shoppers) < 2s',
    '3.84s 3.61s to 4.02s less than 2s 650',
    'Expectations, judged over 17s to 45s',
    'The network was as bad as asked : 1 of 1 impairment measured in force.',
    'RTT 301.2ms , rate up 771kbit/s , rate down 1.58Mbit/s , measured, the rest read back',
    '3.84s 395x baseline 0 of 2 15s to 45s',
    'Because a shopper gives up after two seconds',
    'fail does not gate p50(shoppers) < 500ms',
    'RTT 300ms 300.4ms 301.2ms 24 exact yes',
    'loss down 0.5% 0.5% read back, not probed – modelled yes',
    '1,400 50/s 99.21% 1.2s 3.84s no answer 11: 9 timeout , 2 status',
    'delay 150ms, loss 0.5% in bursts of 3, rate 1.6Mbit/s',
    '31 new connections, 1,400 exchanges, 196 kB up, 5.3 MB down',
    'shop at 127.0.0.1:40123',
    'node ../demo/shop/main.js',
    'scenario run scenarios/last-mile.yaml --seed 4217 --set rate=50/s',
    'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
    'linux 6.1.0, x64, 2 CPUs',
    'rate 50/s',
  ])('says %j as text', (fact) => {
    expect(textOf(renderHtml(failingResult()))).toContain(fact);
  });

  it('links to the comparison with an earlier run, where there is one', () => {
    const against = { run: 'monday', started: '2026-11-20T21:30:00Z', sha256: '', folder: '../monday' };
    const page = renderHtml(passingResult({ against }));
    expect(textOf(page)).toContain('Compared with monday');
    expect(page).toContain('href="compare.html"');
    expect(renderHtml(passingResult())).not.toContain('compare.html');
  });

  it('says at the top that the network may still be impaired, and what to do', () => {
    const text = textOf(renderHtml(brokenResult()));
    expect(text).toContain(
      "The network may still be impaired Not everything could be put back. Read the run's reaper.log",
    );
    expect(text.indexOf('may still be impaired')).toBeLessThan(text.indexOf('Steps'));
    expect(text).toContain('the load shoppers ended load-failed see logs/shoppers.log');
    expect(text).toContain('Interrupted by SIGINT');
    expect(text).toContain('exited with code 137');
  });

  it('leaves a gap in the lines and marks where no answer came', () => {
    expect(p95LineOf(renderHtml(passingResult())).split('M')).toHaveLength(3);
    expect(p95LineOf(renderHtml(failingResult())).split('M')).toHaveLength(4);
    expect(renderHtml(failingResult())).toMatch(/<path class="unanswered" d="M/);
    expect(renderHtml(passingResult())).not.toMatch(/<path class="unanswered" d="M/);
  });

  it('draws each bound as a dashed line, and says beside it what is asked', () => {
    const page = renderHtml(failingResult());
    expect(page.match(/stroke-dasharray="6 4"\s*\/>\s*<(?:text|g class="missed)/g)).toHaveLength(4);
    expect(page).toContain('&lt; 2s p95: fail');
    expect(page).toContain('&gt;= 99% success: inconclusive');
  });

  it('marks when the subject recovered', () => {
    expect(renderHtml(failingResult())).toContain('recovered after 2s, asked within 5s');
  });

  it('lets no hostile text become markup', () => {
    const page = renderHtml(hostileResult());
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page.match(/<script[^>]*>/g)).toEqual([
      '<script type="application/json" id="timeline-readings">',
      '<script>',
    ]);
    expect(page).not.toMatch(/[\p{Bidi_Control}\p{Cs}]|(?!\n|\r)\p{Cc}/u);
    expect(page).not.toContain(HOSTILE);
  });

  it.each(Object.entries(RESULTS))('gives the same page for the same %s result', (_name, result) => {
    expect(renderHtml(result)).toBe(renderHtml(structuredClone(result)));
  });
});
