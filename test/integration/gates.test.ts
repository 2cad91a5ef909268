import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

let copy = '';

/** A copy of the project to plant mistakes in, so that nothing ever sees them in the project itself. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'squall-gates-'));
  const parts = [
    'src',
    'schemas',
    'scripts',
    'bin',
    'test',
    'bench',
    'demo',
    '.oxlintrc.json',
    '.oxfmtrc.json',
  ];
  const configs = [
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'vitest.config.ts',
    'knip.json',
    '.gitignore',
  ];
  for (const part of [...parts, ...configs]) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

interface Outcome {
  readonly status: number | null;
  readonly said: string;
}

function gate(program: string, ...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: copy, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

function tool(name: string, ...args: readonly string[]): Outcome {
  return gate(join(ROOT, 'node_modules', '.bin', name), ...args);
}

/** What the gate says while a file with this text is there. */
function planted(file: string, text: string, look: () => Outcome): Outcome {
  const path = join(copy, file);
  const before = existsSync(path) ? readFileSync(path) : undefined;
  writeFileSync(path, text);
  try {
    return look();
  } finally {
    if (before === undefined) rmSync(path);
    else writeFileSync(path, before);
  }
}

interface Violation {
  readonly file: string;
  readonly imports: string;
  readonly says: string;
}

const LAYERS: readonly Violation[] = [
  { file: 'src/core/planted.ts', imports: '../drivers/driver.ts', says: 'core/ sees nothing of ours' },
  { file: 'src/impairment/planted.ts', imports: '../scenario/source.ts', says: 'impairment/ sees' },
  { file: 'src/scenario/planted.ts', imports: '../plan/plan.ts', says: 'scenario/ sees' },
  { file: 'src/plan/planted.ts', imports: '../drivers/driver.ts', says: 'plan/ sees' },
  { file: 'src/slo/planted.ts', imports: '../engine/context.ts', says: 'slo/ sees' },
  { file: 'src/exec/planted.ts', imports: '../journal/journal.ts', says: 'exec/ sees' },
  { file: 'src/drivers/planted.ts', imports: '../engine/context.ts', says: 'drivers/ sees' },
  { file: 'src/load/planted.ts', imports: '../drivers/driver.ts', says: 'load/ sees' },
  { file: 'src/metrics/planted.ts', imports: '../slo/grammar.ts', says: 'metrics/ sees' },
  { file: 'src/journal/planted.ts', imports: '../engine/context.ts', says: 'journal/ sees' },
  { file: 'src/engine/planted.ts', imports: '../cli/io.ts', says: 'engine/ sees' },
  { file: 'src/report/planted.ts', imports: '../engine/context.ts', says: 'report/ sees' },
];

describe('the linter', () => {
  it.each(LAYERS)('refuses $imports in $file', ({ file, imports, says }) => {
    const text = `import * as other from '${imports}';\n\nexport const planted: unknown = other;\n`;
    const { status, said } = planted(file, text, () => tool('oxlint', file));
    expect(status).not.toBe(0);
    expect(said).toContain(says);
  });

  it.each([
    [
      'a promise that nobody waits for',
      'export function planted(): void {\n  Promise.resolve(1);\n}\n',
      'no-floating-promises',
    ],
    ['a print', "export function planted(): void {\n  console.log('here');\n}\n", 'no-console'],
    ['any', 'export function planted(value: any): unknown {\n  return value;\n}\n', 'no-explicit-any'],
    ['a default export', 'export default 1;\n', 'no-default-export'],
  ])('refuses %s', (_what, text, says) => {
    const { status, said } = planted('src/core/planted.ts', text, () =>
      tool('oxlint', 'src/core/planted.ts'),
    );
    expect(status).not.toBe(0);
    expect(said).toContain(says);
  });

  it('says nothing of the project as it is', () => {
    expect(tool('oxlint', 'src').status).toBe(0);
  });
});

const generate = (): Outcome =>
  gate(process.execPath, join(ROOT, 'scripts', 'generate.mjs'), '--check', '--root', copy);

describe('the other gates', () => {
  it('find an export that nobody imports', () => {
    const { status, said } = planted('src/core/planted.ts', 'export const planted = 1;\n', () =>
      tool('knip'),
    );
    expect(status).not.toBe(0);
    expect(said).toContain('src/core/planted.ts');
  });

  it('find a file that does not follow from its schema', () => {
    expect(generate().status).toBe(0);
    const { said, status } = planted('src/core/result.gen.ts', 'export type Planted = 1;\n', generate);
    expect(status).toBe(1);
    expect(said).toContain(
      'src/core/result.gen.ts does not follow from schemas/result.v1.schema.json: run `npm run generate`',
    );
  });

  it('find a file that is not formatted', () => {
    const { status, said } = planted('src/core/planted.ts', 'export const  planted = "x"\n', () =>
      tool('oxfmt', '--check', 'src/core/planted.ts'),
    );
    expect(status).not.toBe(0);
    expect(said).toContain('planted.ts');
  });

  it('find a type that does not fit', () => {
    const { status, said } = planted('src/core/planted.ts', "export const planted: number = 'x';\n", () =>
      tool('tsc', '--noEmit', '-p', 'tsconfig.build.json'),
    );
    expect(status).not.toBe(0);
    expect(said).toContain('src/core/planted.ts');
  });
});
