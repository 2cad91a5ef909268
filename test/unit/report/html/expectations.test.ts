import { describe, expect, it } from 'vitest';
import { expectationsMarkup } from '../../../../src/report/html/expectations.ts';
import { STYLE } from '../../../../src/report/html/style.ts';
import { expectation } from '../../../helpers/results.ts';

describe('expectationsMarkup', () => {
  it('wraps a long bound and keeps a readable width for the reason', () => {
    const expected = '<= baseline + rtt (152.8ms, 95% interval 151.1ms to 156.3ms)';
    const { text } = expectationsMarkup([expectation({ expected })]) ?? { text: '' };
    const classes = Object.fromEntries(
      Array.from(text.matchAll(/<td data-label="(\w+)"\s*(?:class="(\w+)")?/g), ([, label, name]) => [
        label,
        name,
      ]),
    );
    expect(classes).toMatchObject({ Expectation: 'prose', Expected: undefined, Observed: 'number' });
    expect(STYLE.text).toMatch(/^\.prose, td\.prose \{ min-width: 18rem; \}$/m);
    expect(STYLE.text).not.toMatch(/^td \{[^}]*nowrap/m);
  });
});
