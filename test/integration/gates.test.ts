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
  return allPlanted([{ file, text }], look);
}

interface Mistake {
  readonly file: string;
  readonly text: string;
}

function allPlanted(mistakes: readonly Mistake[], look: () => Outcome): Outcome {
  const before = mistakes.map(({ file }) => {
    const path = join(copy, file);
    return { path, text: existsSync(path) ? readFileSync(path) : undefined };
  });
  for (const { file, text } of mistakes) writeFileSync(join(copy, file), text);
  try {
    return look();
  } finally {
    for (const { path, text } of before) {
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
  }
}

/** A mistake that the linter has to refuse, and a part of what it says then. */
interface Violation extends Mistake {
  readonly what: string;
  readonly rule: string;
}

function layering(layer: string, imports: string, rule: string): Violation {
  const text = `import * as other from '${imports}';\n\nexport const planted: unknown = other;\n`;
  return { what: `${imports} in ${layer}`, file: `src/${layer}/planted.ts`, text, rule };
}

const VIOLATIONS: readonly Violation[] = [
  layering('core', '../drivers/driver.ts', 'core/ sees nothing of ours'),
  layering('impairment', '../scenario/source.ts', 'impairment/ sees'),
  layering('scenario', '../plan/plan.ts', 'scenario/ sees'),
  layering('plan', '../drivers/driver.ts', 'plan/ sees'),
  layering('slo', '../engine/context.ts', 'slo/ sees'),
  layering('exec', '../journal/journal.ts', 'exec/ sees'),
  layering('drivers', '../engine/context.ts', 'drivers/ sees'),
  layering('load', '../drivers/driver.ts', 'load/ sees'),
  layering('metrics', '../slo/grammar.ts', 'metrics/ sees'),
  layering('journal', '../engine/context.ts', 'journal/ sees'),
  layering('engine', '../cli/io.ts', 'engine/ sees'),
  layering('report', '../engine/context.ts', 'report/ sees'),
  {
    what: 'a promise that nobody waits for',
    file: 'src/core/planted-promise.ts',
    text: 'export function planted(): void {\n  Promise.resolve(1);\n}\n',
    rule: 'no-floating-promises',
  },
  {
    what: 'a print',
    file: 'src/core/planted-print.ts',
    text: "export function planted(): void {\n  console.log('here');\n}\n",
    rule: 'no-console',
  },
  {
    what: 'any',
    file: 'src/core/planted-any.ts',
    text: 'export function planted(value: any): unknown {\n  return value;\n}\n',
    rule: 'no-explicit-any',
  },
  {
    what: 'a default export',
    file: 'src/core/planted-default.ts',
    text: 'export default 1;\n',
    rule: 'no-default-export',
  },
];

describe('the linter', () => {
  let status: number | null = null;
  /** What it says, file by file. */
  const says = new Map<string, string>();

  beforeAll(() => {
    // All at once, because the types of the project are read each time.
    const outcome = allPlanted(VIOLATIONS, () => tool('oxlint', '--format=json', 'src'));
    status = outcome.status;
    for (const { filename, ...finding } of JSON.parse(outcome.said).diagnostics) {
      says.set(filename, `${says.get(filename) ?? ''}${JSON.stringify(finding)}\n`);
    }
  });

  it.each(VIOLATIONS)('refuses $what', ({ file, rule }) => {
    expect(status).not.toBe(0);
    expect(says.get(file)).toContain(rule);
  });

  it('says nothing of the project as it is', () => {
    expect([...says.keys()].toSorted()).toEqual(VIOLATIONS.map(({ file }) => file).toSorted());
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
