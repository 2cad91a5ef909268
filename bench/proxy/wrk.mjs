// wrk, whose own work for a request is small: as many keep-alive connections as asked, one request at a time on each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onCore } from '../harness/processes.mjs';

const SCRIPT = join(import.meta.dirname, 'wrk.lua');

/** Count and rate of the requests, and p50 and p99 of their times in milliseconds. */
export async function wrk(peer, { port, connections, seconds, core }) {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout=10s', '-s', SCRIPT];
  const [file, ...rest] = [...onCore(core), peer.file, ...args, `http://127.0.0.1:${port}/item/1?q=1`];
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const said = await text(child.stdout);
  await closed;
  const [, json] = /^RESULT (.*)$/m.exec(said) ?? [];
  if (json === undefined) throw new Error(`wrk reported nothing:\n${said}`);
  const { failed, ...result } = JSON.parse(json);
  if (failed > 0) throw new Error(`${failed} of ${result.count} requests to port ${port} failed:\n${said}`);
  return result;
}
