// One User-Mode Linux guest, from its folder to its exit status.
import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { processorOf } from './processors.mjs';
import { HAS_WIDE_REGISTERS, PATH } from './requirements.mjs';

/** What the command may know of the environment; all else belongs to the host. */
const PASSED_ON = ['CI', 'HOME', 'K6_BINARY', 'LANG'];

/** The death of this process, however it comes, ends unshare; that ends the first process of its namespace and so everything in it. */
const STARTER = 'setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount-proc /bin/sh';

/** The folder through which host and guest exchange files; it has the same path in both. */
export function createFolder() {
  // Not os.tmpdir(), which can hold spaces: the path goes into a kernel's command line.
  const folder = mkdtempSync('/tmp/squall-lab-');
  mkdirSync(join(folder, 'memory'));
  mkdirSync(join(folder, 'reports'));
  copyFileSync(join(import.meta.dirname, 'init.sh'), join(folder, 'init.sh'));
  if (HAS_WIDE_REGISTERS) compileWideRegisters(folder);
  return folder;
}

/** Without a size from the command line. A guest takes from the host only what it uses. */
const MEMORY = { plain: '1G', docker: '4G' };

/**
 * Runs a command in a guest whose output is passed on as it comes.
 * @param {{ folder: string, command: string[], cwd: string, memory: string | undefined, docker: boolean, signal: AbortSignal,
 *   place?: number, output?: { write: (text: string) => void, end: () => void } }} options
 * @returns {Promise<number | undefined>} the command's exit status; undefined when the guest ended without one
 */
export async function runInGuest({ folder, command, cwd, memory, docker, signal, place = 0, output }) {
  const argv = ['env', `--chdir=${cwd}`, '--ignore-environment', ...environment(), ...command];
  writeFileSync(join(folder, 'command'), argv.map((argument) => `${argument}\0`).join(''));
  if (docker) writeFileSync(join(folder, 'docker'), '');
  const size = memory ?? (docker ? MEMORY.docker : MEMORY.plain);
  await boot({
    folder,
    memory: size,
    signal,
    place,
    write: output?.write ?? ((text) => process.stdout.write(text)),
  });
  output?.end();
  const status = join(folder, 'status');
  return existsSync(status) ? Number(readFileSync(status, 'utf8')) : undefined;
}

function environment() {
  const passedOn = PASSED_ON.filter((name) => name in process.env).map(
    (name) => `${name}=${process.env[name]}`,
  );
  // Inside, output is always a pipe.
  const colours = process.stdout.isTTY && !('NO_COLOR' in process.env) ? 'FORCE_COLOR=1' : 'NO_COLOR=1';
  return [`PATH=${PATH}`, colours, ...passedOn];
}

async function boot({ folder, memory, signal, place, write }) {
  const pinned = ['taskset', '--cpu-list', String(processorOf(place))];
  const [program, ...args] = [
    ...pinned,
    ...STARTER.split(' '),
    join(import.meta.dirname, 'boot.sh'),
    folder,
    memory,
  ];
  // A process group of its own keeps Ctrl-C from the guest, which would take it for its own keyboard's.
  const child = spawn(program, args, {
    detached: true,
    env: { PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  child.stdout.setEncoding('utf8').on('data', (text) => {
    write(text);
    // After a panic User-Mode Linux keeps spinning.
    if (text.includes('Kernel panic')) setTimeout(kill, 500);
  });
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  signal.removeEventListener('abort', kill);
}

export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
}

function compileWideRegisters(folder) {
  const source = join(import.meta.dirname, 'wide-registers.c');
  execFileSync('cc', [
    '-O2',
    '-shared',
    '-fPIC',
    '-nostdlib',
    '-o',
    join(folder, 'wide-registers.so'),
    source,
  ]);
}
