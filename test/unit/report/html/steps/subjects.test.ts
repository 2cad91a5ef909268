import { describe, expect, it } from 'vitest';
import { subjectsMarkup } from '../../../../../src/report/html/steps/subjects.ts';
import { subject } from '../../../../helpers/results.ts';

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
    const rows = [subject({ firstByte }), subject()];
    const cells = [...(subjectsMarkup(rows)?.text ?? '').matchAll(new RegExp(cell, 'g'))];
    expect(cells.map(([, text]) => text)).toEqual(['1.23ms, 20ms', '–']);
  });

  it('has no column for what none of them has, and says so of failures', () => {
    const { text } = subjectsMarkup([subject({ straddling: 0 })]) ?? { text: '' };
    expect(text).toContain('Measured in the window; nothing failed, nothing was dropped');
    expect(text).not.toMatch(/First byte|Failures|Ended after|Dropped/);
    const failing = subjectsMarkup([subject({ failed: 2, failures: { timeout: 2 }, dropped: 1 })])?.text;
    expect(failing).toMatch(/Failures[^]*Dropped/);
    expect(failing).not.toContain('nothing');
  });
});
