// A whole program from its start to its end: what it said, and what it cost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { cpuSecondsOfEnded } from './processes.mjs';

const LOOK_EVERY = 10;

/**
 * Its standard output, milliseconds from start to end, seconds of processor time of it and all that it waited for, and with
 * `watch` the most memory that it and its descendants held together, in megabytes. Only one may be under way.
 */
export async function runCommand([file, ...args], { watch = false, env = {}, statuses = [0], cwd } = {}) {
  const before = cpuSecondsOfEnded();
  const begun = performance.now();
  const child = spawn(file, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let most = 0;
  const timer = watch && setInterval(() => (most = Math.max(most, memoryOfTree(child.pid))), LOOK_EVERY);
  const closed = once(child, 'close');
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await closed;
  clearInterval(timer);
  const ms = performance.now() - begun;
  if (!statuses.includes(status)) {
    throw new Error(`${file} ${args.join(' ')} exited with ${status}:\n${said}\n${complained}`);
  }
  return { said, ms, cpu: cpuSecondsOfEnded() - before, ...(watch && { megabytes: most }) };
}

/** What several share counts in each. */
function memoryOfTree(root) {
  let sum = 0;
  for (const pid of tree(root)) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      sum += Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum;
}

function tree(root) {
  const pids = [root];
  for (const pid of pids) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
        pids.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return pids;
}
