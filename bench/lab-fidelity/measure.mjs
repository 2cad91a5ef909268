// What arrives of what was asked for, one way after the other.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../harness/statistics.mjs';

/** What the kernel counts of a datagram beside its payload: UDP, IP, Ethernet. */
const HEADERS = 8 + 20 + 14;
const FULL = 1400;
const SMALL = 100;
const RATE_FROM = 1000;
const RATE_FOR = 3000;

/** A process in the network of the container that sends and receives. */
export async function startEnd({ pid, address }) {
  const program = fileURLToPath(new URL('end.mjs', import.meta.url));
  const [execPath, ...execArgv] = [...enter(pid), process.execPath];
  const child = fork(program, [], { execPath, execArgv });
  await once(child, 'message');
  const ask = async (question) => {
    const answer = once(child, 'message');
    child.send(question);
    return (await answer)[0];
  };
  return { address, ask, stop: () => child.disconnect() };
}

/** Milliseconds that each datagram needed. */
export async function transits(from, to, { count, every, size = SMALL, longest }) {
  const arrived = await exchange(from, to, { count, every, size, longest });
  return arrived.map(([, took]) => took);
}

/** Bits per second on the link while half as much again is sent, without the first second. */
export async function rateOf(from, to, rate) {
  const bits = (FULL + HEADERS) * 8;
  const every = (bits / (1.5 * rate)) * 1000;
  const seconds = (RATE_FROM + RATE_FOR) / 1000 + 0.5;
  const question = { count: Math.ceil((seconds * 1000) / every), every, size: FULL, longest: 200 };
  const arrived = await exchange(from, to, question);
  const begin = (arrived[0]?.[0] ?? 0) + RATE_FROM;
  const counted = arrived.filter(([at]) => at >= begin && at < begin + RATE_FOR);
  return (counted.length * bits * 1000) / RATE_FOR;
}

/** The longest that a datagram waited while twice the rate was sent for some seconds. */
export async function longestWait(from, to, { rate, seconds }) {
  const every = (((FULL + HEADERS) * 8) / (2 * rate)) * 1000;
  const question = { count: Math.ceil((seconds * 1000) / every), every, size: FULL };
  const times = await transits(from, to, { ...question, longest: seconds * 1000 + 1000 });
  return quantile(times, 1);
}

async function exchange(from, to, { count, every, size, longest }) {
  await to.ask({ kind: 'forget' });
  await from.ask({ kind: 'send', to: to.address, count, every, size });
  await sleep(longest + 300);
  return (await to.ask({ kind: 'tell' })).arrived;
}

/** The fastest of some echo requests with this type of service, in milliseconds. */
export function pingOf({ pid }, address, tos) {
  const ping = ['ping', '-c', '4', '-i', '0.2', '-W', '3', '-q', '-Q', String(tos), address];
  const [file, ...args] = [...enter(pid), ...ping];
  const { stdout } = spawnSync(file, args, { encoding: 'utf8' });
  const [, fastest] = /= ([\d.]+)\//.exec(stdout) ?? [];
  if (fastest === undefined) throw new Error(`no answer of ${address}: ${stdout}`);
  return Number(fastest);
}

function enter(pid) {
  return ['nsenter', `--net=/proc/${pid}/ns/net`];
}
