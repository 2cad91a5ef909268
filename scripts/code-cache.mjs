// node code-cache.mjs COMMAND: leaves V8's code cache of what it takes to check or plan a scenario in dist/cache. It runs that command, and asks V8
// for what it has compiled, and for what it had from the cache already.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { CACHES, load, scripts } = createRequire(import.meta.url)('../bin/load-program.js');

process.argv.splice(3, Infinity, join(root, 'scenarios/last-mile.yaml'));
process.on('exit', () => {
  mkdirSync(CACHES, { recursive: true });
  for (const [file, script] of scripts)
    writeFileSync(join(CACHES, basename(file)), script.createCachedData());
});
load(join(root, 'dist/cli/main.cjs'));
