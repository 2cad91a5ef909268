// From a clean clone to dist/: generate, compile the types, bundle the programs.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');
const tsc = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace('package.json', 'bin/tsc');

/** What something starts or imports from outside: the command, the public API, and each process and thread of its own. */
const PROGRAM = /(^|\/)(index|main|[a-z-]+-main|worker)\.ts$/;

/** Loaded with a code cache, which Node 20 knows for scripts, and not for modules. */
const COMMAND = 'cli/main';

/** What reads, checks and plans a scenario is one chunk, with all that it imports. */
const PLANNING = 'cli/commands/validate.ts';

/** What tests, benchmarks and scripts take out of Squall; it goes to dist/parts and is not shipped. */
const PARTS = [
  'core/clock',
  'core/random',
  'drivers/docker/connect',
  'drivers/docker/driver',
  'drivers/docker/way',
  'drivers/proxy/driver',
  'drivers/tc/driver',
  'drivers/tc/preview',
  'engine/collector',
  'engine/run-scenario',
  'engine/series-results',
  'engine/services/free-ports',
  'engine/services/start-service',
  'engine/summarize-subjects',
  'exec/network/ask-once',
  'exec/network/run-tool',
  'exec/process-identity',
  'journal/journal',
  'journal/reaper',
  'load/builtin/generator',
  'load/k6/stream/intake',
  'load/k6/stream/stream-reader',
  'report/console/create-console',
  'report/html/page',
  'traffic/traffic-result',
];

/** Dependencies with so many small files that to open them would be most of a start; the others stay outside. */
const BUNDLED = ['ajv', 'commander', 'undici', 'yaml'];

/**
 * What is one chunk although not every program needs all of it: to open a file costs more than to read code in vain. Above these layers a
 * chunk is what the same programs need, and what a program imports later is a chunk of its own.
 */
const WHOLE = /\/(?:src\/(core|exec|impairment|journal|metrics)|node_modules\/(commander|undici|yaml))\//;

rmSync(join(root, 'dist'), { recursive: true, force: true });
run(['scripts/generate.mjs']);
run([tsc, '-p', 'tsconfig.build.json']);
cpSync(join(source, 'scenario/validate.gen.d.ts'), join(root, 'dist/scenario/validate.gen.d.ts'));

const programs = readdirSync(source, { recursive: true })
  .filter((file) => PROGRAM.test(file))
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((program) => program !== COMMAND);
for (const name of BUNDLED) {
  cpSync(join(root, 'node_modules', name, 'LICENSE'), join(root, 'dist/licenses', name));
}
await bundle(programs, 'dist', {
  debugName: 'whole',
  name: (file) => WHOLE.exec(file)?.slice(1).find(Boolean) ?? null,
  minShareCount: 2,
});
await bundle(PARTS, 'dist/parts', { name: 'parts', tags: ['$initial'] });
await bundleCommand();
for (const command of ['validate', 'plan']) run(['scripts/code-cache.mjs', command], 'ignore');

async function bundle(entries, folder, group) {
  const bundled = await bundleOf(entries);
  const chunkFileNames = 'chunks/[name]-[hash].js';
  await bundled.write({ dir: join(root, folder), chunkFileNames, codeSplitting: { groups: [group] } });
}

async function bundleCommand() {
  const bundled = await bundleOf([COMMAND]);
  const groups = [
    { name: 'main', tags: ['$initial'] },
    { name: 'planning', test: (file) => file.endsWith(PLANNING), includeDependenciesRecursively: true },
  ];
  await bundled.write({
    dir: join(root, 'dist'),
    format: 'cjs',
    dynamicImportInCjs: false,
    comments: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'cli/chunks/[name]-[hash].cjs',
    codeSplitting: { groups },
    plugins: [
      { name: 'script', generateBundle: (_options, chunks) => Object.values(chunks).forEach(toScript) },
    ],
  });
}

/**
 * As `bin/load-program.js` reads it: the function that Node wraps around CommonJS, strict as a module is, in ASCII, because text of one byte a
 * character is read at once.
 */
function toScript(chunk) {
  const ascii = chunk.code.replace(
    /[^\0-\x7F]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  chunk.code = `(function (exports, require, module, __filename, __dirname) {'use strict';${ascii}});\n`;
}

async function bundleOf(entries) {
  const input = Object.fromEntries(entries.map((entry) => [entry, join(source, `${entry}.ts`)]));
  return await rolldown({ input, external: isOutside, platform: 'node', transform: { target: 'node20' } });
}

function isOutside(id) {
  return /^[a-z@]/.test(id) && !BUNDLED.includes(id.split('/')[0]);
}

function run(args, stdout = 'inherit') {
  const stdio = ['ignore', stdout, 'inherit'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio });
  if (status !== 0) process.exit(status ?? 1);
}
