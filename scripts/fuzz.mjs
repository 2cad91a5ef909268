// Looks for inputs that readers of strangers' bytes cannot bear: test/fuzz, as long as one likes.
//   fuzz.mjs [--seconds=3] [--only=http] [--seed=N] [arguments of vitest]
// `--seconds` is for each property; `--only` is the beginning of a file's name. See CONTRIBUTING.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const own = { seconds: '', only: '', seed: '' };
const rest = [];
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--(\w+)=(.*)$/.exec(argument) ?? [];
  if (name !== undefined && Object.hasOwn(own, name)) own[name] = value;
  else rest.push(argument);
}
for (const name of ['seconds', 'seed']) {
  if (own[name] === '' || /^-?\d+(\.\d+)?$/.test(own[name])) continue;
  console.error(`fuzz: --${name} takes a number, not ${own[name]}`);
  process.exit(2);
}

const inputs = mkdtempSync(join(tmpdir(), 'squall-fuzz-'));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const files = own.only === '' ? [] : [`test/fuzz/${own.only}`];
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'fuzz', ...files, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    FUZZ_INPUTS: inputs,
    ...(own.seconds !== '' && { FUZZ_SECONDS: own.seconds }),
    ...(own.seed !== '' && { FUZZ_SEED: own.seed }),
  },
});
// A process that has crashed says nothing else of what it was at.
for (const name of readdirSync(inputs)) {
  console.error(`fuzz: a process ended at this input:\n${readFileSync(join(inputs, name), 'utf8')}`);
}
rmSync(inputs, { recursive: true });
process.exitCode = status ?? 1;
