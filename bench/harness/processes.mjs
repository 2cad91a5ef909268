// Processes of a benchmark: on which core they run, how they are asked, what they cost.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BENCH = join(import.meta.dirname, '..');

/** On two cores, what is under test has one, and who asks and who answers share the other. */
export const PINNED = [0, 1].every((core) => spawnSync('taskset', ['-c', String(core), 'true']).status === 0);

/** Where Linux shares the processor among sessions before it does among processes, sched(7). */
const AUTOGROUP = '/proc/self/autogroup';
const NICE = -10;

/**
 * Puts all that this process starts before what else the machine does, until it ends. What the machine
 * refuses stays as it is: without rights EPERM, and EINVAL in a session that Linux gave no share of its own.
 */
export function goBeforeOthers() {
  allowed(() => setPriority(NICE));
  const shares = allowed(() => writeFileSync(AUTOGROUP, String(NICE), { flag: 'r+' }));
  if (shares) process.once('exit', () => allowed(() => writeFileSync(AUTOGROUP, '0')));
}

/** Whether the machine let it be done. */
function allowed(change) {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

export function onCore(core) {
  return PINNED && core !== undefined ? ['taskset', '-c', String(core)] : [];
}

/** A program of the benchmarks, as a child with a channel. */
export function start(file, { core, args = [] } = {}) {
  const [execPath, ...execArgv] = [...onCore(core), process.execPath];
  return fork(join(BENCH, file), args, { execPath, execArgv });
}

/** The next thing that the child tells. */
export async function told(child) {
  return (await once(child, 'message'))[0];
}

export async function ask(child, question) {
  const answer = told(child);
  child.send(question);
  return await answer;
}

/** What a child has cost is added to this process' own figures when it has ended, and so not in the middle of the next one's. */
export async function finish(child) {
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  else child.kill();
  await ended;
}

/** A server of somebody else's; resolves once it listens on `port`. */
export async function startServer(command, port, { core, env = {} } = {}) {
  const [file, ...args] = [...onCore(core), ...command];
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.stderr.on('data', (bytes) => (said = `${said}${bytes}`.slice(-2000)));
  const failed = new Promise((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command[0]}: exit ${code}: ${said.trim()}`)));
  });
  failed.catch(() => {});
  await Promise.race([reachable(port), failed]);
  return { pid: child.pid, stop: async () => await finish(child) };
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function reachable(port) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect({ host: '127.0.0.1', port });
    const open = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error(`nothing answers on port ${port}`);
}

/** User and system time of a process, from proc(5), in seconds. */
export function cpuSeconds(pid) {
  const fields = stat(pid);
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** User and system time of all children that have ended and their own, in seconds. */
export function cpuSecondsOfEnded() {
  const fields = stat('self');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/** What a process holds in memory, and what it held at most, in megabytes. */
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

function stat(pid) {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
}
