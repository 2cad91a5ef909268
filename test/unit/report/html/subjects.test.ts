import { describe, expect, it } from 'vitest';
import { subjectsMarkup } from '../../../../src/report/html/subjects.ts';
import { subject } from '../../../helpers/results.ts';

describe('subjectsMarkup', () => {
  it('explains what ended after the step only where something did', () => {
    const [some, none] = [16, 0].map((straddling) => subjectsMarkup([subject({ straddling })])?.text);
    expect(some).toContain('<th scope="col" class="number">Ended after the step</th>');
    expect(some).toContain('What ended after the step is in n');
    expect(none).not.toContain('is in n');
  });

  it('shows first bytes where they were measured', () => {
    const firstByte = { n: 20, p50: 1.234, p95: 20, p99: 30 };
    const cell = /data-label="First byte p50, p95" class="number"><div>(.*?)<\/div>/;
    const [edge, load] = [{ firstByte }, {}].map((changes) => subjectsMarkup([subject(changes)])?.text ?? '');
    expect(cell.exec(edge ?? '')?.[1]).toBe('1.23ms, 20ms');
    expect(cell.exec(load ?? '')?.[1]).toBe('–');
  });
});
