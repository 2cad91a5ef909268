// HAProxy in TCP mode on one thread, in front of the same server.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export async function startHaproxy(originPort, prefix) {
  const folder = await mkdtemp(join(tmpdir(), 'squall-bench-'));
  const port = await freePort();
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, config(port, originPort));
  const [command, ...rest] = [...prefix, 'haproxy', '-f', file, '-db'];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  let problem = '';
  child.stderr.on('data', (bytes) => (problem += bytes));
  const failed = new Promise((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${problem.trim()}`)));
  });
  failed.catch(() => {});
  try {
    await Promise.race([reachable(port), failed]);
  } catch (error) {
    await rm(folder, { recursive: true });
    throw new Error(
      `HAProxy is needed to compare with, and did not start (${error.message}). On Debian: apt-get install haproxy`,
      { cause: error },
    );
  }
  const stop = async () => {
    child.kill();
    await rm(folder, { recursive: true });
  };
  return { port, pid: child.pid, stop };
}

function config(port, originPort) {
  return `global
  nbthread 1
  maxconn 4096
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend in
  bind 127.0.0.1:${port}
  default_backend out
backend out
  server origin 127.0.0.1:${originPort}
`;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
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
  throw new Error('it does not answer');
}
