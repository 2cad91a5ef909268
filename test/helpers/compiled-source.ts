import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface CompiledSource extends Disposable {
  /** Laid out as `dist`. */
  readonly folder: string;
}

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Compiles one entry of `src` and what it imports, for tests that need a process of their own: Node 20 does not read
 * TypeScript, and `dist` may be older than the source.
 */
export function compileSource(entry: string): CompiledSource {
  // Below node_modules, so that the compiled files find the dependencies.
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'compiled-source-'));
  const config = join(folder, 'tsconfig.json');
  const compilerOptions = {
    rootDir: join(ROOT, 'src'),
    outDir: folder,
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    emitDeclarationOnly: false,
  };
  const extended = join(ROOT, 'tsconfig.build.json');
  writeFileSync(
    config,
    JSON.stringify({ extends: extended, compilerOptions, include: [], files: [join(ROOT, 'src', entry)] }),
  );
  const packageFile = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = packageFile.replace('package.json', join('bin', 'tsc'));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot compile ${entry}: ${stdout}`);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
