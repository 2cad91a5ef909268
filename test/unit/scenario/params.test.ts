import { describe, expect, it } from 'vitest';

import { fillParams, type ParamMap, type ParamsFilled } from '../../../src/scenario/params.ts';

const PARAMS: ParamMap = new Map<string, string | number | boolean | undefined>([
  ['rate', '50/s'],
  ['open', 100],
  ['alive', false],
  ['broken', undefined],
]);
const MATRIX: ParamMap = new Map([['size', 3]]);

function fill(document: unknown): ParamsFilled {
  return fillParams(document, { params: PARAMS, matrix: MATRIX });
}

function codesOf(document: unknown): (readonly [code: string, ...pointer: unknown[]])[] {
  return fill(document).findings.map(({ code, pointer }) => [code, ...pointer]);
}

describe('fillParams', () => {
  it('keeps the type of a value where a string is nothing but its reference', () => {
    const { document, findings, unsettled } = fill({
      lone: ['${params.open}', '${params.alive}', '${params.rate}', '${matrix.size}'],
      among: ['${params.open} ', 'a${params.alive}', '${params.open}${matrix.size}'],
      others: [1, null, true, 'text', '${host}:${port}'],
    });
    expect(findings).toEqual([]);
    expect(unsettled).toEqual([]);
    expect(document).toEqual({
      lone: [100, false, '50/s', 3],
      among: ['100 ', 'afalse', '1003'],
      others: [1, null, true, 'text', '${host}:${port}'],
    });
  });

  it('remembers which strings it has filled', () => {
    const { filled } = fill({ a: { b: ['${params.open}', '${host}', 'text'] } });
    expect([...filled.values()].map(({ text }) => text)).toEqual(['100']);
  });

  it("leaves what is under a key of the author's own, but not a header of such a name", () => {
    const text = '${params.rate}';
    const document = {
      'x-own': { deep: [text] },
      steps: [{ 'x-note': text, name: 'a' }],
      load: { shoppers: { 'x-note': text, headers: { 'x-rate': text } } },
      defaults: { a: { 'x-note': text } },
    };
    expect(fill(document).document).toEqual({
      ...document,
      load: { shoppers: { 'x-note': text, headers: { 'x-rate': '50/s' } } },
      defaults: { a: { 'x-note': '50/s' } },
    });
  });

  it('says where a value may not be made of another', () => {
    expect(
      codesOf({
        name: 'of ${matrix.size} and ${params.rate}',
        params: { a: { default: '${params.open}' }, b: { default: '${matrix.size}' } },
        matrix: { size: ['${params.open}', '${matrix.size}'] },
      }),
    ).toEqual([
      ['matrix-in-name', 'name'],
      ['param-nested', 'params', 'a', 'default'],
      ['param-nested', 'params', 'b', 'default'],
      ['matrix-nested', 'matrix', 'size', 0],
      ['matrix-nested', 'matrix', 'size', 1],
    ]);
  });

  it('says what is unknown, where in the string, and what was probably meant', () => {
    expect(fill(['at ${params.rte}', '${matrix.sise}']).findings).toMatchObject([
      { code: 'param-unknown', hint: 'did you mean `rate`?', pointer: [0], within: { start: 3, end: 16 } },
      { code: 'matrix-unknown', hint: 'did you mean `size`?', pointer: [1] },
    ]);
  });

  it('says how to declare the first param, and the first axis', () => {
    const nothing: ParamMap = new Map();
    const { findings } = fillParams(['${params.a}', '${matrix.b}'], { params: nothing, matrix: nothing });
    expect(findings).toMatchObject([
      { code: 'param-unknown', hint: 'declare it: `params: { a: { default: ... } }`' },
      { code: 'matrix-unknown', hint: 'declare it: `matrix: { b: [...] }`' },
    ]);
  });

  it('knows which strings still hold what should be gone, so that nothing else is said of them', () => {
    const { document, findings, unsettled } = fill([
      '${params.broken}',
      '${params.open',
      '${params.zzz}',
      '${host}',
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['reference-invalid', 'param-unknown']);
    expect(unsettled).toEqual([[0], [1], [2]]);
    expect(document).toEqual(['${params.broken}', '${params.open', '${params.zzz}', '${host}']);
  });

  it('fills what it can beside what it cannot', () => {
    const { document, unsettled } = fill('${params.open} ${params.zzz}');
    expect(document).toBe('100 ${params.zzz}');
    expect(unsettled).toEqual([[]]);
  });
});
