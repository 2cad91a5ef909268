import { describe, expect, it } from 'vitest';
import { METRICS, type MetricDescription } from '../../../src/cli/metrics/catalogue.ts';
import { readPage } from '../../helpers/docs/markdown.ts';

const rows = [...readPage('docs/prometheus.md').text.matchAll(/^\| `(squall_\w+)` \| (\w+) \|/gm)];

describe('docs/prometheus.md', () => {
  it('has a row for each metric with its type, in the order in which they are exposed', () => {
    expect(rows.map(([, name, type]) => [name, type])).toEqual(
      Object.entries<MetricDescription>(METRICS).map(([name, { type }]) => [name, type]),
    );
  });
});
