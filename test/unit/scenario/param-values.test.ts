import { describe, expect, it } from 'vitest';

import { readParamValues } from '../../../src/scenario/param-values.ts';

const DOCUMENT = {
  version: 1,
  params: {
    rate: { default: '50/s', about: 'how many' },
    open: { default: 100 },
    alive: { default: true },
    none: { about: 'no default' },
  },
};

function problemsOf(set: Record<string, string>): (readonly [code: string, message: string])[] {
  return readParamValues(DOCUMENT, set).diagnostics.map(({ code, message }) => [code, message]);
}

describe('the values of params', () => {
  it('are their defaults, and the document is as it was, where nothing is set', () => {
    const { values, document, diagnostics } = readParamValues(DOCUMENT, {});
    expect([...values]).toEqual([
      ['rate', '50/s'],
      ['open', 100],
      ['alive', true],
      ['none', undefined],
    ]);
    expect(document).toBe(DOCUMENT);
    expect(diagnostics).toEqual([]);
  });

  it('are what is set, of the type of the default, and only the default of that param changes', () => {
    const { values, document, diagnostics } = readParamValues(DOCUMENT, {
      rate: '0070',
      open: ' 1e2 ',
      alive: 'false',
      none: 'some',
    });
    expect(diagnostics).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({ rate: '0070', open: 100, alive: false, none: 'some' });
    expect(document).toEqual({
      version: 1,
      params: {
        rate: { default: '0070', about: 'how many' },
        open: { default: 100 },
        alive: { default: false },
        none: { default: 'some', about: 'no default' },
      },
    });
    expect(DOCUMENT.params.open).toEqual({ default: 100 });
  });

  it.each([
    [{ open: '' }, 'expected a number, got ``'],
    [{ open: '   ' }, 'expected a number'],
    [{ open: 'Infinity' }, 'expected a number, got `Infinity`'],
    [{ open: '5 s' }, 'expected a number'],
    [{ alive: 'yes' }, 'expected `true` or `false`, got `yes`'],
    [{ alive: 'True' }, 'expected `true` or `false`'],
    [{ rate: '${params.open}' }, 'refers to a param or an axis'],
    [{ rate: 'a ${host} b ${matrix.size}' }, 'refers to a param or an axis'],
    [{ rate: '${open' }, 'is not closed'],
    [{ rate: 'x'.repeat(1001) }, 'is longer than 1000 characters'],
  ])('refuse %j', (set, message) => {
    expect(problemsOf(set)).toEqual([['param-set-invalid', expect.stringContaining(message)]]);
    expect(readParamValues(DOCUMENT, set)).toMatchObject({ document: DOCUMENT });
  });

  it('may be 1000 characters long, and refer to what only the run knows', () => {
    expect(problemsOf({ rate: 'x'.repeat(1000) })).toEqual([]);
    expect(problemsOf({ rate: '${host}:${port}' })).toEqual([]);
  });

  it('name what was probably meant where there is no such param', () => {
    const { diagnostics } = readParamValues(DOCUMENT, { opne: '3', rate: '1/s' });
    expect(diagnostics).toMatchObject([{ code: 'param-set-unknown', hint: 'did you mean `open`?' }]);
    expect(readParamValues({}, { a: '1' }).diagnostics).toMatchObject([
      { code: 'param-set-unknown', hint: 'the scenario declares no `params`' },
    ]);
  });

  it.each([
    ['no document', undefined],
    ['a list', []],
    ['a document whose params are a list', { params: [{ default: 1 }] }],
  ])('are none in %s', (_what, document) => {
    const read = readParamValues(document, {});
    expect([read.document, read.diagnostics]).toEqual([document, []]);
    expect([...read.values]).toEqual([]);
  });

  it.each([
    ['of 1000 characters', { default: 'x'.repeat(1000) }, 'x'.repeat(1000)],
    ['of more, which may stand in the text many times', { default: 'x'.repeat(1001) }, undefined],
    ['that is a list', { default: [1] }, undefined],
    ['that is null', { default: null }, undefined],
    ['of a param that is no map', 5, undefined],
  ])('come from a short scalar alone: a default %s', (_what, param, value) => {
    expect(readParamValues({ params: { a: param } }, {}).values.get('a')).toBe(value);
  });
});
