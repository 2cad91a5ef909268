import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { runCli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const SOUND = `version: 1
name: sound
services:
  shop: { url: "http://127.0.0.1:8080" }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: 100/s
    requests:
      - get: /
steps:
  - name: slow
    for: 10s
    impair: { last-mile: wpt/3g }
    expect:
      - success(shoppers) >= 98%
`;

function but(from: string, to: string): string {
  if (!SOUND.includes(from)) throw new Error(`the scenario does not hold ${from}`);
  return SOUND.replace(from, () => to);
}

interface BadInput {
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly code: string;
  /** Absent where the mistake is the file itself. */
  readonly position?: string;
  /** What stands over the carets, where there is a position. */
  readonly marked?: string;
  readonly hint: RegExp;
}

const ALIAS_BOMB = [
  'x-0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]',
  ...Array.from({ length: 9 }, (_, n) => `x-${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`),
].join('\n');

const INPUTS: readonly BadInput[] = [
  {
    what: 'an unknown key',
    content: but('    for: 10s\n', '    for: 10s\n    weather: rain\n'),
    code: 'unknown-key',
    position: '16:5',
    marked: 'weather',
    hint: /choose one of|the keys are|known keys/,
  },
  {
    what: 'a misspelt key',
    content: but('    impair:', '    impiar:'),
    code: 'unknown-key',
    position: '16:5',
    marked: 'impiar',
    hint: /did you mean `impair`\?/,
  },
  {
    what: 'a wrong type',
    content: but('    rate: 100/s\n', '    rate: 100/s\n    keep-alive: yes\n'),
    code: 'wrong-type',
    position: '11:17',
    marked: 'yes',
    hint: /write `true`/,
  },
  {
    what: 'a bare number for a duration',
    content: but('for: 10s', 'for: 10'),
    code: 'invalid-quantity',
    position: '15:10',
    marked: '10',
    hint: /`10ms` or `10s`/,
  },
  {
    what: 'kbps',
    content: but('wpt/3g }', '{ rate: 100kbps } }'),
    code: 'invalid-quantity',
    position: '16:34',
    marked: '100kbps',
    hint: /kbit\/s/,
  },
  {
    what: 'an unknown profile',
    content: but('wpt/3g }', 'wpt/3gg }'),
    code: 'unknown-profile',
    position: '16:26',
    marked: 'wpt/3gg',
    hint: /did you mean `wpt\/3g`\?/,
  },
  {
    what: 'an unknown edge',
    content: but('impair: { last-mile', 'impair: { lastmile'),
    code: 'unknown-edge',
    position: '16:15',
    marked: 'lastmile',
    hint: /did you mean `last-mile`\?/,
  },
  {
    what: 'an expectation that a flow list cuts in two',
    content: but(
      'expect:\n      - success(shoppers) >= 98%',
      'expect: [ p95(shoppers{name=home, tier=2}) < 2s ]',
    ),
    code: 'expectation-fragment',
    position: '17:15',
    marked: 'p95(shoppers{name=home, tier=2}) < 2s',
    hint: /quote this: 'p95\(shoppers\{name=home, tier=2\}\) < 2s'/,
  },
  {
    what: 'a step too short for its bound',
    content: but('success(shoppers) >= 98%', 'success(shoppers) >= 99.9%'),
    code: 'too-few-samples',
    position: '18:9',
    marked: 'success(shoppers) >= 99.9%',
    hint: /`for: \d+s` in step `slow`/,
  },
  {
    what: 'no version',
    content: but('version: 1\n', ''),
    code: 'version-missing',
    position: '1:1',
    marked: 'name',
    hint: /`version: 1`/,
  },
  {
    what: 'a version from the future',
    content: but('version: 1\n', 'version: 99\n'),
    code: 'version-unknown',
    position: '1:10',
    marked: '99',
    hint: /newer|upgrade|install/,
  },
  {
    what: 'the same key twice',
    content: but('    for: 10s\n', '    for: 10s\n    for: 20s\n'),
    code: 'duplicate-key',
    position: '16:5',
    marked: 'for',
    hint: /remove|keep/,
  },
  {
    what: 'tabs',
    content: but('  shop: { url', '\tshop: { url'),
    code: 'yaml-tab',
    position: '4:1',
    marked: '→',
    hint: /spaces/,
  },
  { what: 'an empty file', content: '', code: 'file-empty', hint: /begin with `version: 1`/ },
  {
    what: 'a program',
    content: Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0]),
    code: 'file-binary',
    hint: /YAML|text/,
  },
  {
    what: 'Latin-1',
    content: Buffer.from(but('name: sound', 'name: sound\ndescription: caf\u00E9'), 'latin1'),
    code: 'file-not-utf8',
    hint: /UTF-8/,
  },
  {
    what: 'more than a mebibyte',
    content: `${SOUND}# ${'x'.repeat(1_048_576)}\n`,
    code: 'file-too-large',
    hint: /1 ?Mi?B|split|smaller/,
  },
  {
    what: 'an alias bomb',
    content: `${SOUND}${ALIAS_BOMB}\n`,
    code: 'yaml-too-large',
    position: '19:43',
    marked: 'ha',
    hint: /fewer aliases/,
  },
];

describe('a scenario that cannot be', () => {
  it.each(INPUTS)(
    'is refused for $what, before anything is started',
    async ({ content, code, position, marked, hint }) => {
      const cwd = temporaryFolder();
      writeFileSync(join(cwd, 'bad.yaml'), content);
      const { code: exitCode, stdout, stderr } = await runCli(['run', 'bad.yaml'], { cwd });
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      const lines = stderr.split('\n');
      const place = position === undefined ? 'bad.yaml' : `bad.yaml:${position}`;
      expect(lines[0]?.slice(0, `${place} error ${code}: `.length)).toBe(`${place} error ${code}: `);
      expect(stderr).toMatch(/^ {4}hint: /m);
      expect(stderr).toMatch(hint);
      expect(lines.slice(-2)).toEqual(['1 error, nothing was started', '']);
      expect(underCarets(lines)).toBe(marked ?? '');
      expect(readdirSync(cwd)).toEqual(['bad.yaml']);
    },
  );

  it('is not a folder', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'bad.yaml'));
    const { code, stderr } = await runCli(['run', 'bad.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^bad\.yaml error file-\S+: /);
  });

  it('is not a file that is not there, whose neighbour may be meant', async () => {
    const { code, stderr } = await runCli(['run', 'bad.yaml'], { cwd: temporaryFolder() });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^bad\.yaml error file-\S+: /);
  });
});

/** The part of the quoted line that stands over the carets; empty where no line is quoted. */
function underCarets(lines: readonly string[]): string {
  const at = lines.findIndex((line) => /^ +\| *\^+$/.test(line));
  if (at < 1) return '';
  const caretLine = lines[at]!;
  return lines[at - 1]!.slice(caretLine.indexOf('^'), caretLine.lastIndexOf('^') + 1);
}
