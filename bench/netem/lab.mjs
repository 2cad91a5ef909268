// Runs a program of the benchmarks inside the kernel lab, and keeps results.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { arch, cpus, release } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const BENCH = join(import.meta.dirname, '..');
const LAB = join(BENCH, '../scripts/kernel-lab.mjs');
const RESULTS = join(BENCH, 'results');

/** What the program reports in its line `RESULT JSON`. */
export async function lab(program, args) {
  return await run(labCommand(program, args));
}

/** The exit status of a program that speaks for itself. */
export async function inLab(program) {
  const child = spawn(process.execPath, labCommand(program, []), { stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  return status ?? 1;
}

/** The same for a program that runs on this machine. */
export async function run(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await text(child.stdout);
  const [, json] = /^RESULT (.*)$/m.exec(said) ?? [];
  if (json === undefined) throw new Error(`${args.join(' ')} reported nothing:\n${said}`);
  return JSON.parse(json);
}

function labCommand(program, args) {
  const command = [process.execPath, join(BENCH, program), ...args];
  return [LAB, '--memory=2G', '--deadline=3600', '--exec', '--', ...command];
}

export function machine() {
  const [{ model }] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    kernel: release(),
    cpu: `${cpus().length} x ${model}, ${arch()}`,
  };
}

/** bench/results/NAME.json and .md */
export async function writeResults(name, results, markdown) {
  const { date, node, kernel, cpu } = results.machine;
  const head = `# ${name}\n\n${date}, Node ${node}, Linux ${kernel}, ${cpu}\n`;
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(join(RESULTS, `${name}.md`), `${head}\n${markdown}\n`);
}
