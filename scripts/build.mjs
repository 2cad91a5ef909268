// From a clean clone to dist/: generate, compile, and copy what the compiler leaves behind.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const tsc = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace('package.json', 'bin/tsc');

rmSync(join(root, 'dist'), { recursive: true, force: true });
run('scripts/generate.mjs');
run(tsc, '-p', 'tsconfig.build.json');
for (const file of ['scenario/validate.gen.js', 'scenario/validate.gen.d.ts']) {
  cpSync(join(root, 'src', file), join(root, 'dist', file));
}

// Editors and hooks call `validate` at every save, and opening some 200 small modules would be most of its time: the
// way to it is two files. What both share with the other commands stays outside, above all the class of our errors.
for (const file of ['cli/main.js', 'cli/commands/validate.js']) {
  const path = join(root, 'dist', file);
  const shared = [/^ajv\//, /\/core\/errors\.js$/, /^\.\/commands\//];
  const bundle = await rolldown({ input: path, platform: 'node', external: shared });
  await bundle.write({ file: path, format: 'esm', codeSplitting: false });
}

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
