import { describe, expect, it } from 'vitest';
import { negotiateFormat } from '../../../../src/cli/metrics/negotiate.ts';

/** As Prometheus 2.42 sends it. */
const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

describe('the format of a scrape', () => {
  it('is OpenMetrics for who asks for it', () => {
    expect(negotiateFormat(PROMETHEUS)).toBe('openmetrics');
    expect(negotiateFormat('application/openmetrics-text')).toBe('openmetrics');
    expect(negotiateFormat('APPLICATION/OpenMetrics-Text; Version=1.0.0')).toBe('openmetrics');
  });

  it.each([
    undefined,
    '',
    '*/*',
    'text/plain',
    'text/html,application/xhtml+xml,*/*;q=0.8',
    'application/openmetrics-text;version=0.0.1',
    'application/openmetrics-text;q=0',
    'application/openmetrics-text;q=0.3,text/plain;q=0.9',
    'application/openmetrics-text;q=nonsense',
  ])('is the classic one for %j', (accept) => {
    expect(negotiateFormat(accept)).toBe('text');
  });
});
