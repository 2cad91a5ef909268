import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, ROOT } from '../../helpers/docs/markdown.ts';

/** The ways in which the sources spell a code: a property, an argument of what makes an error, or of what reports one. */
const SPELLINGS: readonly RegExp[] = [
  /\bcode: '([a-z0-9-]+)'/g,
  /\b(?:SquallError|refuse|notAble|serviceError|super|at|usage|wrong)\(\s*'([a-z0-9-]+)',/g,
  /(?:#report|\bscriptError|\brunError|\bwithTail)\(\s*\w+,\s*'([a-z0-9-]+)'/g,
];

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(path.join(ROOT, folder, name), 'utf8'));
}

function codesIn(texts: readonly string[], spellings: readonly RegExp[]): string[] {
  const codes = texts.flatMap((text) =>
    spellings.flatMap((spelling) => [...text.matchAll(spelling)].map((match) => match[1] ?? '')),
  );
  return [...new Set(codes)].sort();
}

describe('docs/errors.md', () => {
  const used = codesIn(filesBelow('src', '.ts'), SPELLINGS);
  const documented = codesIn([readPage('docs/errors.md').text], [/^\| `([a-z0-9-]+)` \|/gm]);

  it('has a row for each code of the sources, and no other', () => {
    expect(documented).toEqual(used);
  });

  it('says of each code what it means and what to do', () => {
    const rows = [...readPage('docs/errors.md').text.matchAll(/^\| `[a-z0-9-]+` \|.*$/gm)].map(
      ([row]) => row,
    );
    const thin = rows.filter((row) => row.split(' | ').some((cell) => cell.trim() === ''));
    expect(thin).toEqual([]);
  });

  it('knows each code that an invalid scenario of the fixtures gives', () => {
    const shown = codesIn(filesBelow('test/fixtures/scenarios/invalid', '.txt'), [
      / (?:error|warning) ([a-z0-9-]+):/g,
    ]);
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((code) => !used.includes(code))).toEqual([]);
  });
});
