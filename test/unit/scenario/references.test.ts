import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fill, findReferences } from '../../../src/scenario/references.ts';

describe('findReferences', () => {
  it('finds each kind with its path and its place', () => {
    const text = '${host} ${port} ${ports.grpc} ${edges.last-mile.api.url} ${env.TOKEN} ${params.rate}';
    const { references, problems } = findReferences(text);
    expect(problems).toEqual([]);
    expect(references.map(({ kind, path }) => [kind, ...path])).toEqual([
      ['host'],
      ['port'],
      ['ports', 'grpc'],
      ['edges', 'last-mile', 'api', 'url'],
      ['env', 'TOKEN'],
      ['params', 'rate'],
    ]);
    expect(references.map(({ start, end }) => text.slice(start, end))).toEqual(text.split(' '));
  });

  it('leaves an escaped reference alone', () => {
    expect(findReferences('$${port} and $$').references).toEqual([]);
    expect(findReferences('$${not closed').problems).toEqual([]);
  });

  it.each([
    ['${prot}', 'is not a reference'],
    ['${port.x}', 'is not a reference'],
    ['${host.x}', 'is not a reference'],
    ['${params}', 'is not a reference'],
    ['${edges.last-mile}', 'is not a reference'],
    ['${edges.url}', 'is not a reference'],
    ['${env.A-B}', 'is not a reference'],
    ['${env.A.B}', 'is not a reference'],
    ['${}', 'is not a reference'],
    ['${ports.http', 'is not closed'],
  ])('refuses %s', (text, reason) => {
    const { references, problems } = findReferences(`a ${text}`);
    expect(references).toEqual([]);
    expect(problems).toMatchObject([{ start: 2, end: 2 + text.length }]);
    expect(problems[0]?.message).toContain(reason);
  });
});

describe('fill', () => {
  it('puts values in, keeps what is not known, and unescapes', () => {
    const filled = fill('http://${edges.a.host}:${port}/$${x} ${env.Y}', ({ kind }) =>
      kind === 'env' ? undefined : kind.toUpperCase(),
    );
    expect(filled).toBe('http://EDGES:PORT/${x} ${env.Y}');
  });

  it('does not read what it has put in', () => {
    expect(fill('${port}', () => '${env.SECRET} $${')).toBe('${env.SECRET} $${');
  });

  it('gives back any text in which every `${` is escaped', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = text.replaceAll('$', '');
        expect(fill(`${plain}$\${${plain}`, () => 'x')).toBe(`${plain}\${${plain}`);
      }),
    );
  });
});
