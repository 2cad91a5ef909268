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
});
