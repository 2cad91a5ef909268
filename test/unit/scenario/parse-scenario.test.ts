import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hasErrors } from '../../../src/core/diagnostic.ts';
import { parseScenario, type ParsedScenario } from '../../../src/scenario/parse-scenario.ts';
import { namingSetValues } from '../../../src/scenario/set-values.ts';

const SCENARIO = `version: 1
name: last-mile
params:
  rate: { default: 50/s }
  open: { default: 100 }
  alive: { default: true }
services:
  shop: { url: http://127.0.0.1:8080 }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: "\${params.rate}"
    max-open: "\${params.open}"
    keep-alive: "\${params.alive}"
    requests: [{ get: "/cart/\${params.open}?a=$\${b}" }]
steps:
  - name: tunnel
    for: 30s
    impair: { last-mile: { profile: wpt/3g, loss: { up: none } } }
    expect:
      - success(shoppers) >= 95%
`;

function parse(text: string, set: Record<string, string> = {}): ParsedScenario {
  return parseScenario(text, { file: 'test.yaml', set });
}

function codes(text: string, set: Record<string, string> = {}): string[] {
  return parse(text, set).diagnostics.map(({ code }) => code);
}

describe('parseScenario', () => {
  it('fills params in, and a reference that is all of a string takes the type of its param', () => {
    const { document, diagnostics } = parse(SCENARIO);
    expect(diagnostics).toEqual([]);
    expect(document?.load?.['shoppers']).toMatchObject({
      rate: '50/s',
      'max-open': 100,
      'keep-alive': true,
      requests: [{ get: '/cart/100?a=$${b}' }],
    });
  });

  it('reads --set as the type of the default, and shows it as the param', () => {
    const { document, diagnostics } = parse(SCENARIO, { rate: '70/s', open: '5', alive: 'false' });
    expect(diagnostics).toEqual([]);
    expect(document?.load?.['shoppers']).toMatchObject({ rate: '70/s', 'max-open': 5, 'keep-alive': false });
    expect(document?.params).toMatchObject({ open: { default: 5 } });
  });

  it.each([
    [{ rat: '1/s' }, 'param-set-unknown'],
    [{ open: 'many' }, 'param-set-invalid'],
    [{ open: '' }, 'param-set-invalid'],
    [{ alive: 'yes' }, 'param-set-invalid'],
    [{ rate: '${params.open}' }, 'param-set-invalid'],
    [{ rate: '${oops}' }, 'param-set-invalid'],
    [{ rate: '9'.repeat(1001) }, 'param-set-invalid'],
  ])('refuses --set %o', (set, code) => {
    expect(codes(SCENARIO, set)).toEqual([code]);
  });

  it('reports a value from --set where it is used', () => {
    const { diagnostics, source } = parse(SCENARIO, { rate: '70' });
    expect(diagnostics).toMatchObject([{ code: 'invalid-quantity' }]);
    const { start, end } = diagnostics[0]!.range!;
    expect(source.text.slice(start, end)).toBe('"${params.rate}"');
  });

  it('names --set where a value comes from there, and nowhere else', () => {
    const set = { rate: '70' };
    const { diagnostics, source } = parse(SCENARIO.replace('for: 30s', 'for: 30'), set);
    expect(namingSetValues(diagnostics, source, set)).toMatchObject([
      { message: 'expected a number per second, got the bare number `70` (from `--set rate=70`)' },
      { message: 'expected a duration, got the bare number `30`' },
    ]);
  });

  it('takes `x-*` keys for what they are: free', () => {
    const text = `${SCENARIO}x-notes: { anything: "\${goes}", '1': [null] }\n`;
    expect(codes(text)).toEqual([]);
  });

  it('allows anchors and aliases', () => {
    const text = SCENARIO.replace('steps:\n  -', 'steps:\n  - &step\n   ').concat('  - *step\n');
    expect(parse(text).document?.steps).toHaveLength(2);
  });

  it('does not know YAML 1.1: merge keys are unknown keys, and `on` is text', () => {
    expect(codes(SCENARIO.replace('    for: 30s', '    <<: {}\n    for: 30s'))).toEqual(['unknown-key']);
    expect(codes(SCENARIO.replace('"${params.alive}"', 'on'))).toEqual(['wrong-type']);
  });

  it('places the pointers of later checks, also inside a string that params changed', () => {
    const text = SCENARIO.replace('success(shoppers) >= 95%', '"p95(shoppers) < ${params.open} ms"');
    const { document, source } = parse(text);
    const check = document?.steps[0]?.expect?.[0];
    expect(check).toBe('p95(shoppers) < 100 ms');
    const at = (start: number, end: number): string => {
      const range = source.rangeOf(['steps', 0, 'expect', 0], 'value', { start, end });
      return text.slice(range.start, range.end);
    };
    expect(at(4, 12)).toBe('shoppers');
    expect(at(16, 19)).toBe('${params.open}');
    expect(at(20, 22)).toBe('ms');
    expect(at(14, 22)).toBe('< ${params.open} ms');
  });

  it('places a key, a value, and what is missing at its parent', () => {
    const { source } = parse(SCENARIO);
    const textAt = (...pointer: (string | number)[]): string => {
      const { start, end } = source.rangeOf(pointer);
      return SCENARIO.slice(start, end);
    };
    expect(textAt('edges', 'last-mile', 'to')).toBe('shop');
    expect(textAt('steps', 0, 'for')).toBe('30s');
    const key = source.rangeOf(['steps', 0, 'for'], 'key');
    expect(SCENARIO.slice(key.start, key.end)).toBe('for');
    expect(textAt('steps', 0, 'impair', 'last-mile', 'delay', 'up')).toContain('profile: wpt/3g');
  });

  it('keeps what is sound beside a mistake, for later checks', () => {
    const { document, diagnostics } = parse(
      SCENARIO.replace('for: 30s', 'for: 30').replace('impair:', 'impiar:'),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-quantity', 'unknown-key']);
    expect(document?.steps[0]).toMatchObject({ for: '30s', impair: { 'last-mile': { profile: 'wpt/3g' } } });
  });

  it('drops only what is broken of a list, and still finds the place of the other items', () => {
    const text = SCENARIO.replace('success(shoppers) >= 95%', '[a]\n      - p95(shoppers) < 2s');
    const { document, source } = parse(text);
    expect(document?.steps[0]?.expect).toEqual(['p95(shoppers) < 2s']);
    const { start, end } = source.rangeOf(['steps', 0, 'expect', 0]);
    expect(text.slice(start, end)).toBe('p95(shoppers) < 2s');
  });

  it('finds the place of what stands under a misspelt key', () => {
    const text = SCENARIO.replace('expect:', 'expects:');
    const { source } = parse(text);
    const { start, end } = source.rangeOf(['steps', 0, 'expect', 0], 'value', { start: 8, end: 16 });
    expect(text.slice(start, end)).toBe('shoppers');
  });

  it('leaves out an optional part of a load that is broken', () => {
    const { document } = parse(SCENARIO.replace('"${params.alive}"', '[1]'));
    expect(document?.load?.['shoppers']).toMatchObject({ through: 'last-mile', 'max-open': 100 });
  });

  it('gives no document where a needed part is broken, so that later checks do not complain about it', () => {
    const { document, diagnostics } = parse(SCENARIO.replace('to: shop }', 'to: { a: b } }'));
    expect(diagnostics.map(({ code }) => code)).toEqual(['wrong-type']);
    expect(document).toBeUndefined();
  });

  it('cannot be made to use much memory by a long param', () => {
    expect(codes(SCENARIO.replace('default: 50/s', `default: ${'x'.repeat(2000)}`))).toEqual([
      'out-of-range',
    ]);
  });
});

describe('parseScenario on hostile input', () => {
  it('never throws on arbitrary text', () => {
    const yamlish = fc.array(fc.constantFrom(...' \n\t:-[]{}"\'&*!|>%@`#?,$ab01.~'.split('')), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          yamlish.map((parts) => parts.join('')),
        ),
        (text) => {
          const { diagnostics } = parse(text);
          expect(hasErrors(diagnostics)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never throws on a valid scenario with a piece replaced, and reports by position within the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'null',
        '[]',
        '{}',
        '-1',
        '.nan',
        '.inf',
        '"',
        '*x',
        '&x',
        '${',
        '${params.a}',
        '<<',
        '__proto__',
        '\0',
      ),
      fc.string({ maxLength: 8 }),
    );
    const place = fc.nat(SCENARIO.length);
    fc.assert(
      fc.property(place, fc.nat(20), piece, (start, length, text) => {
        const mutated = SCENARIO.slice(0, start) + text + SCENARIO.slice(start + length);
        const { diagnostics } = parse(mutated);
        const starts = diagnostics.map(({ range }) => range?.start ?? -1);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        expect(diagnostics.every(({ range }) => (range?.end ?? 0) <= mutated.length)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('lists a thousand mistakes, and says how many more there are', () => {
    const text = SCENARIO + Array.from({ length: 3000 }, (_, index) => `k${index}: 1\n`).join('');
    const { diagnostics } = parse(text);
    expect(diagnostics).toHaveLength(1001);
    expect(diagnostics.at(-1)).toMatchObject({
      code: 'more-mistakes',
      message: '2000 more mistakes are not listed',
    });
  });

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['dashes', '- '.repeat(50_000)],
    ['references', `a: "${'${x} '.repeat(50_000)}"`],
    ['joined lines', `version: 1\nname: "${'\\\n '.repeat(50_000)}\${x}"`],
  ])('survives 50,000 %s', (_what, text) => {
    expect(hasErrors(parse(text).diagnostics)).toBe(true);
  });

  it('survives prototype names as keys', () => {
    const text = `${SCENARIO}x-a: { __proto__: { polluted: true }, constructor: 1 }\n`;
    expect(codes(text)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(codes('version: 1\n__proto__: {}\ntoString: 1\n')).toContain('unknown-key');
  });

  it('names the file that a text alone cannot have read, where it is asked for', () => {
    const text = `version: 1\nname: night\nextends: day.yaml\nsteps: 7\n`;
    expect(parse(text).diagnostics).toMatchObject([
      {
        code: 'include-unread',
        severity: 'error',
        message: '`day.yaml` was not read: this is the text of a scenario, and `extends` needs its file',
        range: { start: text.indexOf('day.yaml') },
      },
    ]);
  });
});
