// Runs a program of the benchmarks inside the kernel lab, or beside it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const BENCH = join(import.meta.dirname, '..');
const LAB = join(BENCH, '../scripts/kernel-lab.mjs');

/** What the program reports in its line `RESULT JSON`; with `docker`, there is a Docker Engine. */
export async function lab(program, args, { docker = false } = {}) {
  return await run(labCommand(program, args, docker));
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

function labCommand(program, args, docker = false) {
  const command = [process.execPath, join(BENCH, program), ...args];
  const guest = docker ? ['--docker', '--memory=4G'] : ['--memory=2G'];
  return [LAB, ...guest, '--deadline=3600', '--exec', '--', ...command];
}
